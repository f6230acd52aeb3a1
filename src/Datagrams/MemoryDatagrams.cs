using System.Net;
using System.Net.Sockets;

namespace HotspotManager.Datagrams;

/// <summary>What the network in memory does with one datagram: null loses it, a time is how long it travels.</summary>
public delegate TimeSpan? DatagramFate(in DatagramEndPoint from, in DatagramEndPoint to);

/// <summary>
/// A network in memory under a given clock: with a simulated <see cref="TimeProvider"/> whole days of datagrams pass without waiting, in the same
/// order each time (by due time, then by order of sending). Handlers run on the clock's timer callback, one at a time. Every IP address is ours;
/// a socket bound to all addresses takes what no socket at the very address takes.
/// </summary>
public sealed class MemoryDatagrams : IDatagrams, IDisposable
{
    private readonly record struct Travelling(MemorySocket Socket, byte[] Bytes, DatagramPath Path);

    private readonly Lock _lock = new();
    private readonly Dictionary<DatagramEndPoint, MemorySocket> _bound = [];
    private readonly PriorityQueue<Travelling, (long Due, long Order)> _travelling = new();
    private readonly TimeProvider _time;
    private readonly DatagramFate _fate;
    private readonly ITimer _timer;
    private long _order;
    private int _nextPort = 49152;
    private bool _delivering;

    /// <summary>Without <paramref name="fate"/> every datagram arrives after one millisecond.</summary>
    public MemoryDatagrams(TimeProvider time, DatagramFate? fate = null)
    {
        _time = time;
        _fate = fate ?? ((in DatagramEndPoint _, in DatagramEndPoint _) => TimeSpan.FromMilliseconds(1));
        _timer = time.CreateTimer(static network => ((MemoryDatagrams)network!).Deliver(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether an address (port 0) answers ICMP echo; without it none does.</summary>
    public Func<DatagramEndPoint, bool>? AnswersPing { get; set; }

    /// <inheritdoc/>
    public DatagramSocket Open(IPEndPoint local, DatagramHandler handler, DatagramOptions? options = null)
    {
        lock (_lock)
        {
            var at = new DatagramEndPoint(local);
            while (at.Port == 0 || (local.Port == 0 && _bound.ContainsKey(at)))
                at = at.WithPort(_nextPort = _nextPort == 65535 ? 49152 : _nextPort + 1);
            var socket = new MemorySocket(this, at, handler, options ?? new DatagramOptions());
            if (!_bound.TryAdd(at, socket))
                throw new SocketException((int)SocketError.AddressAlreadyInUse);
            return socket;
        }
    }

    private bool Send(MemorySocket from, ReadOnlySpan<byte> datagram, in DatagramPath path)
    {
        var source = path.Local.IsNone ? from.Source : path.Local.WithPort(from.Source.Port);
        lock (_lock)
        {
            if (!_bound.TryGetValue(from.At, out var bound) || bound != from)
                return false;
            if (from.IsEcho)
            {
                Echo(from, datagram, path.Remote.WithPort(0));
                return true;
            }
            if (!_bound.TryGetValue(path.Remote, out var socket)
                && !_bound.TryGetValue(DatagramEndPoint.FromIPv4(0, path.Remote.Port), out socket)
                && !_bound.TryGetValue(new DatagramEndPoint(IPAddress.IPv6Any, path.Remote.Port), out socket))
                return true;
            if (_fate(source, path.Remote) is not { } delay)
                return true;
            var bytes = datagram[..Math.Min(datagram.Length, socket.MaxDatagram)].ToArray();
            var due = _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency);
            _travelling.Enqueue(new Travelling(socket, bytes, new DatagramPath(source, path.Remote)), (due, _order++));
            if (!_delivering)
                SetTimer();
        }
        return true;
    }

    // An ICMP echo request (type 8, or 128 over IPv6) comes back as its reply (0, 129), when whoever has the address answers.
    private void Echo(MemorySocket from, ReadOnlySpan<byte> request, in DatagramEndPoint to)
    {
        if (AnswersPing?.Invoke(to) != true || _fate(from.Source, to) is not { } there || _fate(to, from.Source) is not { } back)
            return;
        var reply = request.ToArray();
        reply[0] = (byte)(to.IsIPv4 ? 0 : 129);
        var due = _time.GetTimestamp() + (long)((there + back).TotalSeconds * _time.TimestampFrequency);
        _travelling.Enqueue(new Travelling(from, reply, new DatagramPath(to, from.Source)), (due, _order++));
        if (!_delivering)
            SetTimer();
    }

    private void Deliver()
    {
        lock (_lock)
        {
            if (_delivering)
                return;
            _delivering = true;
        }
        while (true)
        {
            Travelling arrived;
            lock (_lock)
            {
                if (!_travelling.TryPeek(out arrived, out var next) || next.Due > _time.GetTimestamp())
                {
                    _delivering = false;
                    SetTimer();
                    return;
                }
                _travelling.Dequeue();
                if (!_bound.TryGetValue(arrived.Socket.At, out var bound) || bound != arrived.Socket)
                    continue;
            }
            arrived.Socket.Take(arrived.Bytes, arrived.Path);
        }
    }

    private void SetTimer()
    {
        if (!_travelling.TryPeek(out _, out var next))
            return;
        var wait = TimeSpan.FromSeconds(Math.Max(0, next.Due - _time.GetTimestamp()) / (double)_time.TimestampFrequency);
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private sealed class MemorySocket(MemoryDatagrams network, DatagramEndPoint at, DatagramHandler handler, DatagramOptions options) : DatagramSocket
    {
        private readonly Queue<(byte[] Bytes, DatagramPath Path)> _waiting = [];

        public DatagramEndPoint At => at;

        /// <summary>What receivers see as the sender: a socket bound to all addresses sends from the loopback address.</summary>
        public DatagramEndPoint Source { get; } =
            at == DatagramEndPoint.FromIPv4(0, at.Port) ? new DatagramEndPoint(IPAddress.Loopback, at.Port)
            : at == new DatagramEndPoint(IPAddress.IPv6Any, at.Port) ? new DatagramEndPoint(IPAddress.IPv6Loopback, at.Port)
            : at;

        public int MaxDatagram => options.MaxDatagram;

        public bool IsEcho => options.Echo;

        public void Take(byte[] bytes, in DatagramPath path)
        {
            if (options.Threads > 0)
            {
                handler(this, bytes, path);
                return;
            }
            lock (_waiting)
            {
                _waiting.Enqueue((bytes, path));
            }
        }

        public override void Receive()
        {
            if (options.Threads > 0)
                throw new NotSupportedException("This socket has threads of its own.");
            while (true)
            {
                (byte[] Bytes, DatagramPath Path) next;
                lock (_waiting)
                {
                    if (!_waiting.TryDequeue(out next))
                        return;
                }
                handler(this, next.Bytes, next.Path);
            }
        }

        public override IPEndPoint LocalEndPoint => at.ToIPEndPoint();

        public override bool Send(ReadOnlySpan<byte> datagram, in DatagramPath path) => network.Send(this, datagram, path);

        public override DatagramBatch OpenBatch(int capacity) => new EagerBatch(this);

        public override void Dispose()
        {
            lock (network._lock)
            {
                if (network._bound.TryGetValue(at, out var bound) && bound == this)
                    network._bound.Remove(at);
            }
        }
    }
}
