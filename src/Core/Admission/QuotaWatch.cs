using System.Collections.Concurrent;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Grants;
using HotspotManager.Core.People;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using HotspotManager.Core.Vouchers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Core.Admission;

/// <summary>After each fold, and once in half a minute, looks at the running sessions: what is used up, revoked or over is ordered to end.</summary>
public sealed partial class QuotaWatch(
    JournalFollower follower, SessionBook sessions, PlanTable plans, UsageBook usage, GrantTable grants, VoucherTable vouchers, CityClock clock, StoreWriter writer,
    FeedTail feed, TimeProvider time, ILogger<QuotaWatch> log) : BackgroundService
{
    private readonly ConcurrentDictionary<long, DateTimeOffset> _ordered = new();
    private readonly Nudge _nudge = new();
    private readonly ConcurrentQueue<long> _touched = new();

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
                var all = !await _nudge.WaitAsync(TimeSpan.FromSeconds(30), stoppingToken);
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
    public Reason? Over(Session session)
    {
        if (session.PersonKey is not { } person || session.PlanId is not { } planId || plans.Find(planId) is not { } plan) return null;
        var now = clock.Now;
        if (session.GrantId is { } grantId && grants.Find(grantId) is { } grant && grant.ExpiresAt <= now) return Reason.GrantEnded;
        var inAll = person.StartsWith("voucher:", StringComparison.Ordinal);
        if (inAll && long.TryParse(person.AsSpan(8), System.Globalization.CultureInfo.InvariantCulture, out var id) && vouchers.Find(id) is { } voucher)
        {
            if (voucher.RevokedAt is not null) return Reason.VoucherRevoked;
            if (voucher.ExpiresAt <= now) return Reason.VoucherExpired;
        }
        var day = clock.Day(now);
        var ofPerson = usage.Of(person, day);
        var ofSignIn = inAll ? ofPerson : session.GrantId is { } g ? usage.Of(PersonKey.Grant(g), day) : new Usage(session.Seconds, session.InputOctets + session.OutputOctets, 0, 0);
        return Quota.Exceeded(Gatekeeper.Of(plan), new UsedFacts(ofSignIn.Seconds, ofSignIn.Octets, ofPerson.DaySeconds, ofPerson.DayOctets));
    }

    private async Task LookAsync(bool all, CancellationToken cancel)
    {
        var ids = new HashSet<long>();
        while (_touched.TryDequeue(out var id)) ids.Add(id);
        var now = time.GetUtcNow();
        foreach (var old in _ordered.Where(o => now - o.Value > TimeSpan.FromMinutes(5))) _ordered.TryRemove(old);
        var look = all ? sessions.All : ids.Select(sessions.Find).OfType<Session>();
        var orders = look.Where(s => !_ordered.ContainsKey(s.Id)).Select(s => (Session: s, Why: Over(s))).Where(o => o.Why is not null).ToList();
        if (orders.Count == 0) return;
        await writer.WriteAsync(async db =>
        {
            foreach (var (session, why) in orders)
            {
                try
                {
                    await SessionOrders.DisconnectAsync(db, session.Id, "quota", Admission.ReasonTexts.Metric(why!.Value), now, cancel);
                }
                catch (RefusedException)
                {
                    // It ended by itself in the meantime: nothing is left to order.
                }
                _ordered[session.Id] = now;
            }
        }, cancel);
        feed.Nudge();
    }

    private void Note(IReadOnlyCollection<Session> touched)
    {
        foreach (var session in touched)
        {
            if (session.EndedAt is null) _touched.Enqueue(session.Id);
            else _ordered.TryRemove(session.Id, out _);
        }
        if (!_touched.IsEmpty) _nudge.Give();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Quotas could not be checked; trying again")]
    private static partial void CouldNotLook(ILogger log, Exception error);
}
