using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Networks;

/// <summary>When one way from a gateway to the portal was last seen working, and when and why it last did not: for <c>hotspot doctor --ap</c>.</summary>
public sealed class GatewayContact
{
    public int NasId { get; set; }

    /// <summary><see cref="GatewayContactKind"/>.</summary>
    public required string Kind { get; set; }

    /// <summary>When it last went well; null: never.</summary>
    public DateTimeOffset? WellAt { get; set; }

    /// <summary>What it said of itself: version, level. Cleaned and short: a stranger may have written it.</summary>
    public string? Note { get; set; }

    /// <summary>Seconds its clock was ahead of ours, where it tells the time.</summary>
    public long? ClockAhead { get; set; }

    /// <summary>When it last went wrong; null: never.</summary>
    public DateTimeOffset? FaultAt { get; set; }

    /// <summary>Why, in the operator's words.</summary>
    public string? Fault { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>The ways a gateway reaches the portal.</summary>
public static class GatewayContactKind
{
    /// <summary>A phone that it sent.</summary>
    public const string Visit = "visit";

    /// <summary>The posts of our script on the router.</summary>
    public const string Script = "script";

    /// <summary>openNDS's own authmon.</summary>
    public const string Authmon = "authmon";
}

internal sealed class GatewayContactMapping : IEntityTypeConfiguration<GatewayContact>
{
    public void Configure(EntityTypeBuilder<GatewayContact> entity)
    {
        entity.ToTable("GatewayContacts").HasKey(c => new { c.NasId, c.Kind });
        entity.KeepDays(nameof(GatewayContact.UpdatedAt), 90);
        entity.HasIndex(c => c.UpdatedAt);
    }
}
