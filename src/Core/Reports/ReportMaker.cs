using HotspotManager.Core.Areas;
using HotspotManager.Core.Attempts;
using HotspotManager.Core.Series;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Reports;

/// <summary>Makes the rows of a period from what is stored: hours of usage, sessions (who), states, tries, traffic of lines. Repeated, it gives the same.</summary>
public sealed class ReportMaker(CityClock clock)
{
    private const int Together = 100;

    /// <summary>People are looked for among sessions that began up to two days before the period; hardly one is open longer.</summary>
    private static readonly TimeSpan SessionsBefore = TimeSpan.FromDays(2);

    /// <summary>The period's rows as they are at <paramref name="now"/>.</summary>
    public async Task<List<ReportRow>> MakeAsync(HotspotDb db, ReportPeriod period, DateTimeOffset now, CancellationToken cancel)
    {
        var (from, to) = (period.From(clock), period.To(clock));
        var network = await ReportNetwork.ReadAsync(db, cancel);
        var points = network.Points.ToDictionary(p => p.Row.Id);
        await UsageAsync(db, points, from, to, cancel);
        await PeopleAsync(db, network.Points, from, to, cancel);
        await TriesAsync(db, points, from, to, cancel);
        var states = new ReportStates(db, network, clock, from, to);
        await states.AvailabilityAsync(now, cancel);
        await states.AcknowledgementsAsync(cancel);
        await TrafficAsync(db, network, from, to, cancel);
        var months = period.MonthsUntil(clock, now);
        return [.. network.Sums.Select(s => Paid(s.ToRow(period.Key, now), months))];
    }

    private static ReportRow Paid(ReportRow row, double months)
    {
        if (row.Cost is { } monthly) row.Cost = (long)Math.Round(monthly * months);
        return row;
    }

    private async Task UsageAsync(HotspotDb db, Dictionary<int, ReportPoint> points, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        // Hours are whole ones of UTC; where the city's are shifted by half of one, the first and the last count where they begin.
        var begin = RollUps.StartOf(from, RollUps.Hour);
        var hours = db.Set<PointHour>().AsNoTracking().Where(h => h.Start >= begin && h.Start < to).OrderBy(h => h.Start)
            .Select(h => new { h.Start, h.AccessPointId, h.Sessions, h.Seconds, h.InputOctets, h.OutputOctets });
        var (known, local) = (default(DateTimeOffset), 0);
        await foreach (var h in hours.AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (h.Start != known) (known, local) = (h.Start, clock.Local(h.Start).Hour);
            if (!points.TryGetValue(h.AccessPointId, out var point)) continue;
            foreach (var sum in point.All) sum.Use(local, h.Sessions, h.Seconds, h.InputOctets, h.OutputOctets);
        }
    }

    private static async Task PeopleAsync(HotspotDb db, IReadOnlyList<ReportPoint> points, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var begin = from - SessionsBefore;
        foreach (var some in points.Chunk(Together))
        {
            var byId = some.ToDictionary(p => p.Row.Id);
            List<int?> ids = [.. byId.Keys.Select(id => (int?)id)];
            var seen = db.Set<Session>().AsNoTracking()
                .Where(s => ids.Contains(s.AccessPointId) && s.StartedAt >= begin && s.StartedAt < to && (s.EndedAt ?? s.UpdatedAt) >= from)
                .Select(s => new { s.AccessPointId, Person = s.PersonKey ?? (s.Mac != "" ? "phone:" + s.Mac : s.UserName) }).Distinct();
            await foreach (var one in seen.AsAsyncEnumerable().WithCancellation(cancel))
                foreach (var sum in byId[one.AccessPointId!.Value].All) sum.See(one.Person);
        }
    }

    private static async Task TriesAsync(HotspotDb db, Dictionary<int, ReportPoint> points, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var tries = await db.Set<Attempt>().AsNoTracking().Where(a => a.At >= from && a.At < to && a.AccessPointId != null)
            .GroupBy(a => new { a.AccessPointId, a.Accepted, a.Reason }).Select(g => new { g.Key.AccessPointId, g.Key.Accepted, g.Key.Reason, Count = g.Count() }).ToListAsync(cancel);
        foreach (var t in tries)
            if (points.TryGetValue(t.AccessPointId!.Value, out var point))
                foreach (var sum in point.All) sum.Try(t.Accepted, t.Reason, t.Count);
    }

    private static async Task TrafficAsync(HotspotDb db, ReportNetwork network, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        foreach (var (device, link, _) in network.Links)
        {
            var means = await db.Set<RollUp>().AsNoTracking().Where(r => r.DeviceId == device.Id && r.Resolution == RollUps.FiveMinutes && r.Start >= from && r.Start < to)
                .Select(r => new { r.InMean, r.OutMean }).ToListAsync(cancel);
            link.Row.InP95 = RollUps.Percentile95(means.Select(m => m.InMean));
            link.Row.OutP95 = RollUps.Percentile95(means.Select(m => m.OutMean));
        }
    }
}
