using System.Collections.Concurrent;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Core.Admission;

/// <summary>
/// After each fold, and once in half a minute, looks at the running sessions: what is used up, revoked or over is ordered to end, or to go on slower where the plan
/// says so (<see cref="RateTurns"/>); where several devices share a balance, a gateway that would let through far more than is left is ordered to be told anew
/// (<see cref="Allowance"/>). A session whose phone has walked on to another access point is ended (<see cref="Footsteps"/>).
/// </summary>
public sealed partial class QuotaWatch(
    JournalFollower follower, SessionBook sessions, PlanTable plans, RunningLimits limits, RateTurns turns, Footsteps footsteps, StoreWriter writer, FeedTail feed, TimeProvider time,
    ILogger<QuotaWatch> log) : BackgroundService
{
    private static readonly TimeSpan LookAtAll = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<long, Allowance> _told = new();
    private readonly ConcurrentDictionary<long, DateTimeOffset> _ordered = new();
    private readonly Nudge _nudge = new();
    private readonly ConcurrentQueue<Session> _touched = new();
    private long _lookedAtAll;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        follower.Folded += Note;
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _nudge.WaitAsync(LookAtAll, stoppingToken);
                // By the clock: in a busy city there is always somebody who nudges.
                var all = time.GetElapsedTime(_lookedAtAll) >= LookAtAll;
                if (all) _lookedAtAll = time.GetTimestamp();
                await LookAsync(all, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                CouldNotLook(log, error);
                await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken);
            }
        }
    }

    /// <summary>Why a running session must end now; null when it may go on.</summary>
    public Reason? Over(Session session) => session.PersonKey is not null && PlanOf(session) is { } plan ? limits.Over(session, plan, time.GetUtcNow()) : null;

    private Plan? PlanOf(Session session) => session.PlanId is { } id ? plans.Find(id) : null;

    private async Task LookAsync(bool all, CancellationToken cancel)
    {
        var touched = new Dictionary<long, Session>();
        while (_touched.TryDequeue(out var session))
        {
            // One record tells of what is left for all of the person's devices.
            foreach (var other in session.PersonKey is { } person ? sessions.OfPerson(person) : []) touched[other.Id] = other;
        }
        var now = time.GetUtcNow();
        foreach (var old in _ordered.Where(o => now - o.Value > TimeSpan.FromMinutes(5))) _ordered.TryRemove(old);
        var look = (all ? sessions.All : touched.Values).Where(s => !_ordered.ContainsKey(s.Id)).ToList();
        var orders = look.Select(s => (Session: s, Why: Over(s) is { } over ? ReasonTexts.Metric(over) : footsteps.HasWalkedOn(s) ? Footsteps.WalkedOn : null)).Where(o => o.Why is not null).ToList();
        var rest = look.Except(orders.Select(o => o.Session)).ToList();
        var turning = rest.Where(s => PlanOf(s) is { } plan && turns.IsDue(s, plan, now)).ToList();
        var stale = rest.Except(turning).Where(s => IsToldTooMuch(s, now)).ToList();
        if (orders.Count + turning.Count + stale.Count == 0) return;
        await writer.WriteAsync(async db =>
        {
            foreach (var (session, why) in orders)
            {
                await UnlessEndedAsync(() => SessionOrders.DisconnectAsync(db, session.Id, "quota", why!, now, cancel));
                _ordered[session.Id] = now;
            }
            foreach (var session in turning) await UnlessEndedAsync(() => turns.OrderAsync(db, session, PlanOf(session)!, now, cancel));
            await SessionOrders.RelimitAsync(db, stale, "quota", "several devices share what is left", now, cancel);
        }, cancel);
        feed.Nudge();
    }

    /// <summary>A session may end by itself before its order is written: then nothing is left to order.</summary>
    private static async Task UnlessEndedAsync(Func<Task> order)
    {
        try
        {
            await order();
        }
        catch (RefusedException)
        {
        }
    }

    /// <summary>Notes what the gateway is told when it is first seen and each time it is ordered to be told anew.</summary>
    private bool IsToldTooMuch(Session session, DateTimeOffset now)
    {
        if (session is not { Source: RecordSource.Radius, PersonKey: { } person } || PlanOf(session) is not { } plan) return false;
        if (limits.Of(session, plan, now) is not { IsAccepted: true } left) return false;
        var octets = session.InputOctets + session.OutputOctets;
        var told = new Allowance(left.Limits.RemainingOctets, left.Limits.SessionSeconds, octets, now);
        // One that runs for some time and is new to us ran before this server started: what it was told then is no longer known, at most the whole plan.
        var known = _told.GetOrAdd(session.Id, _ => session.Seconds <= Admissions.InterimSeconds ? told
            : told with { Octets = Least(plan.Mb * 1_000_000L, plan.DailyMb * 1_000_000L), Seconds = Admissions.LongestSession });
        if (sessions.OfPerson(person).Count < 2 || !known.IsStale(left.Limits, octets, now)) return false;
        _told[session.Id] = told;
        return true;
    }

    private static long? Least(long? a, long? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);

    private void Note(IReadOnlyCollection<Session> touched)
    {
        foreach (var session in touched)
        {
            footsteps.Note(session);
            _touched.Enqueue(session);
            if (session.EndedAt is null) continue;
            _ordered.TryRemove(session.Id, out _);
            _told.TryRemove(session.Id, out _);
            turns.Forget(session.Id);
        }
        if (!_touched.IsEmpty) _nudge.Give();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Quotas could not be checked; trying again")]
    private static partial void CouldNotLook(ILogger log, Exception error);
}
