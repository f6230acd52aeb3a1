using System.Globalization;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Reports;

/// <summary>What a row of a report is about.</summary>
public static class ReportScope
{
    /// <summary>An area by its code; the empty name is everything.</summary>
    public const string Area = "area";

    /// <summary>An access point by its name.</summary>
    public const string Point = "point";

    /// <summary>Who sells lines.</summary>
    public const string Provider = "provider";

    /// <summary>A line: a device with a provider or a contract rate.</summary>
    public const string Link = "link";

    /// <summary>A brand of routers.</summary>
    public const string Vendor = "vendor";

    public static readonly string[] All = [Area, Point, Provider, Link, Vendor];
}

/// <summary>A month or week of one access point, area, provider, line or brand: counts, no person. Made from sessions and states while those are kept, and kept longer than they are.</summary>
public sealed class ReportRow
{
    /// <summary>See <see cref="ReportPeriod.Key"/>.</summary>
    public required string Period { get; set; }

    /// <summary>One of <see cref="ReportScope"/>.</summary>
    public required string Scope { get; set; }

    public required string Name { get; set; }

    public DateTimeOffset MadeAt { get; set; }

    /// <summary>Where a point or line stands.</summary>
    public string? AreaCode { get; set; }

    /// <summary>Access points in it.</summary>
    public int Points { get; set; }

    /// <summary>Different people, as far as sign-ins tell them apart.</summary>
    public long People { get; set; }

    /// <summary>Sessions that began in the period.</summary>
    public long Sessions { get; set; }

    /// <summary>Time online, of all together.</summary>
    public long Seconds { get; set; }

    public long InputOctets { get; set; }
    public long OutputOctets { get; set; }

    /// <summary>Seconds online by hour of the city's day: 24 whole numbers with commas between them.</summary>
    public string Hours { get; set; } = "";

    // Seconds, as Availability has them.
    public long Known { get; set; }
    public long Down { get; set; }
    public long Unreachable { get; set; }
    public long Degraded { get; set; }
    public long Maintenance { get; set; }
    public long Unknown { get; set; }
    public int Failures { get; set; }
    public int Repairs { get; set; }
    public long RepairTime { get; set; }

    /// <summary>Incidents that somebody took in hand, and the seconds until then.</summary>
    public int Acknowledged { get; set; }

    public long AcknowledgeTime { get; set; }

    /// <summary>Tries to get online, and those that were refused.</summary>
    public int Attempts { get; set; }

    public int Refused { get; set; }

    /// <summary>Why most were refused.</summary>
    public string? Refusal { get; set; }

    /// <summary>What it cost up to when the row was made, rupiah; null: not known.</summary>
    public long? Cost { get; set; }

    public int? ContractMbps { get; set; }

    /// <summary>95th percentile of the 5-minute means, octets a second.</summary>
    public double? InP95 { get; set; }

    public double? OutP95 { get; set; }

    public Availability Availability
    {
        get => new(
            TimeSpan.FromSeconds(Known), TimeSpan.FromSeconds(Down), TimeSpan.FromSeconds(Unreachable), TimeSpan.FromSeconds(Degraded), TimeSpan.FromSeconds(Maintenance),
            TimeSpan.FromSeconds(Unknown), Failures, Repairs, TimeSpan.FromSeconds(RepairTime));
        set
        {
            static long Whole(TimeSpan span) => (long)Math.Round(span.TotalSeconds);
            (Known, Down, Unreachable, Degraded) = (Whole(value.Known), Whole(value.Down), Whole(value.Unreachable), Whole(value.Degraded));
            (Maintenance, Unknown, Failures, Repairs, RepairTime) = (Whole(value.Maintenance), Whole(value.Unknown), value.Failures, value.Repairs, Whole(value.RepairTime));
        }
    }

    /// <summary><see cref="Hours"/> as 24 numbers.</summary>
    public long[] HourSeconds() => Hours.Length == 0 ? new long[24] : [.. Hours.Split(',').Select(h => long.Parse(h, CultureInfo.InvariantCulture))];
}

internal sealed class ReportRowMapping : IEntityTypeConfiguration<ReportRow>
{
    public void Configure(EntityTypeBuilder<ReportRow> entity)
    {
        entity.ToTable("Reports").HasKey(r => new { r.Period, r.Scope, r.Name });
        // Some 80,000 short rows a year for a city of 551 points.
        entity.KeepDays(nameof(ReportRow.MadeAt), 1830);
        entity.HasIndex(r => r.MadeAt);
        entity.Ignore(r => r.Availability);
    }
}
