using System.Collections.Concurrent;
using HotspotManager.Core.Series;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Console.Live;

/// <summary>One access point's figures. Rates are octets a second, as its uplink has them.</summary>
public sealed record Metric(string AccessPoint, int? Clients, double? InBps, double? OutBps);

/// <summary>What the server sends as <c>Metrics</c>: <c>at</c> is when the newest figure of the scope was measured.</summary>
public sealed record MetricsMessage(DateTimeOffset? At, IReadOnlyList<Metric> Items, Totals? Totals);

/// <summary>
/// Each second, for each scope that somebody watches: what was measured since the second before, and the counts. A message that does not reach a slow client
/// is lost without harm: the next one has newer figures.
/// </summary>
internal sealed partial class MetricsPump(
    SampleRing ring, PointReader reader, LiveCounts sessions, IHubContext<LiveHub> hub, TimeProvider time, ILogger<MetricsPump> log) : BackgroundService
{
    private readonly ConcurrentDictionary<(string Connection, Scope Scope), bool> watchers = new();
    private ConcurrentDictionary<int, bool> measured = new();

    public void Join(string connection, Scope scope) => watchers[(connection, scope)] = true;

    public void Leave(string connection, Scope scope) => watchers.TryRemove((connection, scope), out _);

    public void Leave(string connection)
    {
        foreach (var key in watchers.Keys.Where(k => k.Connection == connection)) watchers.TryRemove(key, out _);
    }

    /// <summary>Everything there is of a scope: what a new watcher gets first.</summary>
    public MetricsMessage Whole(Scope scope) => Message(scope, _ => true);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        ring.Added += Measured;
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        ring.Added -= Measured;
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await SendAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task SendAsync(CancellationToken cancel)
    {
        var fresh = Interlocked.Exchange(ref measured, new ConcurrentDictionary<int, bool>());
        foreach (var scope in watchers.Keys.Select(k => k.Scope).Distinct().ToList())
        {
            try
            {
                var message = Message(scope, device => fresh.ContainsKey(device));
                await hub.Clients.Group(LiveHub.MetricsGroup(scope)).SendAsync("Metrics", message, cancel);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                NotSent(log, scope.Key, error);
            }
        }
    }

    private MetricsMessage Message(Scope scope, Func<int, bool> wanted)
    {
        if (scope.AccessPoint is { } name)
        {
            if (reader.Network.FindAccessPoint(name) is not { } row) return new MetricsMessage(null, [], null);
            var now = reader.Of(row);
            return new MetricsMessage(now.At, row.DeviceId is { } device && wanted(device) ? [Of(now)] : [], null);
        }

        var totals = Totals.Of(reader, sessions, scope.Area);
        var items = reader.All(scope.Area).Where(p => p.Row.DeviceId is { } device && wanted(device)).Select(Of).ToList();
        return new MetricsMessage(totals.At, items, totals);
    }

    private static Metric Of(PointNow point) => new(point.Name, point.Clients, point.InBps, point.OutBps);

    private void Measured(int device, Sample sample) => Volatile.Read(ref measured)[device] = true;

    [LoggerMessage(Level = LogLevel.Error, Message = "The figures of {Scope} could not be sent")]
    private static partial void NotSent(ILogger log, string scope, Exception error);
}
