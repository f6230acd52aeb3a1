using System.Runtime.InteropServices;
using HotspotManager.Core.Areas;
using HotspotManager.Core.People;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Sessions;

/// <summary>One batch of journal records on its way into session and usage rows.</summary>
internal sealed class FoldBatch(SessionBook open, CityClock clock, long lastSession)
{
    private readonly Dictionary<long, Session> _touched = [];
    private readonly Dictionary<long, Session> _before = [];
    private readonly Dictionary<(int Nas, string Id), List<Session>> _known = [];
    private readonly Dictionary<int, List<Session>> _touchedAt = [];
    private readonly Dictionary<(int Nas, string Mac), List<Session>> _touchedOf = [];
    private readonly PointHours _hours = new();
    private readonly List<Session> _candidates = [];
    private readonly List<SessionFacts> _candidateFacts = [];

    public long Position { get; init; }
    public bool Full { get; init; }
    /// <summary>The newest session's number; it has risen even when none began.</summary>
    public long LastSession { get; private set; } = lastSession + 1;

    public IReadOnlyCollection<Session> Sessions => _touched.Values;

    /// <summary>Sessions that began or ended in this batch.</summary>
    public List<Session> Changes { get; } = [];

    public Dictionary<(string Person, int Day), (long Seconds, long Octets, DateTimeOffset FirstAt)> Usage { get; } = [];

    /// <summary>Reads the sessions that the records may belong to, as far as memory cannot know them: those that ended long ago.</summary>
    public async Task LoadEndedAsync(HotspotDb db, IReadOnlyList<AccountingRecord> records, CancellationToken cancel)
    {
        foreach (var nas in records.Where(r => !open.Siblings.Covers(r)).GroupBy(r => r.NasId))
        {
            foreach (var ids in nas.Select(r => r.AcctSessionId).Distinct().Chunk(500))
            {
                var rows = await db.Set<Session>().AsNoTracking().Where(s => s.NasId == nas.Key && ids.Contains(s.AcctSessionId)).OrderBy(s => s.Id).ToListAsync(cancel);
                var found = rows.ToLookup(r => r.AcctSessionId, StringComparer.Ordinal);
                foreach (var id in ids) open.Siblings.Fill(nas.Key, id, found[id]);
            }
        }
    }

    public void Fold(AccountingRecord record)
    {
        if (record.Status is AcctStatus.AccountingOn or AcctStatus.AccountingOff)
        {
            CloseAll(record);
            return;
        }
        var facts = new RecordFacts(record.Status, record.ReceivedAt, record.DelaySeconds, record.SessionSeconds, record.InputOctets, record.OutputOctets);
        var siblings = KnownOf(record.NasId, record.AcctSessionId);
        var session = Find(siblings, record, facts);
        var result = SessionFold.Fold(session is null ? null : Of(session), facts);
        if (result.Kind == FoldKind.Opened)
        {
            session = Open(record, result.After);
            if (session.EndedAt is not null) session.TerminateCause = record.TerminateCause;
            Changes.Add(session);
            EndForgotten(siblings, session, record);
            siblings.Add(session);
        }
        else
        {
            session = Take(session!);
            if (session.Mac.Length == 0) session.Mac = record.Mac;
            session.FramedIp = record.FramedIp ?? session.FramedIp;
            session.PersonKey ??= record.PersonKey;
            session.GrantId ??= record.GrantId;
            session.PlanId ??= record.PlanId;
            session.SignIn ??= record.SignIn;
            var changed = result.Kind == FoldKind.Closed || (result.Kind == FoldKind.Updated && session.EndedAt is not null);
            if (changed) session.TerminateCause = result.Kind == FoldKind.Closed ? record.TerminateCause : null;
            Apply(session, result.After);
            // A Stop that the portal wrote for a gateway that fell silent is a conclusion, too: the gateway's next word outweighs it.
            if (result.Kind == FoldKind.Closed && record is { Source: RecordSource.Gateway, TerminateCause: TerminateCauses.Lost }) session.EndIsAssumed = true;
            if (changed) Changes.Add(session);
        }
        // What comes late of a session whose id is in use again does not bring it back.
        if (session.EndedAt is null && siblings.Exists(s => s.StartedAt > session.StartedAt && IsSamePhone(s, record))) End(session, session.UpdatedAt, TerminateCauses.Lost);
        Count(session, record, result);
    }

