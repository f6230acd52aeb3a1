using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Networks;

/// <summary>A NAS's RADIUS connection over TLS or TCP: the one that is open, or when the last one ended.</summary>
public sealed class NasConnection
{
    public int NasId { get; set; }

    /// <summary>Address and port it comes from; a router behind address translation has not its own.</summary>
    public required string Remote { get; set; }

    /// <summary>Since when it is as it is: connected, or no longer.</summary>
    public DateTimeOffset Since { get; set; }

    public bool IsOpen { get; set; }
}

internal sealed class NasConnectionMapping : IEntityTypeConfiguration<NasConnection>
{
    public void Configure(EntityTypeBuilder<NasConnection> entity)
    {
        entity.ToTable("NasConnections").HasKey(c => c.NasId);
        entity.Property(c => c.NasId).ValueGeneratedNever();
    }
}
