using System.CommandLine;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Reports;
using HotspotManager.Core.Store;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot report</c>: what each point is worth in a month or week.</summary>
internal static class ReportCommand
{
    /// <summary>A row on a terminal.</summary>
    private sealed record Line(string Name, int Points, long People, long Sessions, double Hours, double Gb, int? BusiestHour, double? AvailabilityPercent, int Outages, double? CostPerHour, string? Hint, double? P95Mbps);

    public static Command Create()
    {
        var month = Common.Opt<string?>("--month", "The month (this one)", "2026-11");
        var week = Common.Opt<string?>("--week", "A week from Monday instead", "2026-W47");
        var area = Common.Opt<string?>("--area", "Only this area and what lies in it", "CODE");
        var by = Common.Opt<string?>("--by", "point (default), area, provider, link or vendor", "WHAT");
        var csv = new Option<bool>("--csv") { Description = "For a spreadsheet: ; between columns, decimal comma" };
        return Common.Command("report", "People, hours, data, availability and cost of each point in a month or week", async (a, store, cancel) =>
        {
            if (a.GetValue(month) is not null && a.GetValue(week) is not null) throw new UsageException("Give --month or --week, not both.");
            if (a.GetValue(csv) && store.Output.IsJson) throw new UsageException("Give --csv or --json, not both.");
            var scope = a.GetValue(by) ?? ReportScope.Point;
            if (!ReportScope.All.Contains(scope)) throw new UsageException($"--by takes {string.Join(", ", ReportScope.All)}.");
            if (a.GetValue(area) is not null && scope is ReportScope.Provider or ReportScope.Vendor) throw new UsageException($"--by {scope} is for the whole city: leave --area out.");
            var within = a.GetValue(area) is { } asked ? AreaCode.Normalize(asked) ?? throw new RefusedException($"'{asked}' is not an area code.") : null;
            var period = Period(a.GetValue(month), a.GetValue(week), store.Reports);
            await store.Reports.EnsureAsync(period, cancel);
            await using var db = store.Open();
            var rows = await ReportViews.ReadAsync(db, period, scope, within, store.Clock, cancel);
            if (a.GetValue(csv)) Terminal.Out.Write(ReportCsv.Write(rows));
            else if (store.Output.IsJson) store.Output.Many(rows);
            else store.Output.Many(rows.Select(r => new Line(
                r.Name.Length > 0 ? r.Name : "(all)", r.Points, r.People, r.Sessions, r.Hours, r.Gb, r.BusiestHour, r.Availability * 100, r.Outages, r.CostPerPersonHour, r.Hint, r.P95Mbps)).ToList());
        }, month, week, area, by, csv);
    }

    private static ReportPeriod Period(string? month, string? week, ReportBook book)
    {
        if ((month ?? week) is not { } text) return book.ThisMonth;
        var period = ReportPeriod.Parse(text);
        return period.IsWeek == week is not null ? period : throw new UsageException("--month takes a month (2026-11), --week a week (2026-W47).");
    }
}
