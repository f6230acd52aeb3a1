using HotspotManager.Core.Areas;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Series;

/// <summary>A sample that was taken earlier than it came: a device's own note of a time when it could not be heard.</summary>
/// <param name="Sample">What it measured then.</param>
/// <param name="Seconds">How long the device had been up because of it: the time since its note before.</param>
public readonly record struct LateSample(Sample Sample, double Seconds);

/// <summary>
/// The one writer of buckets. Open buckets are written again and again, each time whole; what a former process wrote of one, or what came late for one, is kept beside it and merged in, so that a
/// killed process loses what it had not written (at most a minute of each device) and nothing is counted twice. Hours and days are made anew from 5-minute rows as often as one likes.
/// </summary>
public sealed class SeriesStore(StoreWriter writer, IDbContextFactory<HotspotDb> databases, CityClock clock, TimeProvider time)
{
    /// <summary>Late samples older than this are left out: 5-minute rows live five days longer, so an hour or a day is never made anew from half of them.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromDays(30);

    private const int Slice = 200, MostPending = 200_000;

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly Dictionary<(int Device, DateTimeOffset Start), RollUp> beside = [];
    private readonly Dictionary<(int Device, DateTimeOffset Start), Bucket> pending = [];

    /// <summary>Takes up what a former process wrote of the buckets that are still open. Before the first write.</summary>
    public async Task BeginAsync(CancellationToken cancel)
    {
        var open = RollUps.StartOf(time.GetUtcNow(), RollUps.FiveMinutes);
        await using var db = await databases.CreateDbContextAsync(cancel);
        foreach (var row in await db.Set<RollUp>().AsNoTracking().Where(r => r.Resolution == RollUps.FiveMinutes && r.Start == open).ToListAsync(cancel))
            beside[(row.DeviceId, row.Start)] = row;
    }

