using System.Collections.Concurrent;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Portal.Gateways.OpenNds;

/// <summary>
/// Carries out orders on sessions behind gateways that cannot be called from outside: the router's script asks every six seconds, is given the phones to put out, and
/// the order is done when the phone's final counters come. A router whose script does not ask is said to be out of reach, at once and in words.
/// </summary>
public sealed partial class RouterOrders(
    IDbContextFactory<HotspotDb> databases, StoreWriter writer, SessionBook sessions, NetworkTable networks, FeedTail feed, TimeProvider time, ILogger<RouterOrders> log)
    : BackgroundService
{
    /// <summary>Twice the script's longest silence (cron starts it once a minute).</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(130);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly ConcurrentDictionary<int, DateTimeOffset> _heard = new();
    private readonly SemaphoreSlim _nudge = new(0, 1);
    private IReadOnlyDictionary<int, string[]> _toPutOut = new Dictionary<int, string[]>();

    /// <summary>The router's script asked or told something just now.</summary>
    public void Heard(int nas) => _heard[nas] = time.GetUtcNow();

    /// <summary>When this router's script was last heard; null: never since the start.</summary>
    public DateTimeOffset? LastHeard(int nas) => _heard.TryGetValue(nas, out var at) ? at : null;

    /// <summary>Phones (<c>AA-BB-…</c>) that the router shall put out.</summary>
    public IReadOnlyList<string> ToPutOut(int nas) => Volatile.Read(ref _toPutOut).TryGetValue(nas, out var macs) ? macs : [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listening = feed.Listen(events =>
        {
            if (events.Any(e => e.Kind is FeedKind.SessionOrder or FeedKind.Session) && _nudge.CurrentCount == 0) _nudge.Release();
        });
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
                await _nudge.WaitAsync(TimeSpan.FromSeconds(5), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                CouldNotLook(log, error);
                await Task.Delay(TimeSpan.FromSeconds(5), time, stoppingToken);
            }
        }
    }

    /// <summary>Looks once at what stands open; used by tests.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        List<SessionOrder> pending;
        await using (var db = await databases.CreateDbContextAsync(cancel)) pending = await SessionOrders.PendingAsync(db, RecordSource.Gateway, cancel);
        var now = time.GetUtcNow();
        var putOut = new Dictionary<int, List<string>>();
        var finished = new List<(long Id, string State, string Answer)>();
        foreach (var order in pending)
        {
            var session = sessions.Find(order.SessionId);
            // Other brands' sessions are ended by their own way.
            if (session is not null && networks.Current.FindNas(session.NasId)?.Row.Gateway is not (null or OpenNdsGateway.Name)) continue;
            if (session is null) finished.Add((order.Id, OrderState.Done, "The phone is out."));
            else if (order.Kind != OrderKind.Disconnect) finished.Add((order.Id, OrderState.Failed, "This gateway takes new limits only with the next sign-in."));
            else if (LastHeard(session.NasId) is not { } heard || now - heard > Silence) finished.Add((order.Id, OrderState.Failed, NotHeard(session)));
            else if (now - order.CreatedAt > Patience) finished.Add((order.Id, OrderState.Failed, "The router was told, but has not said that the phone is out."));
            else if (putOut.TryGetValue(session.NasId, out var macs)) macs.Add(session.Mac);
            else putOut[session.NasId] = [session.Mac];
        }
        // At level 0 a phone's address is not known before the script's first message: the order stands until then.
        Volatile.Write(ref _toPutOut, putOut.ToDictionary(o => o.Key, o => o.Value.Where(m => m.Length > 0).Distinct().ToArray()));
        if (finished.Count == 0) return;
        await writer.WriteAsync(async db =>
        {
            foreach (var (id, state, answer) in finished) await SessionOrders.FinishAsync(db, id, state, answer, now, cancel);
        }, cancel);
    }

    private string NotHeard(Session session) =>
        $"This gateway cannot be told from outside, and the script on {networks.Current.FindNas(session.NasId)?.Name ?? "the router"} is not asking (its cron line is missing, or the router is down).";

    [LoggerMessage(Level = LogLevel.Error, Message = "Orders for routers could not be looked at; trying again")]
    private static partial void CouldNotLook(ILogger log, Exception error);
}
