using HotspotManager.Core.Grants;
using HotspotManager.Core.Sessions;

namespace HotspotManager.Portal.Login;

/// <summary>
/// Session records that the portal writes itself, for gateways that do not report over RADIUS: the Start with the grant, and a Stop for what a phone left open when it
/// stands outside again. The session's id is the grant's user name, so one grant is one session however often anything is told.
/// </summary>
public sealed class PhoneSessions(Journal journal, SessionBook sessions, TimeProvider time)
{
    /// <summary>Writes the Start; false when it could not be stored, and then the phone must not be let in.</summary>
    public Task<bool> StartAsync(Visit visit, GrantEntry grant) => journal.AppendAsync(new AccountingRecord
    {
        ReceivedAt = time.GetUtcNow(),
        Source = RecordSource.Gateway,
        NasId = visit.Nas.Id,
        AccessPointId = visit.Point.Id,
        Status = AcctStatus.Start,
        AcctSessionId = grant.UserName,
        UserName = grant.UserName,
        Mac = visit.TellsMac ? visit.Mac : "",
        FramedIp = visit.Ip,
        PersonKey = grant.PersonKey,
        GrantId = grant.Id,
        PlanId = grant.PlanId,
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
