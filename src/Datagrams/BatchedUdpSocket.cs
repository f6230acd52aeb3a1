using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using static HotspotManager.Datagrams.Syscalls;

namespace HotspotManager.Datagrams;

/// <summary>Linux: recvmmsg(2) and sendmmsg(2). Bound to all addresses, it answers from the address that was asked (IP_PKTINFO, ip(7)).</summary>
internal sealed class BatchedUdpSocket : DatagramSocket
{
    /// <summary>Replies wait for others half a millisecond at most: where each takes long to make (a TLS handshake), those who ask go on meanwhile.</summary>
    private static readonly long LongestHold = Stopwatch.Frequency / 2000;

    /// <summary>The batch of the receiving thread that is running right now, so that replies leave together.</summary>
    [ThreadStatic]
    private static KernelBatch? t_replies;

    private readonly Socket _socket;
    private readonly DatagramHandler _handler;
    private readonly DatagramOptions _options;
    private readonly DatagramEndPoint _local;
    private readonly Thread[] _threads;
    private readonly int _descriptor;
    private readonly HashSet<KernelBatch> _batches = [];
    private readonly MessageBuffers? _own;
    private volatile bool _stopped;

    public BatchedUdpSocket(Socket socket, DatagramHandler handler, DatagramOptions options)
    {
        (_socket, _handler, _options) = (socket, handler, options);
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        _local = new DatagramEndPoint(LocalEndPoint);
        IsIPv6 = socket.AddressFamily == AddressFamily.InterNetworkV6;
        IsWildcard = LocalEndPoint.Address.Equals(IPAddress.Any) || LocalEndPoint.Address.Equals(IPAddress.IPv6Any);
        _descriptor = (int)socket.SafeHandle.DangerousGetHandle();
        if (IsWildcard && options.TellsLocal)
        {
            ReadOnlySpan<byte> on = [1, 0, 0, 0];
            if (IsIPv6)
                socket.SetRawSocketOption(IPPROTO_IPV6, IPV6_RECVPKTINFO, on);
            else
                socket.SetRawSocketOption(IPPROTO_IP, IP_PKTINFO, on);
        }
        socket.ReceiveTimeout = 1000; // shutdown wakes the receivers; should a kernel not, they look up within a second
        _threads = new Thread[options.Threads];
        if (options.Threads == 0)
            _own = new MessageBuffers(options.Batch, options.MaxDatagram, IsIPv6);
        for (var i = 0; i < _threads.Length; i++)
        {
            var handleTaken = false;
            socket.SafeHandle.DangerousAddRef(ref handleTaken); // the number stays ours until each thread has ended
            (_threads[i] = new Thread(ReceiveAll) { IsBackground = true, Name = options.Name }).Start();
        }
    }

    public override IPEndPoint LocalEndPoint { get; }

    private bool IsIPv6 { get; }

    private bool IsWildcard { get; }

    public override unsafe void Receive()
    {
        var buffers = _own ?? throw new NotSupportedException("This socket has threads of its own.");
        int count;
        do
        {
            if (_stopped)
                return;
            buffers.PrepareReceive(IsWildcard && _options.TellsLocal);
            count = ReceiveMany(_descriptor, buffers.Slots, (uint)buffers.Count, MSG_DONTWAIT, 0);
            for (var i = 0; i < count && !_stopped; i++)
                _handler(this, buffers.Received(i), buffers.ReceivedPath(i, _local));
        }
        while (count == buffers.Count || (count < 0 && Marshal.GetLastPInvokeError() == EINTR));
    }

    private unsafe void ReceiveAll()
    {
        using var buffers = new MessageBuffers(_options.Batch, _options.MaxDatagram, IsIPv6);
        using var replies = new KernelBatch(this, _options.Batch);
        t_replies = replies;
        try
        {
            while (!_stopped)
            {
                buffers.PrepareReceive(IsWildcard && _options.TellsLocal);
                var count = ReceiveMany(_descriptor, buffers.Slots, (uint)buffers.Count, MSG_WAITFORONE, 0);
                if (count < 0 && Marshal.GetLastPInvokeError() is EBADF or ENOTSOCK)
                    return;
                var began = Stopwatch.GetTimestamp();
                for (var i = 0; i < count && !_stopped; i++)
                {
                    _handler(this, buffers.Received(i), buffers.ReceivedPath(i, _local));
                    if (Stopwatch.GetTimestamp() - began <= LongestHold)
                        continue;
                    replies.Flush();
                    began = Stopwatch.GetTimestamp();
                }
                replies.Flush();
            }
        }
        finally
        {
            t_replies = null;
            _socket.SafeHandle.DangerousRelease();
        }
    }

    public override unsafe bool Send(ReadOnlySpan<byte> datagram, in DatagramPath path)
    {
        if (t_replies is { } replies && replies.Owner == this)
        {
            replies.Add(datagram, path);
            return true;
        }
        if (_stopped)
            return false;
        var one = new KernelBatch.One(IsWildcard, IsIPv6);
        var taken = false;
        try
        {
            _socket.SafeHandle.DangerousAddRef(ref taken);
            return one.Send(_descriptor, datagram, path);
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            if (taken)
                _socket.SafeHandle.DangerousRelease();
        }
    }

