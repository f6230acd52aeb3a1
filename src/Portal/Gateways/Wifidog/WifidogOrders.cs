using System.Collections.Concurrent;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Portal.Gateways.Wifidog;

/// <summary>
/// Orders on sessions behind wifidog wait for the gateway's next question about the phone, which is then answered with <c>Auth: 0</c>. A gateway that has not asked for long
/// is said to be out of reach, in words.
/// </summary>
public sealed partial class WifidogOrders(
    IDbContextFactory<HotspotDb> databases, StoreWriter writer, SessionBook sessions, NetworkTable networks, FeedTail feed, TimeProvider time, ILogger<WifidogOrders> log) : BackgroundService
{
    /// <summary>Two questions missed at the interval of the paste-in page.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(130);

    private readonly ConcurrentDictionary<int, DateTimeOffset> _heard = new();
    private readonly ConcurrentDictionary<long, long> _toEnd = new();
    private readonly Nudge _nudge = new();

    /// <summary>The gateway asked or told something just now.</summary>
    public void Heard(int nas) => _heard[nas] = time.GetUtcNow();

    /// <summary>Whether somebody ordered this session's end.</summary>
    public bool IsToEnd(long session) => _toEnd.ContainsKey(session);

    /// <summary>The gateway was told; writes down that the order is done.</summary>
    public async Task EndedAsync(long session)
    {
        if (_toEnd.TryRemove(session, out var order))
            await writer.WriteAsync(db => SessionOrders.FinishAsync(db, order, OrderState.Done, "The gateway was told to put the phone out when it asked.", time.GetUtcNow()));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listening = feed.Listen(events =>
        {
            if (events.Any(e => e.Kind is FeedKind.SessionOrder)) _nudge.Give();
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
                await Task.Delay(TimeSpan.FromSeconds(5), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Looks once at what stands open; used by tests.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        List<SessionOrder> pending;
        await using (var db = await databases.CreateDbContextAsync(cancel)) pending = await SessionOrders.PendingAsync(db, RecordSource.Gateway, cancel);
        var now = time.GetUtcNow();
        foreach (var order in pending)
        {
            if (sessions.Find(order.SessionId) is not { } session || networks.Current.FindNas(session.NasId) is not { Row.Gateway: WifidogGateway.Name } nas) continue;
            if (order.Kind != OrderKind.Disconnect)
                await FinishAsync(order.Id, OrderState.Refused, "wifidog knows no rates: new limits are kept when the gateway next asks.", now, cancel);
            else if (!_heard.TryGetValue(nas.Id, out var heard) || now - heard > Silence)
                await FinishAsync(order.Id, OrderState.Failed, $"{nas.Name} cannot be told from outside, and it is not asking: look at its portal address, or it is down.", now, cancel);
            else if (now - order.CreatedAt > Silence) await FinishAsync(order.Id, OrderState.Failed, $"{nas.Name} did not ask about this phone: it may have left.", now, cancel);
            else _toEnd[session.Id] = order.Id;
        }
        foreach (var gone in _toEnd.Keys.Where(id => !pending.Any(o => o.SessionId == id)).ToList()) _toEnd.TryRemove(gone, out _);
    }

    private Task FinishAsync(long id, string state, string answer, DateTimeOffset now, CancellationToken cancel) =>
        writer.WriteAsync(db => SessionOrders.FinishAsync(db, id, state, answer, now, cancel), cancel);

    [LoggerMessage(Level = LogLevel.Error, Message = "Orders for wifidog gateways could not be looked at; trying again")]
    private static partial void CouldNotLook(ILogger log, Exception error);
}
