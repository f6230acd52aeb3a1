using System.Collections.Concurrent;
using System.Threading.Channels;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Radius.Server;

/// <summary>
/// Tells operators, in the feed, that a NAS has another secret than we have: on a wrong authenticator, or on passwords that come out unreadable several
/// times in a row. At most once in a quarter of an hour for each NAS.
/// </summary>
public sealed partial class SecretAlarm(StoreWriter writer, NetworkTable network, TimeProvider time, ILogger<SecretAlarm> log) : BackgroundService
{
    /// <summary>One unreadable password may be a phone's odd keyboard; three in a row are not.</summary>
    public const int EnoughUnreadable = 3;

    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<int, long> _told = new();
    private readonly Channel<NasClient> _wrong = Channel.CreateBounded<NasClient>(new BoundedChannelOptions(1000) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    internal void Raise(NasClient client)
    {
        var now = time.GetTimestamp();
        if (_told.TryGetValue(client.Id, out var last) && time.GetElapsedTime(last, now) < Quiet)
            return;
        _told[client.Id] = now;
        _wrong.Writer.TryWrite(client);
    }

    internal void Password(NasClient client, bool isUnreadable)
    {
        if (!isUnreadable)
            client.Health.EndUnreadable();
        else if (client.Health.CountUnreadable() >= EnoughUnreadable)
            Raise(client);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var client in _wrong.Reader.ReadAllAsync(stoppingToken))
                await TellAsync(client, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: the next wrong packet raises it again.
        }
    }

    private async Task TellAsync(NasClient client, CancellationToken cancel)
    {
        try
        {
            var points = network.Current.AccessPointsOf(client.Id);
            await writer.WriteAsync(db => SecretNotices.AppendAsync(db, client.Row, points.Length > 0 ? points[0] : null, time.GetUtcNow(), cancel), cancel);
            Wrong(log, client.Name);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _told.TryRemove(client.Id, out _);
            NotTold(log, client.Name, error);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "secret of {Nas} does not match")]
    private static partial void Wrong(ILogger log, string nas);

    [LoggerMessage(Level = LogLevel.Error, Message = "That the secret of {Nas} does not match could not be told")]
    private static partial void NotTold(ILogger log, string nas, Exception error);
}
