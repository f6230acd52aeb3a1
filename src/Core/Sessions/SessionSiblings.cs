namespace HotspotManager.Core.Sessions;

/// <summary>
/// Sessions by NAS and Acct-Session-Id: all that are open, and those that ended lately. What ended longer ago is in the database alone; each entry says from when on it is
/// whole, so that the fold asks the database only for what memory cannot know.
/// </summary>
internal sealed class SessionSiblings
{
    /// <summary>How long an ended session is kept here.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(15);

    /// <summary>Ended sessions kept in a flood, when <see cref="Kept"/> would be too much.</summary>
    private const int KeptAtMost = 50_000;

    /// <summary>What clocks and the rounding of whole seconds may move a session's beginning by.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<(int Nas, string Id), Entry> _entries = [];
    private readonly Queue<(DateTimeOffset EndedAt, (int Nas, string Id) Key)> _ended = new();
    private DateTimeOffset _wholeSince;

    private sealed class Entry(DateTimeOffset wholeSince)
    {
        public List<Session> Sessions { get; } = new(1);

        /// <summary>No session under this id that ended later is missing.</summary>
        public DateTimeOffset WholeSince { get; set; } = wholeSince;
    }

    /// <summary>Forgets all; what is put in next is all that is open or ended after <paramref name="wholeSince"/>.</summary>
    public void Clear(DateTimeOffset wholeSince)
    {
        lock (_gate)
        {
            _entries.Clear();
            _ended.Clear();
            _wholeSince = wholeSince;
        }
    }

    /// <summary>Whether a record's session, should there be one, is here: it cannot be one that ended before the record's own session began.</summary>
    public bool Covers(AccountingRecord record)
    {
        var facts = new RecordFacts(record.Status, record.ReceivedAt, record.DelaySeconds, record.SessionSeconds, record.InputOctets, record.OutputOctets);
        lock (_gate)
        {
            var wholeSince = _entries.TryGetValue((record.NasId, record.AcctSessionId), out var entry) ? entry.WholeSince : _wholeSince;
            return wholeSince == DateTimeOffset.MinValue || (facts.TellsStart && facts.StartedAt - Slack > wholeSince);
        }
    }

    /// <summary>All sessions under an id as the database has them; what is here already is newer.</summary>
    public void Fill(int nas, string id, IEnumerable<Session> rows)
    {
        lock (_gate)
        {
            var entry = EntryOf((nas, id));
            entry.WholeSince = DateTimeOffset.MinValue;
            foreach (var row in rows.Where(r => !entry.Sessions.Exists(s => s.Id == r.Id))) entry.Sessions.Add(row);
            entry.Sessions.Sort((a, b) => a.Id.CompareTo(b.Id));
            Age(entry, (nas, id));
        }
    }

    /// <summary>The sessions under an id, oldest first: a list of one's own.</summary>
    public List<Session> Of(int nas, string id)
    {
        lock (_gate) return _entries.TryGetValue((nas, id), out var entry) ? [.. entry.Sessions] : [];
    }

    public void Put(Session session)
    {
        var key = (session.NasId, session.AcctSessionId);
        lock (_gate)
        {
            var entry = EntryOf(key);
            var at = entry.Sessions.FindIndex(s => s.Id == session.Id);
            if (at >= 0) entry.Sessions[at] = session;
            else entry.Sessions.Add(session);
            Age(entry, key);
            while (_ended.TryPeek(out var oldest) && (_ended.Count > KeptAtMost || oldest.EndedAt < session.UpdatedAt - Kept))
            {
                _ended.Dequeue();
                Drop(oldest.Key);
            }
        }
    }

    private Entry EntryOf((int Nas, string Id) key)
    {
        if (!_entries.TryGetValue(key, out var entry)) _entries[key] = entry = new Entry(_wholeSince);
        return entry;
    }

    private void Age(Entry entry, (int Nas, string Id) key)
    {
        if (entry.Sessions.TrueForAll(s => s.EndedAt is not null)) _ended.Enqueue((entry.Sessions.Count == 0 ? _wholeSince : entry.Sessions.Max(s => s.EndedAt!.Value), key));
    }

    private void Drop((int Nas, string Id) key)
    {
        if (!_entries.TryGetValue(key, out var entry)) return;
        // One that is open (again), or has another turn in the queue for an end since then, stays.
        if (entry.Sessions.Exists(s => s.EndedAt is null)) return;
        _entries.Remove(key);
        foreach (var session in entry.Sessions)
            if (session.EndedAt > _wholeSince) _wholeSince = session.EndedAt.Value;
    }
}
