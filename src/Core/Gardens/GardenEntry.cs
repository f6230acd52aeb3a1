using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Gardens;

/// <summary>What phones in an area may reach before sign-in. What holds for an area holds for those in it.</summary>
public sealed class GardenEntry
{
    public int Id { get; set; }

    public required string AreaCode { get; set; }

    /// <summary><see cref="GardenHost.Text"/>.</summary>
    public required string Host { get; set; }
}

internal sealed class GardenEntryMapping : IEntityTypeConfiguration<GardenEntry>
{
    public void Configure(EntityTypeBuilder<GardenEntry> entity)
    {
        entity.ToTable("WalledGarden");
        entity.HasIndex(g => new { g.AreaCode, g.Host }).IsUnique();
    }
}
