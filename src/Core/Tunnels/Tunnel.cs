using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Tunnels;

/// <summary>A WireGuard tunnel to a device that nobody can reach otherwise. Its private key is the device's alone and is never kept.</summary>
public sealed class Tunnel
{
    public int Id { get; set; }

    /// <summary>The device's name, where there is one of that name.</summary>
    public required string Name { get; set; }

    /// <summary>Its stable address within the pool.</summary>
    public required string Address { get; set; }

    public required string PublicKey { get; set; }
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the two sides last agreed on keys; null: never.</summary>
    public DateTimeOffset? HandshakeAt { get; set; }
}

/// <summary>The server's side: one key for all tunnels.</summary>
public sealed class TunnelServer
{
    public int Id { get; set; }
    public required byte[] PrivateKeySealed { get; set; }
    public required string PublicKey { get; set; }
}

internal sealed class TunnelMapping : IEntityTypeConfiguration<Tunnel>
{
    public void Configure(EntityTypeBuilder<Tunnel> entity)
    {
        entity.ToTable("Tunnels");
        entity.HasIndex(t => t.Name).IsUnique();
        entity.HasIndex(t => t.Address).IsUnique();
    }
}

internal sealed class TunnelServerMapping : IEntityTypeConfiguration<TunnelServer>
{
    public void Configure(EntityTypeBuilder<TunnelServer> entity)
    {
        entity.ToTable("TunnelServers");
        entity.Property(t => t.Id).ValueGeneratedNever();
    }
}
