using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Areas;

/// <summary>A part of the city by its official code: kecamatan, kelurahan, or an RW or RT within a kelurahan.</summary>
public sealed class Area
{
    /// <summary>For example <c>35.73.05</c>, <c>35.73.05.1011</c>, <c>35.73.05.1011/05</c>, <c>35.73.05.1011/05/02</c>.</summary>
    public required string Code { get; set; }

    public required string Name { get; set; }
}

internal sealed class AreaMapping : IEntityTypeConfiguration<Area>
{
    public void Configure(EntityTypeBuilder<Area> entity)
    {
        entity.ToTable("Areas").HasKey(a => a.Code);
    }
}
