using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Networks;

/// <summary>Where people connect: a name in an area, behind a NAS.</summary>
public sealed class AccessPoint
{
    public int Id { get; set; }
    public required string Name { get; set; }
    public required string AreaCode { get; set; }
    public int NasId { get; set; }

    /// <summary>What is watched when this access point is; null when nothing can be polled.</summary>
    public int? DeviceId { get; set; }

    /// <summary>The Called-Station-Id (or NAS-Port-Id) by which its sessions are told from others behind the same NAS; null: it is the NAS's only or main one.</summary>
    public string? CalledStationId { get; set; }

    /// <summary>Its own MAC, <c>AA-BB-CC-DD-EE-FF</c>.</summary>
    public string? Mac { get; set; }

    public double? Latitude { get; set; }
    public double? Longitude { get; set; }

    /// <summary>Free labels, separated by commas.</summary>
    public string? Tags { get; set; }

    /// <summary>Attributes of an Access-Accept that are otherwise here than its brand's table says, one a line, as the RADIUS room reads them; null for none.</summary>
    public string? ReplyLines { get; set; }
}

internal sealed class AccessPointMapping : IEntityTypeConfiguration<AccessPoint>
{
    public void Configure(EntityTypeBuilder<AccessPoint> entity)
    {
        entity.ToTable("AccessPoints");
        entity.HasIndex(a => a.Name).IsUnique();
        entity.HasIndex(a => a.NasId);
        entity.HasIndex(a => a.AreaCode);
    }
}
