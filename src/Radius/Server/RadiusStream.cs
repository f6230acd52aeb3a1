using System.Net;
using HotspotManager.Datagrams;

namespace HotspotManager.Radius.Server;

/// <summary>
/// One TCP or TLS connection in the clothes of a socket, so that the flows serve it as they serve UDP: what is sent through it goes to the peer, whatever the
/// path says.
/// </summary>
public abstract class RadiusStream : DatagramSocket
{
    /// <summary>The peer's address and port.</summary>
    public abstract IPEndPoint RemoteEndPoint { get; }

    /// <summary>When the last packet came, a timestamp of the clock.</summary>
    public abstract long HeardAt { get; }

    /// <summary>The NAS the peer may be: over TLS by the names in its certificate, over TCP by its address. Empty: no longer one of ours.</summary>
    internal abstract ReadOnlySpan<NasClient> Peers { get; }

    /// <summary>A packet was discarded. After those that show the peer to be out of step or a forger the connection ends (RFC 6613 section 2.6.4).</summary>
    internal abstract void Condemn(DropReason reason);

    /// <inheritdoc/>
    public override DatagramBatch OpenBatch(int capacity) => throw new NotSupportedException("A stream sends by itself as many packets together as wait.");
}
