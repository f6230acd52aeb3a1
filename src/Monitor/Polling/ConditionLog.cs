using HotspotManager.Core.Conditions;
using HotspotManager.Core.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Monitor.Polling;

/// <summary>Writes what devices told of themselves, once a second, the newest of each device.</summary>
public sealed partial class ConditionLog(PollResults results, StoreWriter writer, TimeProvider time, ILogger<ConditionLog> log) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await WriteAsync(CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: StopAsync writes what is left.
        }
    }

    /// <summary>Writes what came so far.</summary>
    public async Task WriteAsync(CancellationToken cancel)
    {
        var newest = new Dictionary<int, DeviceCondition>();
        while (results.Conditions.Reader.TryRead(out var condition))
        {
            newest[condition.DeviceId] = condition;
        }

        if (newest.Count == 0)
        {
            return;
        }

        try
        {
            await writer.WriteAsync(db => Conditions.UpsertAsync(db, newest.Values, cancel), cancel);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            CouldNotWrite(log, error);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What devices told of themselves could not be written; they are asked again in five minutes")]
    private static partial void CouldNotWrite(ILogger log, Exception error);
}
