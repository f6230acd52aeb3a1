using HotspotManager.Core.Series;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Monitor.Polling;

/// <summary>
/// Hands the 5-minute buckets of <see cref="PollResults"/> to the <see cref="SeriesStore"/> once a second, and has them rolled up: the hour every five minutes, the day every hour, both as often as
/// they are repeated with the same result; at the start also whatever a former process did not come to.
/// </summary>
public sealed partial class SeriesLog(PollResults results, SeriesStore series, TimeProvider time, ILogger<SeriesLog> log) : BackgroundService
{
    private List<(int DeviceId, Bucket Bucket)> spare = new(256);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await series.BeginAsync(cancellationToken);
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
            await TryAsync(() => series.CatchUpAsync(stoppingToken));
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
                    await TryAsync(() => series.RollUpHourAsync(lastHour, stoppingToken));
                    lastHour = hour;
                }

                await TryAsync(() => series.RollUpHourAsync(hour, stoppingToken));
                if (hour != lastDay)
                {
                    // The day the finished hour lies in, so that its last hour is in as well.
                    await TryAsync(() => series.RollUpDayAsync(lastDay, stoppingToken));
                    lastDay = hour;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: StopAsync writes what is left.
        }
    }

    /// <summary>Writes what the poller has given so far.</summary>
    public async Task WriteAsync(CancellationToken cancel)
    {
        var taken = results.TakeBuckets(spare);
        try
        {
            await series.WriteAsync(taken, cancel);
        }
        finally
        {
            // What could not be written is kept by the store.
            taken.Clear();
            spare = taken;
        }
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

    [LoggerMessage(Level = LogLevel.Error, Message = "Figures could not be written; they are kept and tried again")]
    private static partial void CouldNotWrite(ILogger log, Exception error);
}
