using System.Collections.Concurrent;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Core.Sessions;

/// <summary>
/// Ends sessions that nobody will end: RADIUS ones whose updates stopped coming (a lost Stop must not block anybody for ever), and those of gateways that tell
/// nothing, at their grant's end.
/// </summary>
public sealed partial class LostSessions(
    StoreWriter writer, SessionBook sessions, GrantTable grants, Journal journal, IDbContextFactory<HotspotDb> databases, TimeProvider time, ILogger<LostSessions> log)
    : BackgroundService
{
    /// <summary>Four missed updates at the interval we ask for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    /// <summary>No Access-Accept of ours gives more.</summary>
    private static readonly TimeSpan LongestSession = TimeSpan.FromDays(1);

    private static readonly TimeSpan LongestInterval = TimeSpan.FromHours(1);

    private readonly Dictionary<long, long> _seconds = []; // by session, at the last look
    private readonly ConcurrentDictionary<int, TimeSpan> _intervals = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    CouldNotEnd(log, error);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: what is lost is ended after the next start.
        }
    }

    /// <summary>Looks once; used by tests.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using (var db = await databases.CreateDbContextAsync(cancel)) await grants.CatchUpAsync(db, cancel);
        var open = sessions.All;
        lock (_seconds) LearnIntervals(open);
        foreach (var session in open)
        {
            if (session.Source == RecordSource.Radius)
            {
                if (now > GivenUpAt(session)) await EndAsync(session, cancel);
            }
            else if (session.GrantId is { } id && (grants.Find(id) is not { } grant || now > grant.ExpiresAt.AddMinutes(2)))
            {
                await StopAtGrantsEndAsync(session, grants.Find(id)?.ExpiresAt ?? session.UpdatedAt, now);
            }
        }
    }

    /// <summary>
    /// When a RADIUS session is given up: after four of the updates that its NAS sends failed to come. A NAS that sends none (as far as is known since this
    /// server started) is given until the session's own end, which no session of ours has later than a day after its start.
    /// </summary>
    private DateTimeOffset GivenUpAt(Session session) => _intervals.TryGetValue(session.NasId, out var interval)
        ? session.UpdatedAt + (4 * interval > Patience ? 4 * interval : Patience)
        : session.StartedAt + LongestSession + Patience;

    /// <summary>How often each NAS sends updates: some keep to an interval of their own, whatever they are asked for.</summary>
    private void LearnIntervals(ICollection<Session> open)
    {
        foreach (var session in open)
        {
            if (session.Source != RecordSource.Radius) continue;
            var known = _seconds.TryGetValue(session.Id, out var before);
            _seconds[session.Id] = session.Seconds;
            if (session.Seconds == 0 || (known && session.Seconds == before)) continue;
            var seen = known ? TimeSpan.FromSeconds(session.Seconds - before) : TimeSpan.Zero;
            if (known || !_intervals.ContainsKey(session.NasId)) _intervals[session.NasId] = seen < LongestInterval ? seen : LongestInterval;
        }
        if (_seconds.Count <= 2 * open.Count + 1000) return;
        var ids = open.Select(s => s.Id).ToHashSet();
        foreach (var id in _seconds.Keys.Where(id => !ids.Contains(id)).ToList()) _seconds.Remove(id);
    }

    /// <summary>Ends a session that its NAS no longer has, or has long said nothing of; it goes on should it be heard of again.</summary>
    public async Task EndAsync(Session session, CancellationToken cancel)
    {
        var updated = session.UpdatedAt;
        var changed = await writer.WriteAsync(db => db.Set<Session>().Where(s => s.Id == session.Id && s.EndedAt == null && s.UpdatedAt == updated)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, updated).SetProperty(x => x.EndIsAssumed, true).SetProperty(x => x.TerminateCause, TerminateCauses.Lost), cancel), cancel);
        if (changed == 0) return;
        await using var db = await databases.CreateDbContextAsync(cancel);
        sessions.Put(await db.Set<Session>().AsNoTracking().SingleAsync(s => s.Id == session.Id, cancel));
    }

    private Task<bool> StopAtGrantsEndAsync(Session session, DateTimeOffset end, DateTimeOffset now) => journal.AppendAsync(new AccountingRecord
    {
        ReceivedAt = now,
        DelaySeconds = (int)Math.Clamp((now - end).TotalSeconds, 0, int.MaxValue),
        Source = session.Source,
        NasId = session.NasId,
        AccessPointId = session.AccessPointId,
        Status = AcctStatus.Stop,
        AcctSessionId = session.AcctSessionId,
        UserName = session.UserName,
        Mac = session.Mac,
        SessionSeconds = Math.Max(session.Seconds, (long)(end - session.StartedAt).TotalSeconds),
        InputOctets = session.InputOctets,
        OutputOctets = session.OutputOctets,
        TerminateCause = TerminateCauses.SessionTimeout,
        PersonKey = session.PersonKey,
        GrantId = session.GrantId,
        PlanId = session.PlanId,
    });

    [LoggerMessage(Level = LogLevel.Error, Message = "Lost sessions could not be ended; trying again")]
    private static partial void CouldNotEnd(ILogger log, Exception error);
}
