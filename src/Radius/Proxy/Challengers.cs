using System.Security.Cryptography;
using HotspotManager.Core.Realms;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.Proxy;

/// <summary>
/// Which home server asked the last question of a conversation, by the State it gave (RFC 2865 section 5.24): only to that one does the answer mean
/// anything, whichever comes first in the realm meanwhile. Bounded: under a flood the oldest go first.
/// </summary>
internal sealed class Challengers(TimeProvider time, int capacity = 8192)
{
    /// <summary>As long as a phone may take to answer, its owner's typing included.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    private readonly Dictionary<UInt128, (int Home, long At)> _byState = [];
    private readonly Queue<(UInt128 State, long At)> _order = new();
    private readonly Lock _lock = new();

    /// <summary>A home server's reply came by; one that is no Access-Challenge is nothing to remember.</summary>
    public void Heard(byte[] reply, int home)
    {
        if (!RadiusPacket.TryRead(reply, out var said, out _) || said.Code != RadiusCode.AccessChallenge || !said.TryGet(Ietf.State, out var state))
            return;
        var key = KeyOf(state);
        lock (_lock)
        {
            var now = time.GetTimestamp();
            while (_order.TryPeek(out var oldest) && (_order.Count >= capacity || time.GetElapsedTime(oldest.At, now) > Life))
            {
                _order.Dequeue();
                if (_byState.TryGetValue(oldest.State, out var found) && found.At == oldest.At)
                    _byState.Remove(oldest.State);
            }
            _byState[key] = (home, now);
            _order.Enqueue((key, now));
        }
    }

    /// <summary>The home servers in the order in which a request is to be offered to them: the one that waits for it first, even if it was silent lately.</summary>
    public IEnumerable<HomeEntry> Order(RealmEntry realm, IReadOnlyList<HomeEntry> usable, byte[] octets)
    {
        if (!RadiusPacket.TryRead(octets, out var request, out _) || !request.TryGet(Ietf.State, out var state))
            return usable;
        int home;
        lock (_lock)
        {
            if (!_byState.TryGetValue(KeyOf(state), out var found))
                return usable;
            home = found.Home;
        }
        return realm.Homes.Where(h => h.Id == home).Concat(usable.Where(h => h.Id != home));
    }

    private static UInt128 KeyOf(ReadOnlySpan<byte> state)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(state, digest);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(digest);
    }
}
