using System.Threading.Channels;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Console.Live;

/// <summary>Sends the feed to those who follow: rows are gathered for at most <see cref="Gather"/>, then each scope's batch is written once for all its followers.</summary>
internal sealed partial class LiveFeed(FeedTail tail, IHubContext<LiveHub> hub, NetworkTable network, StateBook states, TimeProvider time, ILogger<LiveFeed> log) : BackgroundService
{
    // With the half second in which the feed is read this keeps well under the 250 ms that a batch may wait.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);

    private readonly Channel<IReadOnlyList<FeedEvent>> waiting = Channel.CreateUnbounded<IReadOnlyList<FeedEvent>>(new UnboundedChannelOptions { SingleReader = true });
    private ScopeSequence sequence = new(0);
    private IDisposable? listening;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        sequence = new ScopeSequence(Math.Max(0, tail.Last));
        listening = tail.Listen(rows => waiting.Writer.TryWrite(rows));
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        listening?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                await Task.Delay(Gather, time, stoppingToken);
                var rows = new List<FeedEvent>();
                while (waiting.Reader.TryRead(out var more)) rows.AddRange(more);
                foreach (var row in rows) Take(row);
                await SendAsync(rows, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>Where another node polls, its states reach this one's memory by the feed.</summary>
    private void Take(FeedEvent row)
    {
        if (row.Kind != FeedKind.State || (row.Device ?? row.AccessPoint) is not { } name) return;
        if (network.Current.Devices.FirstOrDefault(d => d.Name == name) is not { } device || states.Of(device.Id).Since >= row.At) return;
        var item = LiveItem.Of(row);
        foreach (var state in Enum.GetValues<DeviceState>().Where(s => DeviceStates.Name(s) == row.State))
            states.Set(device.Id, new CurrentState(state, item["cause"]?.ToString(), row.At));
    }

    private async Task SendAsync(List<FeedEvent> rows, CancellationToken cancel)
    {
        try
        {
            var items = rows.ToDictionary(r => r.Seq, LiveItem.Of);
            foreach (var batch in sequence.Take(rows))
            {
                var message = new EventsMessage(batch.Prev, batch.Seq, [.. batch.Items.Select(r => items[r.Seq])]);
                await hub.Clients.Group(LiveHub.EventsGroup(batch.Scope)).SendAsync("Events", message, cancel);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whoever misses this batch sees a gap at the next one and asks again.
            NotSent(log, rows.Count, error);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} events could not be sent")]
    private static partial void NotSent(ILogger log, int count, Exception error);
}
