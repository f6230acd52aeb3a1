using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Grants;

/// <summary>
/// The right of one phone to be online for a while, given by the portal. Behind a RADIUS gateway its random user name and password are what the router sends us
/// (also again, from its own cookies): a person's own password never travels to a router.
/// </summary>
public sealed class Grant
{
    public long Id { get; set; }
    public required string UserName { get; set; }
    public required byte[] PasswordSealed { get; set; }

    /// <summary>Whose time and data it uses: <see cref="People.PersonKey"/>.</summary>
    public required string PersonKey { get; set; }

    public int PlanId { get; set; }

    /// <summary>The phone, <c>AA-BB-CC-DD-EE-FF</c>; the grant works for no other.</summary>
    public required string Mac { get; set; }

    public int AccessPointId { get; set; }

    /// <summary>How they signed in: the sign-in method's key (<c>voucher</c>, <c>click-through</c> …).</summary>
    public required string SignIn { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
}

internal sealed class GrantMapping : IEntityTypeConfiguration<Grant>
{
    public void Configure(EntityTypeBuilder<Grant> entity)
    {
        entity.ToTable("Grants").KeepDays(nameof(Grant.ExpiresAt), 90);
        entity.HasIndex(g => g.UserName).IsUnique();
        entity.HasIndex(g => g.ExpiresAt);
    }
}