    /// <summary>The session a record is of: one under its id, of its phone and its sign-in as far as both are told; null: none yet.</summary>
    private Session? Find(List<Session> siblings, AccountingRecord record, in RecordFacts facts)
    {
        _candidates.Clear();
        _candidateFacts.Clear();
        foreach (var sibling in siblings)
        {
            if (!IsSamePhone(sibling, record) || (sibling.SignIn is { } signIn && record.SignIn is { } other && signIn != other)) continue;
            _candidates.Add(sibling);
            _candidateFacts.Add(Of(sibling));
        }
        var index = SessionFold.Match(CollectionsMarshal.AsSpan(_candidateFacts), facts);
        return index < 0 ? null : _candidates[index];
    }

    /// <summary>
    /// A session that begins shows which others are over, though nobody said so: the phone's former one at this NAS, and, when the id was in use by another
    /// phone, all of before: the router has begun to count anew. Should one of them be heard of again, it goes on.
    /// </summary>
    private void EndForgotten(List<Session> siblings, Session begun, AccountingRecord record)
    {
        foreach (var former in siblings.Where(s => s.EndedAt is null && s.StartedAt < begun.StartedAt && IsSamePhone(s, record)).ToList())
            End(former, former.UpdatedAt, TerminateCauses.Lost);
        if (begun.Source != RecordSource.Radius || begun.Mac.Length == 0) return;
        var rebooted = record.Status == AcctStatus.Start && siblings.Exists(s => IsBefore(s, begun) && s.AccessPointId == begun.AccessPointId);
        // Only a router that began anew is a reason to look through all that is open behind it: there may be tens of thousands.
        foreach (var former in (rebooted ? OpenAt(begun.NasId) : OpenOf(begun.NasId, begun.Mac)).Where(s => IsBefore(s, begun)).ToList())
        {
            if (begun.PersonKey is not null && former.Mac == begun.Mac && former.UserName == begun.UserName) End(former, former.UpdatedAt, TerminateCauses.Lost);
            else if (rebooted && former.AccessPointId == begun.AccessPointId && former.UpdatedAt < begun.StartedAt - SessionFold.Slack)
                End(former, former.UpdatedAt, TerminateCauses.NasReboot);
        }
    }

    /// <summary>Whether it is open and was last heard of before another began.</summary>
    private static bool IsBefore(Session session, Session begun) =>
        session.EndedAt is null && session.Source == begun.Source && session.Id != begun.Id && session.UpdatedAt < begun.StartedAt;

    /// <summary>What is open behind a NAS, as this batch has it.</summary>
    private IEnumerable<Session> OpenAt(int nas) =>
        open.OfNas(nas).Where(s => !_touched.ContainsKey(s.Id)).Concat(_touchedAt.GetValueOrDefault(nas, [])).Where(s => s.EndedAt is null);

    /// <summary>What is open of a phone behind a NAS, as this batch has it.</summary>
    private IEnumerable<Session> OpenOf(int nas, string mac) =>
        open.OfPhone(nas, mac).Where(s => !_touched.ContainsKey(s.Id)).Concat(_touchedOf.GetValueOrDefault((nas, mac), []));

    private static bool IsSamePhone(Session session, AccountingRecord record) => record.Mac.Length == 0 || session.Mac.Length == 0 || session.Mac == record.Mac;

