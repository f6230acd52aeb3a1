using HotspotManager.Core.Areas;

namespace HotspotManager.Core.Reports;

/// <summary>The same of the period before; that one is whole.</summary>
public sealed record ReportBefore(string Period, long People, long Sessions, double Hours, double Gb, double? Availability, int Outages, double? CostPerPersonHour);

/// <summary>
/// A row of a report as commands, pages and the API show it. <c>hours</c> is time online of all together, <c>gb</c> 1,000,000,000 octets up and down; <c>availability</c> without maintenance and
/// unknown times, <c>service</c> the same with "unreachable" counted as down (null: nothing known); <c>cost</c> in rupiah for the part of the period that has passed; <c>hourly</c> people online on
/// average in each hour of the day, <c>busiestHour</c> the fullest of them; <c>p95Mbps</c> of a line against <c>contractMbps</c>, the busier direction; <c>hint</c> why it is little used.
/// </summary>
public sealed record ReportView(
    string Period, string Scope, string Name, string? Area, int Points, long People, long Sessions, double Hours, double Gb, long InputOctets, long OutputOctets,
    int? BusiestHour, double? BusiestPeople, double[]? Hourly, double? Availability, double? Service, int Outages, long DownSeconds, long UnreachableSeconds,
    long MaintenanceSeconds, long UnknownSeconds, long? MttrSeconds, long? MtbfSeconds, long? MttaSeconds, long? Cost, double? CostPerPersonHour,
    int Attempts, int Refused, string? Refusal, string? Hint, int? ContractMbps, double? P95Mbps, double? ContractUse, DateTimeOffset MadeAt, bool Open, ReportBefore? Before)
{
    /// <summary>Why a point is used little: it was away, nobody could sign in, or nobody came.</summary>
    public const string HintAway = "away", HintRefused = "refused", HintQuiet = "quiet";

    /// <summary>Fewer people than this are not shown hour by hour to those who see no person.</summary>
    public const int Few = 5;

    public static ReportView Of(ReportRow row, ReportRow? before, ReportPeriod period, CityClock clock)
    {
        var (from, to) = (period.From(clock), period.To(clock));
        var end = row.MadeAt < to ? row.MadeAt : to;
        var days = Math.Max((end - from).TotalDays, 1 / 24.0);
        var availability = row.Availability;
        var hourly = row.HourSeconds().Select(s => Math.Round(s / 3600.0 / days, 2)).ToArray();
        var busiest = row.Seconds > 0 ? Array.IndexOf(hourly, hourly.Max()) : (int?)null;
        var p95 = row.InP95 is null && row.OutP95 is null ? (double?)null : Math.Round(Math.Max(row.InP95 ?? 0, row.OutP95 ?? 0) * 8 / 1e6, 2);
        return new ReportView(
            row.Period, row.Scope, row.Name, row.AreaCode, row.Points, row.People, row.Sessions, HoursOf(row), GbOf(row), row.InputOctets, row.OutputOctets,
            busiest, busiest is { } b ? hourly[b] : null, hourly, availability.Share, availability.ServiceShare, row.Failures, row.Down, row.Unreachable,
            row.Maintenance, row.Unknown, Seconds(availability.Mttr), Seconds(availability.Mtbf), row.Acknowledged > 0 ? row.AcknowledgeTime / row.Acknowledged : null,
            row.Cost, PerHour(row), row.Attempts, row.Refused, row.Refusal, row.Scope is ReportScope.Point or ReportScope.Area ? HintOf(row, days) : null,
            row.ContractMbps, p95, p95 is { } used && row.ContractMbps is > 0 and var rate ? used / rate : null, row.MadeAt, row.MadeAt < to,
            before is null ? null : new ReportBefore(before.Period, before.People, before.Sessions, HoursOf(before), GbOf(before), before.Availability.Share, before.Failures, PerHour(before)));
    }

    /// <summary>For those who may not see single people: no rhythm of a handful.</summary>
    public ReportView WithoutTheFew() => People is > 0 and < Few ? this with { Hourly = null, BusiestHour = null, BusiestPeople = null } : this;

    /// <summary>Rupiah for an hour of one person; null: no cost is known, or nobody was there.</summary>
    private static double? PerHour(ReportRow row) => row.Cost is { } cost && row.Seconds > 0 ? Math.Round(cost / (row.Seconds / 3600.0), 1) : null;

    private static double HoursOf(ReportRow row) => Math.Round(row.Seconds / 3600.0, 2);

    private static double GbOf(ReportRow row) => Math.Round((row.InputOctets + row.OutputOctets) / 1e9, 3);

    private static long? Seconds(TimeSpan? span) => span is { } s ? (long)Math.Round(s.TotalSeconds) : null;

    /// <summary>Only for what is used by fewer than two people a day and point: away more than a tenth of the time; every third try refused; else nobody comes.</summary>
    private static string? HintOf(ReportRow row, double days)
    {
        if (row.Points == 0 || row.Seconds / 3600.0 / days / row.Points >= 2) return null;
        if (row.Availability.ServiceShare < 0.9) return HintAway;
        return row.Attempts >= 10 && row.Refused * 3 >= row.Attempts ? HintRefused : HintQuiet;
    }
}
