using HotspotManager.Core.Admission;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using HotspotManager.Portal.Login;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Portal.Gateways.Controllers;

/// <summary>
/// Follows the phones behind controllers: asks each controller that has sessions every minute what they used, writes it into the journal, notices who has left or was put
/// out there, and carries session orders out. One controller that is slow holds up no other.
/// </summary>
public sealed partial class ControllerWatch(
    IEnumerable<IGateway> gateways, IDbContextFactory<HotspotDb> databases, StoreWriter writer, SessionBook sessions, NetworkTable networks, GrantTable grants, PlanTable plans,
    RunningLimits running, PhoneSessions phoneSessions, PortalOptions options, FeedTail feed, TimeProvider time, ILogger<ControllerWatch> log) : BackgroundService
{
    /// <summary>A phone that its controller has not seen for so long has left.</summary>
    public static readonly TimeSpan Absence = TimeSpan.FromMinutes(10);

    // A controller may go on telling of a phone as let in for a moment after it was told to put it out.
    private static readonly TimeSpan Lag = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, ControllerGateway> _gateways = gateways.OfType<ControllerGateway>().ToDictionary(g => g.Key, StringComparer.Ordinal);
    private readonly Dictionary<long, Trail> _trails = [];
    private readonly Dictionary<(int Nas, string Mac), DateTimeOffset> _putOut = [];
    private readonly Nudge _nudge = new();
    private readonly Lock _gate = new();

    private sealed record Trail(CounterTrail Up, CounterTrail Down)
    {
        public DateTimeOffset SeenAt { get; set; }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_gateways.Count == 0) return;
        using var listening = feed.Listen(events =>
        {
            if (events.Any(e => e.Kind == FeedKind.SessionOrder)) _nudge.Give();
        });
        var next = time.GetUtcNow();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await CarryOutAsync(stoppingToken);
                if (time.GetUtcNow() >= next)
                {
                    next = time.GetUtcNow() + options.CounterInterval;
                    await AskAllAsync(stoppingToken);
                }
                var wait = next - time.GetUtcNow();
                await _nudge.WaitAsync(wait < TimeSpan.FromSeconds(5) ? wait > TimeSpan.Zero ? wait : TimeSpan.Zero : TimeSpan.FromSeconds(5), stoppingToken);
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

    /// <summary>Asks every controller behind which somebody is online.</summary>
    public Task AskAllAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            foreach (var gone in _trails.Keys.Where(id => sessions.Find(id) is null).ToList()) _trails.Remove(gone);
            foreach (var old in _putOut.Where(p => time.GetUtcNow() - p.Value > Lag).Select(p => p.Key).ToList()) _putOut.Remove(old);
        }
        var open = sessions.All.Where(s => s.Source == RecordSource.Gateway).ToLookup(s => s.NasId);
        return Task.WhenAll(networks.Current.Nas.Where(n => open.Contains(n.Id) && n.Row.Gateway is { } key && _gateways.ContainsKey(key))
            .Select(n => AskAsync(_gateways[n.Row.Gateway!], n, [.. open[n.Id]], cancel)));
    }

    private async Task AskAsync(ControllerGateway gateway, NasEntry nas, IReadOnlyList<Session> open, CancellationToken cancel)
    {
        try
        {
            var now = time.GetUtcNow();
            var clients = (await gateway.ClientsAsync(nas, cancel)).GroupBy(c => c.Mac, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.MaxBy(c => c.IsIn)!, StringComparer.Ordinal);
            foreach (var session in open)
            {
                var client = clients.GetValueOrDefault(session.Mac);
                var ends = session.GrantId is { } id ? grants.Find(id)?.ExpiresAt ?? now : (DateTimeOffset?)null;
                if (client is { IsIn: true } && ends <= now)
                {
                    // The controller counts whole minutes, or has another idea of the end.
                    await gateway.PutOutAsync(nas, session.Mac, cancel);
                    await StopAsync(session, client, TerminateCauses.SessionTimeout, now, gateway, nas);
                }
                else if (client is { IsIn: true }) await TellAsync(session, AcctStatus.InterimUpdate, client, null, now, gateway, nas);
                // Just let in: the controller's list may be a moment behind.
                else if (client is not null && now - session.StartedAt > TimeSpan.FromSeconds(30))
                    await StopAsync(session, client, ends - now < TimeSpan.FromMinutes(1) ? TerminateCauses.SessionTimeout : "Admin-Reset", now, gateway, nas);
                else if (client is null && now - SeenAt(session) > Absence) await StopAsync(session, null, "Lost-Carrier", now, gateway, nas);
            }
            await ComeBackAsync(nas, clients.Values, open, now, cancel);
        }
        catch (ControllerException error)
        {
            NotTold(log, nas.Name, error.Message);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            CouldNotAsk(log, nas.Name, error);
        }
    }

    /// <summary>Phones that the controller still lets in and that are here again, or whose Start was lost: their session goes on as a new one of the same grant.</summary>
    private async Task ComeBackAsync(NasEntry nas, IEnumerable<ControllerClient> clients, IReadOnlyList<Session> open, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var client in clients.Where(c => c.IsIn && !open.Any(s => s.Mac == c.Mac)))
        {
            lock (_gate)
            {
                if (_putOut.ContainsKey((nas.Id, client.Mac))) continue;
            }
            if (grants.OfPhone(client.Mac) is not { } grant || now - grant.CreatedAt < Lag || networks.Current.FindAccessPoint(grant.AccessPointId) is not { } point || point.NasId != nas.Id) continue;
            cancel.ThrowIfCancellationRequested();
            await phoneSessions.StartAsync(nas, point, grant, client.Mac, null);
        }
    }

    private DateTimeOffset SeenAt(Session session)
    {
        lock (_gate) return _trails.TryGetValue(session.Id, out var trail) ? trail.SeenAt : session.UpdatedAt;
    }

    private Task<bool> StopAsync(Session session, ControllerClient? client, string cause, DateTimeOffset now, ControllerGateway gateway, NasEntry nas)
    {
        lock (_gate) _putOut[(nas.Id, session.Mac)] = now;
        return TellAsync(session, AcctStatus.Stop, client, cause, client is null ? SeenAt(session) : now, gateway, nas);
    }

    private Task<bool> TellAsync(Session session, AcctStatus status, ControllerClient? client, string? cause, DateTimeOffset at, ControllerGateway gateway, NasEntry nas)
    {
        var (up, down) = (session.InputOctets, session.OutputOctets);
        if (client is not null)
        {
            lock (_gate)
            {
                if (!_trails.TryGetValue(session.Id, out var trail))
                {
                    var found = up + down == 0 ? gateway.TakeFound(nas.Id, session.Mac) : null;
                    trail = _trails[session.Id] = found is null
                        ? new Trail(CounterTrail.From(up, client.UpOctets), CounterTrail.From(down, client.DownOctets))
                        : new Trail(CounterTrail.FromStart(found.UpOctets), CounterTrail.FromStart(found.DownOctets));
                }
                trail.SeenAt = at;
                (up, down) = (Math.Max(up, trail.Up.At(client.UpOctets)), Math.Max(down, trail.Down.At(client.DownOctets)));
            }
        }
        return phoneSessions.TellAsync(session, status, up, down, at, cause);
    }

    /// <summary>Carries out what stands open for phones behind controllers.</summary>
    public async Task CarryOutAsync(CancellationToken cancel)
    {
        List<SessionOrder> pending;
        await using (var db = await databases.CreateDbContextAsync(cancel)) pending = await SessionOrders.PendingAsync(db, RecordSource.Gateway, cancel);
        var mine = pending.Select(o => (Order: o, Session: sessions.Find(o.SessionId))).Where(o => o.Session is not null)
            .Select(o => (o.Order, Session: o.Session!, Nas: networks.Current.FindNas(o.Session!.NasId))).Where(o => o.Nas?.Row.Gateway is { } key && _gateways.ContainsKey(key)).ToList();
        await Task.WhenAll(mine.Select(async o =>
        {
            var (state, answer) = await CarryOutAsync(o.Order, o.Session, o.Nas!, cancel);
            await writer.WriteAsync(db => SessionOrders.FinishAsync(db, o.Order.Id, state, answer, time.GetUtcNow(), CancellationToken.None), CancellationToken.None);
        }));
    }

    private async Task<(string State, string Answer)> CarryOutAsync(SessionOrder order, Session session, NasEntry nas, CancellationToken cancel)
    {
        var (gateway, now) = (_gateways[nas.Row.Gateway!], time.GetUtcNow());
        try
        {
            if (order.Kind == OrderKind.Relimit && session.PlanId is { } plan && plans.Find(plan) is { } row && running.Of(session, row, now) is { IsAccepted: true } decision)
            {
                return await gateway.ChangeAsync(nas, session.Mac, decision.Limits, cancel)
                    ? (OrderState.Done, $"{nas.Name} took the new limits.")
                    : (OrderState.Refused, "This controller takes new limits only with the next sign-in; what is used up is ended.");
            }
            var client = (await gateway.ClientsAsync(nas, cancel)).FirstOrDefault(c => c.Mac == session.Mac);
            await gateway.PutOutAsync(nas, session.Mac, cancel);
            return await StopAsync(session, client, "Admin-Reset", now, gateway, nas)
                ? (OrderState.Done, $"{nas.Name} put the phone out.")
                : (OrderState.Failed, $"{nas.Name} put the phone out, but its end could not be stored.");
        }
        catch (ControllerException error)
        {
            return (OrderState.Failed, error.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Usage behind {Nas} is not known at the moment: {Why}")]
    private static partial void NotTold(ILogger log, string nas, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "The controller of {Nas} could not be asked")]
    private static partial void CouldNotAsk(ILogger log, string nas, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Controllers could not be looked at; trying again")]
    private static partial void CouldNotLook(ILogger log, Exception error);
}
