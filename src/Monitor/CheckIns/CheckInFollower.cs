using HotspotManager.Core.Areas;
using HotspotManager.Core.CheckIns;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Series;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Monitor.CheckIns;

/// <summary>
/// Takes acknowledged reports out of the store: their figures go into the roll-ups in the same transaction, so that each counts once; then what is fresh goes to the ring and to
/// <see cref="CheckInWatch"/>. What came late fills history, hours and days included, and tells nothing of the present.
/// </summary>
public sealed partial class CheckInFollower(
    IDbContextFactory<HotspotDb> databases, StoreWriter writer, NetworkTable network, CheckInWatch watch, CheckInTiming timing, CityClock clock, TimeProvider time, ILogger<CheckInFollower> log)
    : BackgroundService
{
    private const int Together = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly CheckInFold _fold = new(timing.Interval);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FollowAsync(cancellationToken);
    }

    /// <summary>Takes all that waits; returns how many reports.</summary>
    public async Task<int> FollowAsync(CancellationToken cancel)
    {
        var total = 0;
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            var waiting = await db.Set<CheckIn>().AsNoTracking().OrderBy(c => c.Id).Take(Together).ToListAsync(cancel);
            if (waiting.Count == 0) return total;
            await TakeAsync(waiting, cancel);
            total += waiting.Count;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await FollowAsync(stoppingToken);
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    CouldNotFollow(log, error);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: StopAsync takes what is left, or the next start does.
        }
    }

    private async Task TakeAsync(List<CheckIn> waiting, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        _fold.Clear();
        var folded = waiting.ConvertAll(c => _fold.Take(c, now));
        var buckets = _fold.Buckets.Where(b => network.Current.FindDevice(b.DeviceId) is not null).ToList();
        var ids = waiting.ConvertAll(c => c.Id);
        try
        {
            await writer.WriteAsync(async db =>
            {
                await AddAsync(db, buckets, now, cancel);
                await db.Set<CheckIn>().Where(c => ids.Contains(c.Id)).ExecuteDeleteAsync(cancel);
            }, cancel);
        }
        catch
        {
            // They will be taken again: their counters must not have been seen.
            foreach (var id in waiting.Select(c => c.DeviceId).Distinct()) _fold.Forget(id);
            throw;
        }
        foreach (var report in folded.Where(f => f.IsNow)) watch.Heard(report);
    }

    private async Task AddAsync(HotspotDb db, List<RollUp> buckets, DateTimeOffset now, CancellationToken cancel)
    {
        if (buckets.Count == 0) return;
        var (devices, starts) = (buckets.Select(b => b.DeviceId).Distinct().ToList(), buckets.Select(b => b.Start).Distinct().ToList());
        var there = await db.Set<RollUp>().AsNoTracking().Where(r => r.Resolution == RollUps.FiveMinutes && starts.Contains(r.Start) && devices.Contains(r.DeviceId))
            .ToDictionaryAsync(r => (r.DeviceId, r.Start), cancel);
        var rows = buckets.ConvertAll(b => there.TryGetValue((b.DeviceId, b.Start), out var before) ? RollUps.Merge([before, b], RollUps.FiveMinutes, b.Start) : b);
        foreach (var row in rows) row.UpSeconds = Math.Min(row.UpSeconds, RollUps.FiveMinutes);
        await RollUps.UpsertAsync(db, rows, cancel);

        // The hour and the day that run are made anew anyway, those before are not.
        var thisHour = RollUps.StartOf(now, RollUps.Hour);
        foreach (var (device, hour) in rows.Select(r => (r.DeviceId, Hour: RollUps.StartOf(r.Start, RollUps.Hour))).Where(r => r.Hour < thisHour).Distinct())
            await MakeAsync(db, device, RollUps.Hour, hour, hour.AddHours(1), cancel);
        foreach (var (device, day) in rows.Select(r => (r.DeviceId, Day: clock.DayAround(r.Start))).Where(r => r.Day.End <= thisHour).Distinct())
            await MakeAsync(db, device, RollUps.Day, day.Begin, day.End, cancel);
    }

    private static async Task MakeAsync(HotspotDb db, int device, int resolution, DateTimeOffset start, DateTimeOffset end, CancellationToken cancel)
    {
        var parts = await RollUps.ReadAsync(db, device, RollUps.FiveMinutes, start, end, cancel);
        if (parts.Count > 0) await RollUps.UpsertAsync(db, [RollUps.Merge(parts, resolution, start)], cancel);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Reports of devices could not be taken into the figures; they wait in the store")]
    private static partial void CouldNotFollow(ILogger log, Exception error);
}