    public override DatagramBatch OpenBatch(int capacity) => new KernelBatch(this, capacity);

    public override void Dispose()
    {
        if (_stopped)
            return;
        _stopped = true;
        _ = Shutdown(_descriptor, SHUT_RDWR); // says ENOTCONN for a datagram socket, and wakes its receivers
        foreach (var thread in _threads)
        {
            if (thread != Thread.CurrentThread)
                thread.Join();
        }
        // Closing a socket waits until nobody holds its descriptor: a batch that somebody keeps for later would hold it for ever.
        lock (_batches)
        {
            foreach (var batch in _batches)
                batch.LetGo();
        }
        _socket.Dispose();
        _own?.Dispose();
    }

    /// <summary>Datagrams handed to the kernel with one sendmmsg(2).</summary>
    private sealed unsafe class KernelBatch : DatagramBatch
    {
        private readonly BatchedUdpSocket _owner;
        private readonly MessageBuffers _buffers;
        private readonly int[] _places;
        private readonly List<int> _misfits = [];
        private int _count;
        private int _added;
        private int _failed;
        private bool _taken;
        private bool _disposed;

        public KernelBatch(BatchedUdpSocket owner, int capacity)
        {
            _owner = owner;
            _buffers = new MessageBuffers(capacity, owner._options.MaxDatagram, owner.IsIPv6);
            _places = new int[capacity];
            lock (owner._batches)
            {
                owner._socket.SafeHandle.DangerousAddRef(ref _taken); // so that a batch in use never writes to somebody else's descriptor
                owner._batches.Add(this);
            }
        }

        public BatchedUdpSocket Owner => _owner;

        public override void Add(ReadOnlySpan<byte> datagram, in DatagramPath path)
        {
            if (_count == _buffers.Count)
                _failed += SendAll(null);
            if (_buffers.SetSend(_count, datagram, path, _owner.IsWildcard))
                _places[_count++] = _added++;
            else
                _misfits.Add(_added++);
        }

        public override int Flush(Action<int>? failed)
        {
            var count = _failed + _misfits.Count + SendAll(failed);
            for (var i = 0; i < _misfits.Count; i++)
                failed?.Invoke(_misfits[i]);
            _misfits.Clear();
            (_failed, _added) = (0, 0);
            return count;
        }

        private int SendAll(Action<int>? tell)
        {
            lock (_buffers)
            {
                return SendHeld(tell);
            }
        }

        private int SendHeld(Action<int>? tell)
        {
            var failed = 0;
            for (var sent = 0; sent < _count;)
            {
                var now = _owner._stopped || !_taken ? -1 : SendMany(_owner._descriptor, _buffers.Slots + sent, (uint)(_count - sent), 0);
                if (now > 0)
                    sent += now;
                else if (_owner._stopped || !_taken || Marshal.GetLastPInvokeError() != EINTR)
                {
                    tell?.Invoke(_places[sent]);
                    (sent, failed) = (sent + 1, failed + 1); // the first of the rest cannot leave: go on with the next
                }
            }
            _count = 0;
            return failed;
        }

        /// <summary>Lets go of the descriptor; what is still to be sent counts as failed.</summary>
        public void LetGo()
        {
            lock (_buffers)
            {
                if (!_taken)
                    return;
                _taken = false;
                _owner._socket.SafeHandle.DangerousRelease();
            }
        }

        public override void Dispose()
        {
            if (_disposed)
                return;
            _disposed = true;
            LetGo();
            lock (_owner._batches)
            {
                _owner._batches.Remove(this);
            }
            _buffers.Dispose();
        }

        /// <summary>A single datagram through sendmsg(2), with everything on the stack.</summary>
        public readonly ref struct One(bool wildcard, bool ipv6)
        {
            public bool Send(int descriptor, ReadOnlySpan<byte> datagram, in DatagramPath path)
            {
                var name = stackalloc byte[SocketAddressBytes.Length6];
                if (!SocketAddressBytes.Write(new Span<byte>(name, SocketAddressBytes.Length6), path.Remote, ipv6))
                    return false;
                var control = stackalloc byte[MessageBuffers.ControlSpace];
                fixed (byte* payload = datagram)
                {
                    var vector = new Vector { Base = payload, Length = (nuint)datagram.Length };
                    var message = new Message
                    {
                        Name = name,
                        NameLength = (uint)(ipv6 ? SocketAddressBytes.Length6 : SocketAddressBytes.Length4),
                        Vectors = &vector,
                        VectorCount = 1,
                    };
                    if (wildcard && !path.Local.IsNone)
                    {
                        message.Control = control;
                        message.ControlLength = MessageBuffers.WriteLocal(new Span<byte>(control, MessageBuffers.ControlSpace), path.Local, ipv6);
                    }
                    nint sent;
                    do
                        sent = SendOne(descriptor, &message, 0);
                    while (sent < 0 && Marshal.GetLastPInvokeError() == EINTR);
                    return sent == datagram.Length;
                }
            }
        }
    }
}
