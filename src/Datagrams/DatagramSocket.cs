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
    public abstract int Flush();

    /// <summary>Gives the buffers back; what still waits is not sent.</summary>
    public abstract void Dispose();
}
