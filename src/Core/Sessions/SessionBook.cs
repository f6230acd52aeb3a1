using System.Collections.Concurrent;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Sessions;

/// <summary>Every open session in memory, found by person, phone and access point. The fold keeps it; rows are never changed, only replaced.</summary>
public sealed class SessionBook
{
    private readonly ConcurrentDictionary<long, Session> _open = new();
    private readonly ConcurrentDictionary<string, Session[]> _byPerson = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(int Nas, string Mac), Session[]> _byPhone = new();
    private readonly ConcurrentDictionary<int, ConcurrentDictionary<long, Session>> _byAccessPoint = new();
    private readonly ConcurrentDictionary<int, ConcurrentDictionary<long, Session>> _byNas = new();

    /// <summary>What the fold looks a record's session up in.</summary>
    internal SessionSiblings Siblings { get; } = new();

    public int Count => _open.Count;

    public ICollection<Session> All => _open.Values;

    public Session? Find(long id) => _open.GetValueOrDefault(id);

    public ICollection<Session> OfPerson(string personKey) => _byPerson.GetValueOrDefault(personKey, []);

    /// <summary>What is open of a phone behind a NAS.</summary>
    public ICollection<Session> OfPhone(int nasId, string mac) => _byPhone.GetValueOrDefault((nasId, mac), []);

    public ICollection<Session> OfNas(int nasId) => _byNas.TryGetValue(nasId, out var found) ? found.Values : Array.Empty<Session>();

    /// <summary>People online at an access point.</summary>
    public int CountAt(int accessPointId) => _byAccessPoint.TryGetValue(accessPointId, out var found) ? found.Count : 0;

    public ICollection<Session> At(int accessPointId) => _byAccessPoint.TryGetValue(accessPointId, out var found) ? found.Values : Array.Empty<Session>();

    /// <summary>Takes in a session's newest row: kept while open, dropped once ended.</summary>
    public void Put(Session session)
    {
        Siblings.Put(session);
        if (session.EndedAt is not null)
        {
            if (!_open.TryRemove(session.Id, out var last)) return;
            if (session.PersonKey is { } person) Change(_byPerson, person, session.Id, null);
            Change(_byPhone, (session.NasId, last.Mac), session.Id, null);
            if (_byNas.TryGetValue(session.NasId, out var ofNas)) ofNas.TryRemove(session.Id, out _);
            if (session.AccessPointId is { } at && _byAccessPoint.TryGetValue(at, out var here)) here.TryRemove(session.Id, out _);
            return;
        }
        // A gateway that does not tell the phone at first (openNDS level 0) tells it later.
        if (_open.TryGetValue(session.Id, out var was) && was.Mac != session.Mac) Change(_byPhone, (was.NasId, was.Mac), session.Id, null);
        _open[session.Id] = session;
        if (session.PersonKey is { } key) Change(_byPerson, key, session.Id, session);
        Change(_byPhone, (session.NasId, session.Mac), session.Id, session);
        _byNas.GetOrAdd(session.NasId, _ => new())[session.Id] = session;
        if (session.AccessPointId is { } point) _byAccessPoint.GetOrAdd(point, _ => new())[session.Id] = session;
    }

    /// <summary>A person or phone has a handful of sessions and is asked about far more often than they change: the few are an array, replaced whole.</summary>
    private static void Change<TKey>(ConcurrentDictionary<TKey, Session[]> index, TKey key, long id, Session? session) where TKey : notnull
    {
        lock (index)
        {
            var before = index.GetValueOrDefault(key, []);
            var at = Array.FindIndex(before, s => s.Id == id);
            if (at < 0 && session is null) return;
            if (session is null && before.Length == 1) index.TryRemove(key, out _);
            else if (session is null) index[key] = [.. before[..at], .. before[(at + 1)..]];
            else index[key] = at < 0 ? [.. before, session] : [.. before[..at], session, .. before[(at + 1)..]];
        }
    }

    public async Task LoadAsync(HotspotDb db, DateTimeOffset now, CancellationToken cancel)
    {
        var ended = now - SessionSiblings.Kept;
        _open.Clear();
        _byPerson.Clear();
        _byPhone.Clear();
        _byAccessPoint.Clear();
        _byNas.Clear();
        Siblings.Clear(ended);
        foreach (var session in await db.Set<Session>().AsNoTracking().Where(s => s.EndedAt == null || s.EndedAt > ended).OrderBy(s => s.Id).ToListAsync(cancel)) Put(session);
    }
}
