using System.Collections.Concurrent;
using HotspotManager.Core.Sessions;

namespace HotspotManager.Core.Admission;

/// <summary>
/// Phones that walk on without a word: their first router goes on reporting the session until it misses them, and their time would count twice. A phone that has moved nothing
/// there since it began at another access point has left; one that moves at both is two phones with one address.
/// </summary>
public sealed class Footsteps(SessionBook sessions)
{
    /// <summary>Why such a session is ended.</summary>
    public const string WalkedOn = "the phone has walked on";

    // Broadcasts and a router's own questions are counted for a phone that is not there any more.
    private const long Noise = 20_000;

    private sealed record Moved(long Octets, DateTimeOffset At);

    private readonly ConcurrentDictionary<long, Moved> _moved = new();

    /// <summary>Takes in a session's newest row.</summary>
    public void Note(Session session)
    {
        if (session.EndedAt is not null)
        {
            _moved.TryRemove(session.Id, out _);
            return;
        }
        var octets = session.InputOctets + session.OutputOctets;
        _moved.AddOrUpdate(session.Id, _ => new Moved(octets, session.UpdatedAt), (_, was) => octets - was.Octets > Noise ? new Moved(octets, session.UpdatedAt) : was);
    }

    /// <summary>When it was last told to have moved something.</summary>
    public DateTimeOffset LastMoved(Session session) => _moved.TryGetValue(session.Id, out var moved) ? moved.At : session.UpdatedAt;

    /// <summary>Whether its phone is elsewhere now: reported here after it began there, but without having moved anything.</summary>
    public bool HasWalkedOn(Session session) => session is { PersonKey: { } person, Mac.Length: > 0 } && LastMoved(session) is var moved
        && sessions.OfPerson(person).Any(s => s.Id != session.Id && s.Mac == session.Mac && s.AccessPointId != session.AccessPointId && s.StartedAt > moved && session.UpdatedAt > s.StartedAt);
}
