using HotspotManager.Core.Grants;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Sessions;

namespace HotspotManager.Portal.Login;

/// <summary>
/// Session records that the portal writes itself, for gateways that do not report over RADIUS: the Start with the grant, and a Stop for what a phone left open when it
/// stands outside again. The session's id is the grant's user name, so one grant is one session however often anything is told.
/// </summary>
public sealed class PhoneSessions(Journal journal, SessionBook sessions, TimeProvider time)
{
    /// <summary>Writes the Start; false when it could not be stored, and then the phone must not be let in.</summary>
    public Task<bool> StartAsync(Visit visit, GrantEntry grant) => StartAsync(visit.Nas, visit.Point, grant, visit.TellsMac ? visit.Mac : "", visit.Ip);

    /// <inheritdoc cref="StartAsync(Visit, GrantEntry)"/>
    public Task<bool> StartAsync(NasEntry nas, AccessPoint point, GrantEntry grant, string mac, string? ip) => journal.AppendAsync(new AccountingRecord
    {
        ReceivedAt = time.GetUtcNow(),
        Source = RecordSource.Gateway,
        NasId = nas.Id,
        AccessPointId = point.Id,
        Status = AcctStatus.Start,
        AcctSessionId = grant.UserName,
        UserName = grant.UserName,
        Mac = mac,
        FramedIp = ip,
        PersonKey = grant.PersonKey,
        GrantId = grant.Id,
        PlanId = grant.PlanId,
    });

    /// <summary>Writes what a running session has used, or its end; figures that fall are not believed. False when it could not be stored.</summary>
    /// <param name="at">The moment the figures are of: now, or before.</param>
    /// <param name="cause">Acct-Terminate-Cause (RFC 2866 5.10), for a Stop.</param>
    public Task<bool> TellAsync(Session session, AcctStatus status, long upOctets, long downOctets, DateTimeOffset at, string? cause) => journal.AppendAsync(new AccountingRecord
    {
        ReceivedAt = time.GetUtcNow(),
        DelaySeconds = (int)Math.Clamp((time.GetUtcNow() - at).TotalSeconds, 0, 86_400),
        Source = session.Source,
        NasId = session.NasId,
        AccessPointId = session.AccessPointId,
        Status = status,
        AcctSessionId = session.AcctSessionId,
        UserName = session.UserName,
        Mac = session.Mac,
        FramedIp = session.FramedIp,
        SessionSeconds = Math.Max(session.Seconds, (long)(at - session.StartedAt).TotalSeconds),
        InputOctets = Math.Max(session.InputOctets, upOctets),
        OutputOctets = Math.Max(session.OutputOctets, downOctets),
        TerminateCause = cause,
        PersonKey = session.PersonKey,
        GrantId = session.GrantId,
        PlanId = session.PlanId,
    });

    /// <summary>
    /// A phone outside the gate has no session behind this gateway any more, whatever we were last told (the router lost power, the phone logged off). Where the router
    /// has reported, its figures stand; where it never did, the time until now is counted, or a person could begin anew for nothing. Waits until the fold has counted it.
    /// </summary>
    /// <param name="keep">The grant of this very tap, whose session goes on.</param>
    public async Task<bool> CloseEarlierAsync(Visit visit, GrantEntry? keep, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var earlier = sessions.All.Where(s => s.NasId == visit.Nas.Id && s.Source == RecordSource.Gateway && s.AcctSessionId != keep?.UserName
            && (visit.TellsMac ? s.Mac == visit.Mac : s.FramedIp is not null && s.FramedIp == visit.Ip)).ToList();
        foreach (var session in earlier)
        {
            var reported = session.UpdatedAt > session.StartedAt.AddSeconds(1);
            var stored = await journal.AppendAsync(new AccountingRecord
            {
                ReceivedAt = now,
                DelaySeconds = reported ? (int)Math.Clamp((now - session.UpdatedAt).TotalSeconds, 0, 86_400) : 0,
                Source = session.Source,
                NasId = session.NasId,
                AccessPointId = session.AccessPointId,
                Status = AcctStatus.Stop,
                AcctSessionId = session.AcctSessionId,
                UserName = session.UserName,
                Mac = session.Mac,
                SessionSeconds = reported ? session.Seconds : Math.Max(session.Seconds, (long)(now - session.StartedAt).TotalSeconds),
                InputOctets = session.InputOctets,
                OutputOctets = session.OutputOctets,
                TerminateCause = TerminateCauses.Lost,
                PersonKey = session.PersonKey,
                GrantId = session.GrantId,
                PlanId = session.PlanId,
            });
            if (!stored) return false;
        }
        // The fold follows within a second; what it counts is part of the decision that comes next.
        for (var i = 0; i < 60 && earlier.Exists(s => sessions.Find(s.Id) is not null); i++) await Task.Delay(TimeSpan.FromMilliseconds(50), cancel);
        return true;
    }
}