    public async Task SaveAsync(HotspotDb db, CancellationToken cancel)
    {
        await SessionRows.SaveAsync(db, _touched.Values, _before, cancel);
        await _hours.SaveAsync(db, cancel);
        await BatchCommand.RunAsync(db, "PersonUsage", ["PersonKey", "Day"], ["FirstAt", "Seconds", "Octets"],
            Usage.Select(u => (object?[])[u.Key.Person, u.Key.Day, u.Value.FirstAt.ToUnixTimeMilliseconds(), u.Value.Seconds, u.Value.Octets]), cancel,
            adding: ["Seconds", "Octets"], keeping: ["FirstAt"]);
    }

    /// <summary>The router began anew (or says it stops): whatever was open behind it is over.</summary>
    private void CloseAll(AccountingRecord record)
    {
        var at = SessionFold.HappenedAt(record.ReceivedAt, record.DelaySeconds);
        // One that says so again must not end what has begun since.
        var mine = OpenAt(record.NasId).Where(s => s.Source == record.Source && s.StartedAt < at).ToList();
        foreach (var session in mine) End(session, record.Status == AcctStatus.AccountingOff ? at : session.UpdatedAt, TerminateCauses.NasReboot);
    }

    private void End(Session session, DateTimeOffset at, string cause)
    {
        session = Take(session);
        (session.EndedAt, session.EndIsAssumed, session.TerminateCause) = (at, true, cause);
        Changes.Add(session);
    }

    private void Count(Session session, AccountingRecord record, FoldResult result)
    {
        var octets = result.AddedInputOctets + result.AddedOutputOctets;
        var happenedAt = SessionFold.HappenedAt(record.ReceivedAt, record.DelaySeconds);
        if (session.AccessPointId is { } point)
        {
            if (result.Kind == FoldKind.Opened) _hours.Begin(point, session.StartedAt);
            _hours.Add(point, happenedAt, result.AddedSeconds, result.AddedInputOctets, result.AddedOutputOctets);
        }
        var day = clock.Day(happenedAt);
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
        var session = new Session
        {
            Id = ++LastSession,
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
            SignIn = record.SignIn,
        };
        Apply(session, facts);
        return Touch(session);
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
            SignIn = session.SignIn,
            EndIsAssumed = session.EndIsAssumed,
            InputBase = session.InputBase,
            OutputBase = session.OutputBase,
        };
        _before[mine.Id] = session;
        var siblings = KnownOf(mine.NasId, mine.AcctSessionId);
        var index = siblings.FindIndex(s => s.Id == mine.Id);
        if (index >= 0) siblings[index] = mine;
        else siblings.Add(mine);
        return Touch(mine);
    }

    private Session Touch(Session session)
    {
        if (!_touchedAt.TryGetValue(session.NasId, out var here)) _touchedAt[session.NasId] = here = [];
        here.Add(session);
        if (!_touchedOf.TryGetValue((session.NasId, session.Mac), out var theirs)) _touchedOf[(session.NasId, session.Mac)] = theirs = new(1);
        theirs.Add(session);
        return _touched[session.Id] = session;
    }

    private static SessionFacts Of(Session s) =>
        new(s.StartedAt, s.UpdatedAt, s.EndedAt, s.Seconds, s.InputOctets, s.OutputOctets, s.EndIsAssumed, s.InputBase, s.OutputBase);

    private static void Apply(Session s, in SessionFacts facts) =>
        (s.StartedAt, s.UpdatedAt, s.EndedAt, s.Seconds, s.InputOctets, s.OutputOctets, s.EndIsAssumed, s.InputBase, s.OutputBase) =
        (facts.StartedAt, facts.UpdatedAt, facts.EndedAt, facts.Seconds, facts.InputOctets, facts.OutputOctets, facts.EndIsAssumed, facts.InputBase, facts.OutputBase);

    private List<Session> KnownOf(int nas, string id)
    {
        if (_known.TryGetValue((nas, id), out var list)) return list;
        return _known[(nas, id)] = open.Siblings.Of(nas, id);
    }
}
