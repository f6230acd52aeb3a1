using HotspotManager.Core.Areas;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Reports;

/// <summary>Reads a period's rows beside those of the period before.</summary>
public static class ReportViews
{
    /// <summary>Rows of one kind by name, two reads; <paramref name="area"/> limits to an area and what lies in it.</summary>
    public static async Task<ReportView[]> ReadAsync(HotspotDb db, ReportPeriod period, string scope, string? area, CityClock clock, CancellationToken cancel)
    {
        var rows = await ReportBook.ReadAsync(db, period, scope, area, cancel);
        var before = (await ReportBook.ReadAsync(db, period.Previous, scope, area, cancel)).ToDictionary(r => r.Name, StringComparer.Ordinal);
        return [.. rows.OrderBy(r => r.Name, StringComparer.Ordinal).Select(r => ReportView.Of(r, before.GetValueOrDefault(r.Name), period, clock))];
    }

    /// <summary>Some rows by their names, in that order: one read for both periods.</summary>
    public static async Task<ReportView[]> NamedAsync(HotspotDb db, ReportPeriod period, string scope, IReadOnlyCollection<string> names, CityClock clock, CancellationToken cancel)
    {
        var (now, before) = (period.Key, period.Previous.Key);
        var rows = (await db.Set<ReportRow>().AsNoTracking().Where(r => (r.Period == now || r.Period == before) && r.Scope == scope && names.Contains(r.Name)).ToListAsync(cancel))
            .ToDictionary(r => (r.Period, r.Name));
        return [.. names.Where(n => rows.ContainsKey((now, n))).Select(n => ReportView.Of(rows[(now, n)], rows.GetValueOrDefault((before, n)), period, clock))];
    }

    /// <summary>One row and what it was in the periods before, the newest first: one read. Periods without a row are left out.</summary>
    public static async Task<ReportView[]> HistoryAsync(HotspotDb db, ReportPeriod period, int count, string scope, string name, CityClock clock, CancellationToken cancel)
    {
        var periods = new List<ReportPeriod> { period };
        while (periods.Count < count + 1) periods.Add(periods[^1].Previous);
        var rows = (await ReportBook.ReadAsync(db, periods, scope, name, cancel)).ToDictionary(r => r.Period, StringComparer.Ordinal);
        return
        [
            .. periods.Take(count).Where(p => rows.ContainsKey(p.Key))
                .Select(p => ReportView.Of(rows[p.Key], rows.GetValueOrDefault(p.Previous.Key), p, clock)),
        ];
    }
}
