using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using HotspotManager.Core.Store;

namespace HotspotManager.Core.Series;

/// <summary>One bucket of one device: 5 minutes, an hour or a day. Rates are octets a second; null where nothing was known: a gap stays a gap.</summary>
public sealed class RollUp
{
    public int DeviceId { get; set; }

    /// <summary>Length of the bucket in seconds: 300, 3600 or 86400.</summary>
    public int Resolution { get; set; }

    public DateTimeOffset Start { get; set; }

    /// <summary>Polls answered.</summary>
    public int Count { get; set; }

    /// <summary>Seconds of the bucket in which the device was up.</summary>
    public int UpSeconds { get; set; }

    /// <summary>When the newest sample in it was taken; null in rows of before there was this column.</summary>
    public DateTimeOffset? LastAt { get; set; }

    public double? InMin { get; set; }
    public double? InMax { get; set; }
    public double? InMean { get; set; }
    public double? InLast { get; set; }
    public double? OutMin { get; set; }
    public double? OutMax { get; set; }
    public double? OutMean { get; set; }
    public double? OutLast { get; set; }
    public double? ClientsMin { get; set; }
    public double? ClientsMax { get; set; }
    public double? ClientsMean { get; set; }
    public double? ClientsLast { get; set; }

    /// <summary>95th percentile of the 5-minute means; in hourly and daily rows.</summary>
    public double? InP95 { get; set; }

    public double? OutP95 { get; set; }
}

internal sealed class RollUpMapping : IEntityTypeConfiguration<RollUp>
{
    public void Configure(EntityTypeBuilder<RollUp> entity)
    {
        entity.ToTable("RollUps").HasKey(r => new { r.DeviceId, r.Resolution, r.Start });
        entity.HasIndex(r => new { r.Resolution, r.Start });
        // A month has 31 days, and its p95 is made of all their 5-minute means; days are for ever.
        entity.KeepDays(nameof(RollUp.Start), 35, "\"Resolution\" = 300").KeepDays(nameof(RollUp.Start), 400, "\"Resolution\" = 3600");
    }
}
