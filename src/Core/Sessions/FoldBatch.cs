using HotspotManager.Core.Areas;
using HotspotManager.Core.People;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Sessions;

/// <summary>One batch of journal records on its way into session and usage rows.</summary>
internal sealed class FoldBatch(SessionBook open, CityClock clock)
{
    private readonly Dictionary<long, Session> _touched = [];
    private readonly Dictionary<(int Nas, string Id), List<Session>> _known = [];

    public long Position { get; init; }
    public bool Full { get; init; }
    public IReadOnlyCollection<Session> Sessions => _touched.Values;

    /// <summary>Sessions that began or ended in this batch.</summary>
    public List<Session> Changes { get; } = [];

    public Dictionary<(string Person, int Day), (long Seconds, long Octets, DateTimeOffset FirstAt)> Usage { get; } = [];

    /// <summary>Reads the sessions that the records may belong to.</summary>
    public async Task LoadEndedAsync(HotspotDb db, IReadOnlyList<AccountingRecord> records, CancellationToken cancel)
    {
        foreach (var nas in records.GroupBy(r => r.NasId))
        {
            var ids = nas.Select(r => r.AcctSessionId).Distinct().ToList();
            var rows = await db.Set<Session>().AsNoTracking().Where(s => s.NasId == nas.Key && ids.Contains(s.AcctSessionId)).OrderBy(s => s.Id).ToListAsync(cancel);
            foreach (var row in rows) KnownOf(row.NasId, row.AcctSessionId).Add(row);
        }
    }

    public void Fold(AccountingRecord record)
    {
        if (record.Status is AcctStatus.AccountingOn or AcctStatus.AccountingOff)
        {
            CloseAll(record);
            return;
        }
        var siblings = KnownOf(record.NasId, record.AcctSessionId);
        // The newest session under this id of this phone; a NAS that does not tell the phone is believed on the id alone.
        var session = siblings.LastOrDefault(s => record.Mac.Length == 0 || s.Mac.Length == 0 || s.Mac == record.Mac);
        var facts = session is null ? (SessionFacts?)null : new SessionFacts(session.StartedAt, session.UpdatedAt,
            // One that we gave up for lost may go on: it was never ended by the gateway.
            session.TerminateCause == TerminateCauses.Lost ? null : session.EndedAt,
            session.Seconds, session.InputOctets, session.OutputOctets, true);
        var result = SessionFold.Fold(facts, new RecordFacts(
            record.Status, record.ReceivedAt, record.DelaySeconds, record.SessionSeconds, record.InputOctets, record.OutputOctets));
        if (result.Kind == FoldKind.Opened)
        {
            if (session is { EndedAt: null }) End(session, session.UpdatedAt, TerminateCauses.Lost);
            session = Open(record, result.After);
            siblings.Add(session);
            Changes.Add(session);
            if (session.EndedAt is not null) session.TerminateCause = record.TerminateCause;
        }
        else
        {
            session = Take(session!);
            session.FramedIp = record.FramedIp ?? session.FramedIp;
            session.PersonKey ??= record.PersonKey;
            session.GrantId ??= record.GrantId;
            session.PlanId ??= record.PlanId;
            if (result.Kind == FoldKind.Updated && session.EndedAt is not null) session.TerminateCause = null;
            if (result.Kind == FoldKind.Closed)
            {
                session.TerminateCause = record.TerminateCause;
                Changes.Add(session);
            }
            Apply(session, result.After);
        }
        Count(session, record, result);
    }

    public async Task SaveAsync(HotspotDb db, CancellationToken cancel)
    {
        await using var put = new BatchCommand(db, "Sessions", ["Id"],
            ["Source", "NasId", "AccessPointId", "AcctSessionId", "UserName", "Mac", "FramedIp", "PersonKey", "GrantId", "PlanId", "StartedAt", "UpdatedAt", "EndedAt",
             "Seconds", "InputOctets", "OutputOctets", "TerminateCause"]);
        foreach (var s in _touched.Values)
        {
            await put.RunAsync([s.Id, s.Source, s.NasId, s.AccessPointId, s.AcctSessionId, s.UserName, s.Mac, s.FramedIp, s.PersonKey, s.GrantId, s.PlanId,
                s.StartedAt.ToUnixTimeMilliseconds(), s.UpdatedAt.ToUnixTimeMilliseconds(), s.EndedAt?.ToUnixTimeMilliseconds(),
                s.Seconds, s.InputOctets, s.OutputOctets, s.TerminateCause], cancel);
        }
        await using var add = new BatchCommand(db, "PersonUsage", ["PersonKey", "Day"], ["FirstAt", "Seconds", "Octets"], adding: ["Seconds", "Octets"], keeping: ["FirstAt"]);
        foreach (var ((person, day), used) in Usage)
            await add.RunAsync([person, day, used.FirstAt.ToUnixTimeMilliseconds(), used.Seconds, used.Octets], cancel);
    }

