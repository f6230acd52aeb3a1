using HotspotManager.Core.Polls;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Monitor.Polling;

/// <summary>Carries out the polls that somebody wants now: looks for orders twice a second, hands them to the poller and writes down what came of them.</summary>
public sealed partial class PollCarrier(
    IDbContextFactory<HotspotDb> databases, StoreWriter writer, Poller poller, PollResults results, TimeProvider time, ILogger<PollCarrier> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private readonly HashSet<int> underWay = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryStepAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: whoever waits is told by its own patience.
        }
    }

    private async Task TryStepAsync(CancellationToken cancel)
    {
        try
        {
            await StepAsync(cancel);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Failed(log, error);
        }
    }

    /// <summary>Takes up what is ordered, and writes down what is done.</summary>
    internal async Task StepAsync(CancellationToken cancel)
    {
        while (results.Ordered.Reader.TryRead(out var done))
        {
            underWay.Remove(done.DeviceId);
            await writer.WriteAsync(db => PollOrders.FinishAsync(db, done.DeviceId, done.Outcome, done.Milliseconds, time.GetUtcNow(), cancel), cancel);
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var pending = await PollOrders.PendingAsync(db, time.GetUtcNow(), cancel);
        underWay.IntersectWith(pending.Select(o => o.DeviceId)); // what was given up by who waited
        foreach (var order in pending.Where(o => underWay.Add(o.DeviceId)))
        {
            poller.PollNow(order.DeviceId);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Polls that were ordered could not be looked at")]
    private static partial void Failed(ILogger log, Exception error);
}