    /// <summary>Writes 5-minute buckets as they are now. What could not be written is kept and tried with the next.</summary>
    public async Task WriteAsync(IReadOnlyList<(int DeviceId, Bucket Bucket)> buckets, CancellationToken cancel)
    {
        await gate.WaitAsync(cancel);
        try
        {
            // The newest state of each bucket is enough.
            foreach (var (device, bucket) in buckets)
                if (pending.Count < MostPending || pending.ContainsKey((device, bucket.Start))) pending[(device, bucket.Start)] = bucket;
            if (pending.Count == 0) return;
            var rows = pending.Select(p => Row(p.Key, p.Value)).ToList();
            await writer.WriteAsync(db => RollUps.UpsertAsync(db, rows, cancel), cancel);
            pending.Clear();
            var past = time.GetUtcNow().AddHours(-1);
            foreach (var key in beside.Keys.Where(k => k.Start < past).ToList()) beside.Remove(key);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>
    /// Folds samples that came late into the buckets of their own time, and makes the hours and days above anew, in one transaction. A bucket takes only what is newer than all it has: the same samples
    /// sent again change nothing. Oldest first; those in the future, or older than <see cref="Oldest"/>, are left out. Returns how many were taken.
    /// </summary>
    public async Task<int> FoldLateAsync(int deviceId, IEnumerable<LateSample> samples, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var byBucket = samples.Where(s => s.Sample.At > now - Oldest && s.Sample.At <= now).OrderBy(s => s.Sample.At)
            .GroupBy(s => RollUps.StartOf(s.Sample.At, RollUps.FiveMinutes)).ToList();
        if (byBucket.Count == 0) return 0;
        await gate.WaitAsync(cancel);
        try
        {
            var (taken, added) = await writer.WriteAsync(db => FoldAsync(db, deviceId, byBucket, cancel), cancel);
            // The poller may be about to write one of these buckets, too: it merges this in.
            foreach (var part in added.Where(a => a.Start > now.AddHours(-1)))
                beside[(deviceId, part.Start)] = beside.TryGetValue((deviceId, part.Start), out var before) ? RollUps.Merge([before, part], RollUps.FiveMinutes, part.Start) : part;
            return taken;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Rolls up the hour that begins at <paramref name="hour"/>.</summary>
    public Task RollUpHourAsync(DateTimeOffset hour, CancellationToken cancel) => RollUpAsync(RollUps.Hour, hour, hour.AddHours(1), cancel);

    /// <summary>Rolls up the city's day in which <paramref name="at"/> lies.</summary>
    public Task RollUpDayAsync(DateTimeOffset at, CancellationToken cancel)
    {
        var (start, end) = clock.DayAround(at);
        return RollUpAsync(RollUps.Day, start, end, cancel);
    }

    /// <summary>Rolls up whatever a former process did not come to: from the hour before the newest one there is, and the same for days, to now.</summary>
    public async Task CatchUpAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        foreach (var resolution in new[] { RollUps.Hour, RollUps.Day })
        {
            DateTimeOffset? newest, oldest;
            await using (var db = await databases.CreateDbContextAsync(cancel))
            {
                newest = await db.Set<RollUp>().Where(r => r.Resolution == resolution).OrderByDescending(r => r.Start).Select(r => (DateTimeOffset?)r.Start).FirstOrDefaultAsync(cancel);
                oldest = await db.Set<RollUp>().Where(r => r.Resolution == RollUps.FiveMinutes).OrderBy(r => r.Start).Select(r => (DateTimeOffset?)r.Start).FirstOrDefaultAsync(cancel);
            }
            if ((newest?.AddSeconds(-resolution) ?? oldest) is not { } from) continue;
            if (from < now - Oldest) from = now - Oldest;
            if (resolution == RollUps.Hour)
                for (var hour = RollUps.StartOf(from, RollUps.Hour); hour <= now; hour = hour.AddHours(1)) await RollUpHourAsync(hour, cancel);
            else
                for (var day = from; clock.DayAround(day).Begin <= now; day = clock.DayAround(day).End) await RollUpDayAsync(day, cancel);
        }
    }

    private RollUp Row((int Device, DateTimeOffset Start) key, in Bucket bucket)
    {
        var row = bucket.ToRow(key.Device);
        return beside.TryGetValue(key, out var other) ? RollUps.Merge([other, row], RollUps.FiveMinutes, key.Start) : row;
    }

    private async Task<(int Taken, List<RollUp> Added)> FoldAsync(HotspotDb db, int deviceId, List<IGrouping<DateTimeOffset, LateSample>> byBucket, CancellationToken cancel)
    {
        var (first, last) = (byBucket[0].Key, byBucket[^1].Key);
        var known = (await RollUps.ReadAsync(db, deviceId, RollUps.FiveMinutes, first, last.AddSeconds(1), cancel)).ToDictionary(r => r.Start);
        var (taken, added, rows) = (0, new List<RollUp>(), new List<RollUp>());
        foreach (var late in byBucket)
        {
            var before = known.GetValueOrDefault(late.Key);
            // What the poller measured and has not written yet is part of the bucket as well.
            var newest = pending.TryGetValue((deviceId, late.Key), out var waiting) && waiting.LastAt > before?.LastAt ? waiting.LastAt : before?.LastAt;
            var bucket = Bucket.Begin(late.Key, RollUps.FiveMinutes);
            foreach (var (sample, seconds) in late.Where(s => newest is null || s.Sample.At > newest)) bucket.Add(sample, seconds);
            if (bucket.Count == 0) continue;
            taken += bucket.Count;
            var part = bucket.ToRow(deviceId);
            added.Add(part);
            rows.Add(before is null ? part : RollUps.Merge([before, part], RollUps.FiveMinutes, late.Key));
        }
        await RollUps.UpsertAsync(db, rows, cancel);
        foreach (var hour in added.Select(a => RollUps.StartOf(a.Start, RollUps.Hour)).Distinct())
            await MakeAsync(db, [deviceId], RollUps.Hour, hour, hour.AddHours(1), cancel);
        foreach (var (begin, end) in added.Select(a => clock.DayAround(a.Start)).Distinct())
            await MakeAsync(db, [deviceId], RollUps.Day, begin, end, cancel);
        return (taken, added);
    }

    private async Task RollUpAsync(int resolution, DateTimeOffset start, DateTimeOffset end, CancellationToken cancel)
    {
        List<int> devices;
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            devices = await db.Set<RollUp>().Where(r => r.Resolution == RollUps.FiveMinutes && r.Start >= start && r.Start < end)
                .Select(r => r.DeviceId).Distinct().ToListAsync(cancel);
        }
        foreach (var slice in devices.Order().Chunk(Slice)) await writer.WriteAsync(w => MakeAsync(w, slice, resolution, start, end, cancel), cancel);
    }

    /// <summary>Makes one bucket of these devices from their 5-minute rows, in the transaction that reads them: a late sample cannot come between.</summary>
    private static async Task MakeAsync(HotspotDb db, int[] devices, int resolution, DateTimeOffset start, DateTimeOffset end, CancellationToken cancel)
    {
        var parts = await db.Set<RollUp>().AsNoTracking()
            .Where(r => devices.Contains(r.DeviceId) && r.Resolution == RollUps.FiveMinutes && r.Start >= start && r.Start < end).ToListAsync(cancel);
        await RollUps.UpsertAsync(db, parts.GroupBy(p => p.DeviceId).Select(g => RollUps.Merge([.. g], resolution, start)).ToList(), cancel);
    }
}
