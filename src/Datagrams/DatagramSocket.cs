using System.Net;

namespace HotspotManager.Datagrams;

/// <summary>A bound socket. Disposing it stops its threads: no handler runs once <see cref="Dispose"/> has returned.</summary>
public abstract class DatagramSocket : IDisposable
{
    /// <summary>The bound address, with the port that was given for port 0.</summary>
    public abstract IPEndPoint LocalEndPoint { get; }

    /// <summary>
    /// Sends from any thread. Within a handler the datagram leaves with the others of the batch, right after the batch's last handler call.
    /// False: it could not leave (unreachable, refused by a firewall, no room, socket closed); the network may lose it all the same when true.
    /// </summary>
    public abstract bool Send(ReadOnlySpan<byte> datagram, in DatagramPath path);

    /// <summary>Sends to <paramref name="remote"/> from the address the socket is bound to.</summary>
    public bool Send(ReadOnlySpan<byte> datagram, in DatagramEndPoint remote) => Send(datagram, new DatagramPath(remote, default));

    /// <summary>
    /// Of a socket without threads of its own: hands over what has come, without waiting, on the caller's thread. One caller at a time; not
    /// within a handler.
    /// </summary>
    public virtual void Receive() => throw new NotSupportedException("This socket has threads of its own.");

    /// <summary>A batch of <paramref name="capacity"/> datagrams that one thread fills and sends with as few calls as can be.</summary>
    public abstract DatagramBatch OpenBatch(int capacity);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>Datagrams waiting to be sent together. Of one thread only.</summary>
public abstract class DatagramBatch : IDisposable
{
    /// <summary>Copies a datagram in; a full batch is sent first.</summary>
    public abstract void Add(ReadOnlySpan<byte> datagram, in DatagramPath path);

    /// <summary>Sends what waits; the number that could not leave.</summary>
    public int Flush() => Flush(null);

    /// <summary>
    /// Sends what waits. <paramref name="failed"/> is told of each that could not leave, by its place among those added since the last flush (as
    /// long as these were no more than the batch holds). Returns their number.
    /// </summary>
    public abstract int Flush(Action<int>? failed);

    /// <summary>Gives the buffers back; what still waits is not sent.</summary>
    public abstract void Dispose();
}
