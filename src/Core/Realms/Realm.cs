using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Realms;

/// <summary>People of elsewhere (a neighbouring city, a campus, a federation): who signs in as <c>name@realm</c> is asked about there (RFC 2865 section 2.3).</summary>
public sealed class Realm
{
    public int Id { get; set; }

    /// <summary>What stands behind the last @, in lower case.</summary>
    public required string Name { get; set; }

    /// <summary>The plan its people get here, on top of what their home allows; null: only what their home says.</summary>
    public int? PlanId { get; set; }

    /// <summary>Whether the home servers want the name without the realm.</summary>
    public bool StripRealm { get; set; }

    /// <summary>When no home server answers: silence (the router may ask another server of its own) instead of an Access-Reject.</summary>
    public bool SilentWhenOffline { get; set; }
}

/// <summary>A RADIUS server that knows a realm's people.</summary>
public sealed class HomeServer
{
    public int Id { get; set; }
    public int RealmId { get; set; }

    /// <summary>Order of use: the first that answers.</summary>
    public int Position { get; set; }

    public required string Address { get; set; }
    public int AuthPort { get; set; }
    public int AcctPort { get; set; }
    public required byte[] SecretSealed { get; set; }
}

internal sealed class RealmMapping : IEntityTypeConfiguration<Realm>
{
    public void Configure(EntityTypeBuilder<Realm> entity)
    {
        entity.ToTable("Realms");
        entity.HasIndex(r => r.Name).IsUnique();
    }
}

internal sealed class HomeServerMapping : IEntityTypeConfiguration<HomeServer>
{
    public void Configure(EntityTypeBuilder<HomeServer> entity)
    {
        entity.ToTable("HomeServers");
        entity.HasIndex(h => h.RealmId);
    }
}
