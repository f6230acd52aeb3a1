using System.Net;
using System.Security.Authentication;
using System.Threading.Channels;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Server;

namespace HotspotManager.Radius.RadSec;

/// <summary>
/// One connection of a NAS or of a proxy before several. One loop reads packets and hands them on, another sends what the flows answer, in whatever order they do.
/// </summary>
internal sealed class StreamConnection : RadiusStream
{
    private const int Together = 16 * 1024;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly Stream _stream;
    private readonly StreamPeer _peer;
    private readonly StreamDispatch _dispatch;
    private readonly StreamLimits _limits;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ending = new();
    private readonly Channel<byte[]> _outgoing;
    private long _heardAt;
    private StreamEnd _end = StreamEnd.ByPeer;
    private volatile bool _isCondemned;

    public StreamConnection(Stream stream, StreamPeer peer, IPEndPoint local, StreamDispatch dispatch, StreamLimits limits, TimeProvider time)
    {
        (_stream, _peer, LocalEndPoint, _dispatch, _limits, _time) = (stream, peer, local, dispatch, limits, time);
        _outgoing = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(limits.Waiting) { SingleReader = true });
        _heardAt = time.GetTimestamp();
    }

    public override IPEndPoint LocalEndPoint { get; }

    public override IPEndPoint RemoteEndPoint => _peer.RemoteEndPoint;

    public override long HeardAt => Volatile.Read(ref _heardAt);

    internal StreamPeer Peer => _peer;

    internal override ReadOnlySpan<NasClient> Peers => _peer.Nas;

    /// <summary>Serves the connection until it ends; says why it did. Never throws.</summary>
    public async Task<StreamEnd> RunAsync(CancellationToken stop)
    {
        using var stopping = stop.UnsafeRegister(static me => ((StreamConnection)me!).End(StreamEnd.Stopping), this);
        var sending = SendAllAsync();
        try
        {
            await ReadAllAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException or AuthenticationException)
        {
            // The peer is gone, broke TLS, or was cut off; _end says which.
        }
        _outgoing.Writer.TryComplete();
        try
        {
            await sending.WaitAsync(LastWords, _time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The peer does not take its last answers: closing breaks the write off.
        }
        await _ending.CancelAsync().ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
        await sending.ConfigureAwait(false);
        return _end;
    }

    public override bool Send(ReadOnlySpan<byte> datagram, in DatagramPath path)
    {
        if (_outgoing.Writer.TryWrite(datagram.ToArray()))
            return true;
        if (!_ending.IsCancellationRequested && !_outgoing.Reader.Completion.IsCompleted)
            End(StreamEnd.ReadsTooSlowly);
        return false;
    }

    internal override void Condemn(DropReason reason)
    {
        if (reason is DropReason.UnknownSource or DropReason.Malformed or DropReason.WrongRequestAuthenticator or DropReason.WrongMessageAuthenticator)
            _isCondemned = true;
    }

    /// <summary>Ends the connection; only the first reason counts.</summary>
    internal void End(StreamEnd why)
    {
        Interlocked.CompareExchange(ref _end, why, StreamEnd.ByPeer);
        _ending.Cancel();
    }

    public override void Dispose() => End(StreamEnd.Stopping);

    private async Task ReadAllAsync()
    {
        var framer = new PacketFramer();
        // The deadline is set when a packet begins and when one ends, never by octets in between: a trickle does not lengthen it.
        using var late = _time.CreateTimer(static me => ((StreamConnection)me!).End(StreamEnd.TooSlow), this, _limits.Idle, Timeout.InfiniteTimeSpan);
        var isPartial = false;
        while (true)
        {
            var octets = await _stream.ReadAsync(framer.Room, _ending.Token).ConfigureAwait(false);
            if (octets == 0)
                return;
            framer.Filled(octets);
            var packets = TakeAll(framer);
            if (packets < 0)
                return;
            if (packets > 0 || framer.IsPartial != isPartial)
                late.Change(framer.IsPartial ? _limits.Packet : _limits.Idle, Timeout.InfiniteTimeSpan);
            isPartial = framer.IsPartial;
        }
    }

    /// <summary>Hands on all whole packets; −1 when the connection has to end.</summary>
    private int TakeAll(PacketFramer framer)
    {
        for (var packets = 0; ; packets++)
        {
            switch (framer.Take(out var packet))
            {
                case FrameState.Incomplete:
                    return packets;
                case FrameState.OutOfStep:
                    _end = StreamEnd.OutOfStep;
                    return -1;
            }
            Volatile.Write(ref _heardAt, _time.GetTimestamp());
            _dispatch.Handle(this, packet);
            if (_isCondemned)
            {
                _end = StreamEnd.Condemned;
                return -1;
            }
            if (_ending.IsCancellationRequested)
                return -1;
        }
    }

    private async Task SendAllAsync()
    {
        var buffer = new byte[Together];
        try
        {
            while (await _outgoing.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                var length = 0;
                while (_outgoing.Reader.TryPeek(out var packet) && length + packet.Length <= buffer.Length && _outgoing.Reader.TryRead(out packet))
                {
                    packet.CopyTo(buffer, length);
                    length += packet.Length;
                }
                using var late = new CancellationTokenSource(_limits.Write, _time);
                await _stream.WriteAsync(buffer.AsMemory(0, length), late.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            End(StreamEnd.ReadsTooSlowly);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            End(StreamEnd.ByPeer);
        }
    }
}

/// <summary>Why a connection ended.</summary>
internal enum StreamEnd
{
    /// <summary>The peer closed it, or the network broke.</summary>
    ByPeer,
    /// <summary>No packet for too long, or a packet that took too long.</summary>
    TooSlow,
    /// <summary>The peer does not take our answers.</summary>
    ReadsTooSlowly,
    /// <summary>A Length that no packet can have.</summary>
    OutOfStep,
    /// <summary>A malformed or forged packet.</summary>
    Condemned,
    /// <summary>Its certificate is no longer good, or its NAS is no longer known.</summary>
    Refused,
    /// <summary>The server stops.</summary>
    Stopping,
}
