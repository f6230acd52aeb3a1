using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Series;

/// <summary>Reads, writes and merges buckets.</summary>
public static class RollUps
{
    public const int FiveMinutes = 300, Hour = 3600, Day = 86400;

    /// <summary>The beginning of the bucket an instant falls in (whole buckets since 1970, UTC). Days are the city's and begin where its clock says: pass that instant instead.</summary>
    public static DateTimeOffset StartOf(DateTimeOffset at, int resolution)
    {
        var seconds = at.ToUnixTimeSeconds();
        return DateTimeOffset.FromUnixTimeSeconds(seconds - seconds % resolution);
    }

    /// <summary>Makes one bucket of smaller ones (not empty): means weighted by their counts, p95 over the smaller buckets' means.</summary>
    public static RollUp Merge(IReadOnlyList<RollUp> parts, int resolution, DateTimeOffset start)
    {
        var ordered = parts.OrderBy(p => p.Start).ToList();
        return new RollUp
        {
            DeviceId = ordered[0].DeviceId,
            Resolution = resolution,
            Start = start,
            Count = ordered.Sum(p => p.Count),
            UpSeconds = Math.Min(resolution == Day ? 25 * Hour : resolution, ordered.Sum(p => p.UpSeconds)),
            LastAt = ordered.Max(p => p.LastAt),
            InMin = ordered.Min(p => p.InMin),
            InMax = ordered.Max(p => p.InMax),
            InMean = Mean(ordered, p => p.InMean),
            InLast = Last(ordered, p => p.InLast),
            OutMin = ordered.Min(p => p.OutMin),
            OutMax = ordered.Max(p => p.OutMax),
            OutMean = Mean(ordered, p => p.OutMean),
            OutLast = Last(ordered, p => p.OutLast),
            ClientsMin = ordered.Min(p => p.ClientsMin),
            ClientsMax = ordered.Max(p => p.ClientsMax),
            ClientsMean = Mean(ordered, p => p.ClientsMean),
            ClientsLast = Last(ordered, p => p.ClientsLast),
            InP95 = resolution == FiveMinutes ? null : Percentile95(ordered.Select(p => p.InMean)),
            OutP95 = resolution == FiveMinutes ? null : Percentile95(ordered.Select(p => p.OutMean)),
        };
    }

    /// <summary>Writes buckets, replacing what was written of them before, unless that knows of a newer sample.</summary>
    public static async Task UpsertAsync(HotspotDb db, IEnumerable<RollUp> rows, CancellationToken cancel = default)
    {
        await db.Database.OpenConnectionAsync(cancel);
        await BatchCommand.RunAsync(db, "RollUps", ["DeviceId", "Resolution", "Start"],
            ["Count", "UpSeconds", "InMin", "InMax", "InMean", "InLast", "OutMin", "OutMax", "OutMean", "OutLast",
             "ClientsMin", "ClientsMax", "ClientsMean", "ClientsLast", "InP95", "OutP95", "LastAt"],
            rows.Select(r => (object?[])[r.DeviceId, r.Resolution, r.Start.ToUnixTimeMilliseconds(), r.Count, r.UpSeconds, r.InMin, r.InMax, r.InMean, r.InLast,
                r.OutMin, r.OutMax, r.OutMean, r.OutLast, r.ClientsMin, r.ClientsMax, r.ClientsMean, r.ClientsLast, r.InP95, r.OutP95, r.LastAt?.ToUnixTimeMilliseconds()]), cancel,
            onlyWhere: """excluded."LastAt" IS NULL OR "RollUps"."LastAt" IS NULL OR excluded."LastAt" >= "RollUps"."LastAt" """);
    }

    /// <summary>A device's buckets of one resolution in a time range, oldest first: one indexed read.</summary>
    public static Task<List<RollUp>> ReadAsync(HotspotDb db, int deviceId, int resolution, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel = default) =>
        db.Set<RollUp>().AsNoTracking().Where(r => r.DeviceId == deviceId && r.Resolution == resolution && r.Start >= from && r.Start < to)
            .OrderBy(r => r.Start).ToListAsync(cancel);

    private static double? Mean(List<RollUp> parts, Func<RollUp, double?> figure)
    {
        var known = parts.Where(p => figure(p) is not null && p.Count > 0).ToList();
        return known.Count == 0 ? null : known.Sum(p => figure(p)!.Value * p.Count) / known.Sum(p => p.Count);
    }

    private static double? Last(List<RollUp> parts, Func<RollUp, double?> figure) => parts.Select(figure).LastOrDefault(v => v is not null);

    /// <summary>The smallest value that at least 95 of 100 do not exceed (nearest rank); null where nothing is known.</summary>
    public static double? Percentile95(IEnumerable<double?> means)
    {
        var known = means.OfType<double>().Order().ToList();
        return known.Count == 0 ? null : known[(int)Math.Ceiling(known.Count * 0.95) - 1];
    }
}
