using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HotspotManager.Radius.Eap;

/// <summary>
/// The conversations under way, by the State that the NAS hands back (RFC 2865 section 5.24): random, for one NAS only, ended after a while without a
/// step. Bounded: under a flood the oldest go first, those of a
/// NAS that has more than its share before those of others.
/// </summary>
internal sealed class ConversationTable(TimeProvider time, int capacity = 4096, int share = 1024)
{
    /// <summary>Octets of a State.</summary>
    public const int StateLength = 16;

    /// <summary>Longer than a person needs to type a password that the phone asks for.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    private readonly Dictionary<UInt128, (Conversation Conversation, long At)> _byState = [];
    private readonly Queue<(UInt128 State, long At)> _order = new();
    private readonly Dictionary<int, Share> _shares = [];
    private readonly Lock _lock = new();

    /// <summary>What one NAS has under way, the oldest first; states that are over stay in the queue until they reach its front.</summary>
    private sealed class Share
    {
        public Queue<UInt128> Order { get; } = new();
        public int Live { get; set; }
    }

    /// <summary>How many are under way, those past their time included.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _byState.Count;
        }
    }

    /// <summary>Takes a conversation in; the State it goes by.</summary>
    public byte[] Add(Conversation conversation)
    {
        var state = RandomNumberGenerator.GetBytes(StateLength);
        var key = BinaryPrimitives.ReadUInt128BigEndian(state);
        List<Conversation>? gone = null;
        lock (_lock)
        {
            var now = time.GetTimestamp();
            while (_order.TryPeek(out var oldest) && (_byState.Count >= capacity || time.GetElapsedTime(oldest.At, now) > Life))
            {
                _order.Dequeue();
                if (TryTake(oldest.State, out var old))
                    (gone ??= []).Add(old);
            }
            if (!_shares.TryGetValue(conversation.NasId, out var own))
                _shares[conversation.NasId] = own = new Share();
            while (own.Order.TryPeek(out var first) && (own.Live >= share || !_byState.ContainsKey(first)))
            {
                own.Order.Dequeue();
                if (TryTake(first, out var old))
                    (gone ??= []).Add(old);
            }
            own.Order.Enqueue(key);
            own.Live++;
            _byState[key] = (conversation, now);
            _order.Enqueue((key, now));
        }
        foreach (var one in gone ?? [])
        {
            lock (one)
                one.Dispose();
        }
        return state;
    }

    /// <summary>The conversation of a State; null: unknown, another NAS's, or past its time.</summary>
    public Conversation? Find(ReadOnlySpan<byte> state, int nasId)
    {
        if (state.Length != StateLength)
            return null;
        lock (_lock)
        {
            return _byState.TryGetValue(BinaryPrimitives.ReadUInt128BigEndian(state), out var found) && found.Conversation.NasId == nasId
                && time.GetElapsedTime(found.At) <= Life ? found.Conversation : null;
        }
    }

    /// <summary>A conversation that is over; whoever removes it disposes it.</summary>
    public void Remove(ReadOnlySpan<byte> state)
    {
        lock (_lock)
            TryTake(BinaryPrimitives.ReadUInt128BigEndian(state), out _);
    }

    private bool TryTake(UInt128 state, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Conversation? conversation)
    {
        conversation = _byState.Remove(state, out var found) ? found.Conversation : null;
        if (conversation is not null && _shares.TryGetValue(conversation.NasId, out var own))
            own.Live--;
        return conversation is not null;
    }
}
