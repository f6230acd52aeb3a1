using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Vouchers;

/// <summary>A printed code of ten digits that gives one plan once. Only sealed codes and their look-up digests are stored.</summary>
public sealed class Voucher
{
    public long Id { get; set; }
    public required byte[] CodeSealed { get; set; }
    public required string CodeLookUp { get; set; }
    public int PlanId { get; set; }

    /// <summary>Where it works; null: everywhere.</summary>
    public string? AreaCode { get; set; }

    /// <summary>Made together, printed together.</summary>
    public required string Batch { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? ExpiresAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
}

internal sealed class VoucherMapping : IEntityTypeConfiguration<Voucher>
{
    public void Configure(EntityTypeBuilder<Voucher> entity)
    {
        entity.ToTable("Vouchers");
        entity.HasIndex(v => v.CodeLookUp).IsUnique();
        entity.HasIndex(v => v.Batch);
    }
}
