using System.Buffers.Binary;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.Server;

/// <summary>What a request is known by when it comes again: where from, which port, Identifier and Request Authenticator (RFC 5080 section 2.2.2).</summary>
public readonly record struct RequestKey
{
    private readonly DatagramEndPoint _source;
    private readonly UInt128 _authenticator;
    private readonly ushort _kind;

    /// <summary>The key of a request.</summary>
    public RequestKey(in DatagramEndPoint source, in RadiusPacket request)
    {
        _source = source;
        _authenticator = BinaryPrimitives.ReadUInt128BigEndian(request.Authenticator);
        _kind = (ushort)(((int)request.Code << 8) | request.Identifier);
    }

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_source, _authenticator, _kind);
}

/// <summary>What the cache knows of a request.</summary>
public enum RequestState
{
    /// <summary>Not seen before; it is noted as in progress now.</summary>
    New,
    /// <summary>Being worked on.</summary>
    InProgress,
    /// <summary>Answered: the reply's octets are given.</summary>
    Answered,
}

/// <summary>
/// The requests of the last ten seconds and their replies: one that comes again gets the same octets, not a second decision. Bounded: under a flood the
/// oldest go first. Slots and their buffers are used for ever.
/// </summary>
public sealed class DuplicateCache(TimeProvider time, int capacity = 65_536)
{
    private const int Shards = 16;

    /// <summary>Longer than a NAS waits before it repeats itself, shorter than an Identifier takes to come round (RFC 5080 section 2.2.2: 5 to 10 s).</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(10);

    private readonly Shard[] _shards = [.. Enumerable.Range(0, Shards).Select(_ => new Shard(Math.Max(1, capacity / Shards)))];

    /// <summary>Looks a request up. When it was answered, the reply is copied into <paramref name="reply"/>.</summary>
    public RequestState Begin(in RequestKey key, Span<byte> reply, out int length) => ShardOf(key).Begin(key, time, reply, out length);

    /// <summary>Keeps the reply of a request that was begun.</summary>
    public void Complete(in RequestKey key, ReadOnlySpan<byte> reply) => ShardOf(key).Complete(key, reply);

    /// <summary>Forgets a request that got no answer: the next copy is a new try.</summary>
    public void Forget(in RequestKey key) => ShardOf(key).Forget(key);

    private Shard ShardOf(in RequestKey key) => _shards[(uint)key.GetHashCode() % Shards];

    private sealed class Shard(int size)
    {
        private struct Slot
        {
            public RequestKey Key;
            public long Began;
            public byte[] Reply;
            public int Length;
            public RequestState State;
        }

        private readonly Lock _lock = new();
        private readonly Dictionary<RequestKey, int> _index = new(size);
        private readonly Slot[] _ring = new Slot[size];
        private int _oldest;
        private int _count;

        public RequestState Begin(in RequestKey key, TimeProvider time, Span<byte> reply, out int length)
        {
            length = 0;
            lock (_lock)
            {
                var now = time.GetTimestamp();
                while (_count > 0 && (_count == _ring.Length || time.GetElapsedTime(_ring[_oldest].Began, now) > Life))
                    DropOldest();
                if (_index.TryGetValue(key, out var at))
                {
                    ref var known = ref _ring[at];
                    if (known.State == RequestState.Answered)
                    {
                        known.Reply.AsSpan(0, known.Length).CopyTo(reply);
                        length = known.Length;
                    }
                    return known.State;
                }
                at = (_oldest + _count++) % _ring.Length;
                ref var slot = ref _ring[at];
                (slot.Key, slot.Began, slot.State, slot.Length) = (key, now, RequestState.InProgress, 0);
                _index[key] = at;
                return RequestState.New;
            }
        }

        public void Complete(in RequestKey key, ReadOnlySpan<byte> reply)
        {
            lock (_lock)
            {
                if (!_index.TryGetValue(key, out var at))
                    return;
                ref var slot = ref _ring[at];
                if (slot.Reply is null || slot.Reply.Length < reply.Length)
                    slot.Reply = GC.AllocateUninitializedArray<byte>((reply.Length + 127) & ~127);
                reply.CopyTo(slot.Reply);
                (slot.Length, slot.State) = (reply.Length, RequestState.Answered);
            }
        }

        public void Forget(in RequestKey key)
        {
            lock (_lock)
                _index.Remove(key);
        }

        private void DropOldest()
        {
            // A forgotten key may have come again in a later slot: only the slot's own entry goes.
            if (_index.TryGetValue(_ring[_oldest].Key, out var at) && at == _oldest)
                _index.Remove(_ring[_oldest].Key);
            // Emptied, it begins at the front again, where the slots and their buffers are warm.
            _oldest = --_count == 0 ? 0 : (_oldest + 1) % _ring.Length;
        }
    }
}
