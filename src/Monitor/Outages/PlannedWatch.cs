using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using Microsoft.Extensions.Hosting;

namespace HotspotManager.Monitor.Outages;

/// <summary>Tells the detector which devices are in a maintenance window: before the first poll, and within two seconds of every change.</summary>
public sealed class PlannedWatch(MaintenanceTable windows, NetworkTable network, OutageDetector detector, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private IReadOnlySet<int> last = new HashSet<int>();

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Look();
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Looks now.</summary>
    internal void Look()
    {
        var now = windows.DevicesIn(network.Current, time.GetUtcNow());
        if (now.Count != last.Count || !now.SetEquals(last))
        {
            last = now;
            detector.Tell(new OutsideFact.Windows(now));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                Look();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }
}
