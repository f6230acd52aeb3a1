using System.Net;
using System.Net.Sockets;

namespace HotspotManager.Datagrams;

/// <summary>One datagram a call through the framework's socket: what works everywhere.</summary>
internal sealed class PlainUdpSocket : DatagramSocket
{
    private readonly Socket _socket;
    private readonly DatagramHandler _handler;
    private readonly int _maxDatagram;
    private readonly AddressFamily _family;
    private readonly DatagramEndPoint _local;
    private readonly Thread[] _threads;
    private readonly byte[]? _buffer;
    private readonly SocketAddress? _from;
    private volatile bool _stopped;

    public PlainUdpSocket(Socket socket, DatagramHandler handler, DatagramOptions options)
    {
        (_socket, _handler, _maxDatagram, _family) = (socket, handler, options.MaxDatagram, socket.AddressFamily);
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        _local = new DatagramEndPoint(LocalEndPoint);
        _threads = new Thread[options.Threads];
        if (options.Threads == 0)
            (_buffer, _from) = (new byte[_maxDatagram], new SocketAddress(_family));
        for (var i = 0; i < _threads.Length; i++)
            (_threads[i] = new Thread(ReceiveAll) { IsBackground = true, Name = options.Name }).Start();
    }

    public override IPEndPoint LocalEndPoint { get; }

    public override void Receive()
    {
        if (_buffer is null)
            throw new NotSupportedException("This socket has threads of its own.");
        try
        {
            while (!_stopped && _socket.Available > 0)
                ReceiveOne(_buffer, _from!);
        }
        catch (Exception e) when (_stopped && e is SocketException or ObjectDisposedException)
        {
            // closed meanwhile
        }
    }

    private void ReceiveAll()
    {
        var buffer = GC.AllocateUninitializedArray<byte>(_maxDatagram, pinned: true);
        var from = new SocketAddress(_family);
        while (!_stopped && ReceiveOne(buffer, from))
        {
        }
    }

    // False when the socket is closed.
    private bool ReceiveOne(byte[] buffer, SocketAddress from)
    {
        int length;
        try
        {
            length = _socket.ReceiveFrom(buffer, SocketFlags.None, from);
        }
        catch (SocketException e) when (!_stopped && e.SocketErrorCode is SocketError.MessageSize)
        {
            length = buffer.Length;
        }
        catch (SocketException) when (!_stopped)
        {
            return true; // an ICMP error of an earlier datagram, or no memory for this one: the next may well arrive
        }
        catch (Exception e) when (_stopped && e is SocketException or ObjectDisposedException)
        {
            return false;
        }
        var path = new DatagramPath(SocketAddressBytes.Read(from.Buffer.Span), _local);
        _handler(this, buffer.AsSpan(0, length), path);
        return true;
    }

    public override bool Send(ReadOnlySpan<byte> datagram, in DatagramPath path)
    {
        if (_stopped)
            return false;
        var to = new SocketAddress(_family);
        if (!SocketAddressBytes.Write(to.Buffer.Span, path.Remote, _family == AddressFamily.InterNetworkV6))
            return false;
        try
        {
            return _socket.SendTo(datagram, SocketFlags.None, to) == datagram.Length;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    public override DatagramBatch OpenBatch(int capacity) => new EagerBatch(this);

    public override void Dispose()
    {
        _stopped = true;
        _socket.Dispose();
        foreach (var thread in _threads)
        {
            if (thread != Thread.CurrentThread)
                thread.Join();
        }
    }
}

/// <summary>A batch that sends each datagram at once.</summary>
public sealed class EagerBatch(DatagramSocket socket) : DatagramBatch
{
    private readonly List<int> _failed = [];
    private int _added;

    public override void Add(ReadOnlySpan<byte> datagram, in DatagramPath path)
    {
        if (!socket.Send(datagram, path))
            _failed.Add(_added);
        _added++;
    }

    public override int Flush(Action<int>? failed)
    {
        var count = _failed.Count;
        for (var i = 0; i < count; i++)
            failed?.Invoke(_failed[i]);
        _failed.Clear();
        _added = 0;
        return count;
    }

    public override void Dispose() { }
}