    /// <summary>The router began anew (or says it stops): whatever was open behind it is over.</summary>
    private void CloseAll(AccountingRecord record)
    {
        var mine = open.All.Where(s => s.NasId == record.NasId && s.Source == record.Source && !_touched.ContainsKey(s.Id))
            .Concat(_touched.Values.Where(s => s.NasId == record.NasId && s.Source == record.Source)).Where(s => s.EndedAt is null).ToList();
        foreach (var session in mine)
            End(session, record.Status == AcctStatus.AccountingOff ? record.ReceivedAt : session.UpdatedAt, TerminateCauses.NasReboot);
    }

    private void End(Session session, DateTimeOffset at, string cause)
    {
        session = Take(session);
        (session.EndedAt, session.TerminateCause) = (at, cause);
        Changes.Add(session);
    }

    private void Count(Session session, AccountingRecord record, FoldResult result)
    {
        var octets = result.AddedInputOctets + result.AddedOutputOctets;
        var day = clock.Day(record.ReceivedAt);
        if (session.PersonKey is { } person) AddUsage(person);
        if (session.GrantId is { } grant) AddUsage(PersonKey.Grant(grant));

        void AddUsage(string key)
        {
            var before = Usage.GetValueOrDefault((key, day));
            Usage[(key, day)] = (before.Seconds + result.AddedSeconds, before.Octets + octets, before.FirstAt == default ? session.StartedAt : before.FirstAt);
        }
    }

    private Session Open(AccountingRecord record, SessionFacts facts)
    {
        // The number of the record that opened it is the session's: unique, rising, and the same however often the journal is folded.
        var session = new Session
        {
            Id = record.Id,
            Source = record.Source,
            NasId = record.NasId,
            AccessPointId = record.AccessPointId,
            AcctSessionId = record.AcctSessionId,
            UserName = record.UserName,
            Mac = record.Mac,
            FramedIp = record.FramedIp,
            PersonKey = record.PersonKey,
            GrantId = record.GrantId,
            PlanId = record.PlanId,
        };
        Apply(session, facts);
        return _touched[session.Id] = session;
    }

    /// <summary>A copy to change: rows in the book are shared with readers and never changed.</summary>
    private Session Take(Session session)
    {
        if (_touched.TryGetValue(session.Id, out var mine)) return mine;
        mine = new Session
        {
            Id = session.Id,
            Source = session.Source,
            NasId = session.NasId,
            AccessPointId = session.AccessPointId,
            AcctSessionId = session.AcctSessionId,
            UserName = session.UserName,
            Mac = session.Mac,
            FramedIp = session.FramedIp,
            PersonKey = session.PersonKey,
            GrantId = session.GrantId,
            PlanId = session.PlanId,
            StartedAt = session.StartedAt,
            UpdatedAt = session.UpdatedAt,
            EndedAt = session.EndedAt,
            Seconds = session.Seconds,
            InputOctets = session.InputOctets,
            OutputOctets = session.OutputOctets,
            TerminateCause = session.TerminateCause,
        };
        var siblings = KnownOf(mine.NasId, mine.AcctSessionId);
        var index = siblings.FindIndex(s => s.Id == mine.Id);
        if (index >= 0) siblings[index] = mine;
        else siblings.Add(mine);
        return _touched[mine.Id] = mine;
    }

    private static void Apply(Session session, SessionFacts facts) =>
        (session.StartedAt, session.UpdatedAt, session.EndedAt, session.Seconds, session.InputOctets, session.OutputOctets) =
        (facts.StartedAt, facts.UpdatedAt, facts.EndedAt, facts.Seconds, facts.InputOctets, facts.OutputOctets);

    private List<Session> KnownOf(int nas, string id)
    {
        if (_known.TryGetValue((nas, id), out var list)) return list;
        return _known[(nas, id)] = [];
    }
}

/// <summary>Acct-Terminate-Cause words (RFC 2866 5.10) that we give ourselves.</summary>
public static class TerminateCauses
{
    /// <summary>Updates stopped coming.</summary>
    public const string Lost = "Lost-Service";

    /// <summary>The NAS began anew.</summary>
    public const string NasReboot = "NAS-Reboot";

    /// <summary>The grant ended at a gateway that reports nothing.</summary>
    public const string SessionTimeout = "Session-Timeout";
}
