using HotspotManager.Core.Areas;
using HotspotManager.Core.Series;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Monitor.Polling;

/// <summary>
/// Writes the 5-minute buckets of <see cref="PollResults"/> once a second, and rolls them up: the hour every five minutes, the day every hour,
/// both as often as they are
/// repeated with the same result. What a former process wrote of a bucket still open is added to, not replaced.
/// </summary>
public sealed partial class SeriesLog(
    PollResults results, StoreWriter writer, IDbContextFactory<HotspotDb> databases, CityClock clock, TimeProvider time,
    ILogger<SeriesLog> log) : BackgroundService
{
    private const int Slice = 200;

    private readonly Dictionary<int, RollUp> carried = [];
    private List<(int DeviceId, Bucket Bucket)> spare = new(256);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var open = RollUps.StartOf(time.GetUtcNow(), RollUps.FiveMinutes);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var begun = db.Set<RollUp>().AsNoTracking().Where(r => r.Resolution == RollUps.FiveMinutes && r.Start == open);
        foreach (var row in await begun.ToListAsync(cancellationToken))
        {
            carried[row.DeviceId] = row;
        }

        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        var lastHour = RollUps.StartOf(time.GetUtcNow(), RollUps.Hour);
        var lastDay = lastHour;
        var nextHour = time.GetUtcNow().AddMinutes(1);
        try
        {
            // The hour and day that may not have been finished when the process last ended.
            await TryAsync(() => RollUpHourAsync(lastHour.AddHours(-1), stoppingToken));
            await TryAsync(() => RollUpDayAsync(lastHour.AddDays(-1), stoppingToken));
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                // Not cut by a stop: what was taken from the poller is written.
                await TryAsync(() => WriteAsync(CancellationToken.None));
                var now = time.GetUtcNow();
                if (now < nextHour)
                {
                    continue;
                }

                nextHour = now.AddMinutes(5);
                var hour = RollUps.StartOf(now, RollUps.Hour);
                if (hour != lastHour)
                {
                    await TryAsync(() => RollUpHourAsync(lastHour, stoppingToken));
                    lastHour = hour;
                }

                await TryAsync(() => RollUpHourAsync(hour, stoppingToken));
                if (hour != lastDay)
                {
                    // The day the finished hour lies in, so that its last hour is in as well.
                    await TryAsync(() => RollUpDayAsync(lastDay, stoppingToken));
                    lastDay = hour;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: StopAsync writes what is left.
        }
    }

    /// <summary>Rolls up the hour that begins at <paramref name="hour"/>.</summary>
    public Task RollUpHourAsync(DateTimeOffset hour, CancellationToken cancel) => RollUpAsync(RollUps.Hour, hour, hour.AddHours(1), cancel);

    /// <summary>Rolls up the city's day in which <paramref name="at"/> lies.</summary>
    public Task RollUpDayAsync(DateTimeOffset at, CancellationToken cancel)
    {
        var end = clock.NextMidnight(at);
        return RollUpAsync(RollUps.Day, StartOfDay(end), end, cancel);
    }

    private DateTimeOffset StartOfDay(DateTimeOffset end)
    {
        var start = end.AddHours(-24);
        while (clock.Day(start) != clock.Day(end.AddSeconds(-1)))
        {
            start = start.AddMinutes(15);
        }

        return start;
    }

    private async Task RollUpAsync(int resolution, DateTimeOffset start, DateTimeOffset end, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var devices = await db.Set<RollUp>().Where(r => r.Resolution == RollUps.FiveMinutes && r.Start >= start && r.Start < end)
            .Select(r => r.DeviceId).Distinct().ToListAsync(cancel);
        foreach (var slice in devices.Order().Chunk(Slice))
        {
            var parts = await db.Set<RollUp>().AsNoTracking()
                .Where(r => slice.Contains(r.DeviceId) && r.Resolution == RollUps.FiveMinutes && r.Start >= start && r.Start < end)
                .ToListAsync(cancel);
            var rows = parts.GroupBy(p => p.DeviceId).Select(g => RollUps.Merge([.. g], resolution, start)).ToList();
            await writer.WriteAsync(w => RollUps.UpsertAsync(w, rows, cancel), cancel);
        }
    }

    /// <summary>Writes what the poller has given so far.</summary>
    public async Task WriteAsync(CancellationToken cancel)
    {
        var taken = results.TakeBuckets(spare);
        if (taken.Count > 0)
        {
            // The newest state of each bucket is enough.
            var rows = taken.GroupBy(b => (b.DeviceId, b.Bucket.Start)).Select(g => ToRow(g.Key.DeviceId, g.Last().Bucket)).ToList();
            await writer.WriteAsync(w => RollUps.UpsertAsync(w, rows, cancel), cancel);
        }

        taken.Clear();
        spare = taken;
    }

    private RollUp ToRow(int deviceId, in Bucket bucket)
    {
        var row = bucket.ToRow(deviceId);
        return carried.TryGetValue(deviceId, out var before) && before.Start == row.Start
            ? RollUps.Merge([before, row], RollUps.FiveMinutes, row.Start)
            : row;
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            CouldNotWrite(log, error);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Figures could not be written; later ones replace them")]
    private static partial void CouldNotWrite(ILogger log, Exception error);
}
