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

    /// <summary>One point's hours of the day, summed up by the database: 24 rows a point instead of one for each hour of a month.</summary>
    private sealed record DayHour(int AccessPointId, int Hour, long Sessions, long Seconds, long InputOctets, long OutputOctets);

    private async Task UsageAsync(HotspotDb db, Dictionary<int, ReportPoint> points, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        // Hours are whole ones of UTC; where the city's are shifted by half of one, each counts where it begins. A clock that is put forward within the period keeps the hours it began with.
        var (begin, end) = (RollUps.StartOf(from, RollUps.Hour).ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        var ahead = (long)clock.Local(from).Offset.TotalMilliseconds;
        var hours = await db.Database.SqlQuery<DayHour>($"""
            SELECT "AccessPointId", CAST(("Start" + {ahead}) % 86400000 / 3600000 AS INTEGER) AS "Hour", CAST(SUM("Sessions") AS BIGINT) AS "Sessions", CAST(SUM("Seconds") AS BIGINT) AS "Seconds",
                CAST(SUM("InputOctets") AS BIGINT) AS "InputOctets", CAST(SUM("OutputOctets") AS BIGINT) AS "OutputOctets"
            FROM "PointHours" WHERE "Start" >= {begin} AND "Start" < {end} GROUP BY 1, 2
            """).ToListAsync(cancel);
        foreach (var h in hours)
            if (points.TryGetValue(h.AccessPointId, out var point))
                foreach (var sum in point.All) sum.Use(h.Hour, h.Sessions, h.Seconds, h.InputOctets, h.OutputOctets);
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
