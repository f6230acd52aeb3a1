using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Operators;

/// <summary>Somebody who signs in to the console.</summary>
public sealed class Operator
{
    public int Id { get; set; }
    public required string Name { get; set; }
    public required string PasswordHash { get; set; }

    /// <summary>One of <see cref="Roles"/>.</summary>
    public required string Role { get; set; }

    /// <summary>A coordinator's (or anybody's) own area; null: the whole city.</summary>
    public string? AreaCode { get; set; }

    /// <summary>Changes with every password, so that older sign-ins end.</summary>
    public required string SecurityStamp { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>A token for scripts and screens; only its digest is stored.</summary>
public sealed class ApiToken
{
    public int Id { get; set; }
    public required string Name { get; set; }

    /// <summary>SHA-256 of the token, hex.</summary>
    public required string Digest { get; set; }

    public required string Role { get; set; }
    public string? AreaCode { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>What somebody may do, from most to least.</summary>
public static class Roles
{
    public const string Admin = "admin", Operator = "operator", Coordinator = "coordinator", Viewer = "viewer";
    public static readonly string[] All = [Admin, Operator, Coordinator, Viewer];
}

internal sealed class OperatorMapping : IEntityTypeConfiguration<Operator>
{
    public void Configure(EntityTypeBuilder<Operator> entity)
    {
        entity.ToTable("Operators");
        entity.HasIndex(o => o.Name).IsUnique();
    }
}

internal sealed class ApiTokenMapping : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> entity)
    {
        entity.ToTable("ApiTokens");
        entity.HasIndex(t => t.Name).IsUnique();
        entity.HasIndex(t => t.Digest).IsUnique();
    }
}
