namespace HotspotManager.Radius.RadSec;

/// <summary>How much a stream's peer may take of us before it is cut off.</summary>
internal sealed record StreamLimits
{
    /// <summary>Connections in all.</summary>
    public int Connections { get; init; } = 4096;

    /// <summary>Connections from one address; many routers may stand behind one address translation.</summary>
    public int PerAddress { get; init; } = 256;

    /// <summary>From the connection's opening to the end of its TLS handshake.</summary>
    public TimeSpan Handshake { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From a packet's first octet to its last.</summary>
    public TimeSpan Packet { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Without any packet.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Until the peer takes what is sent.</summary>
    public TimeSpan Write { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Packets that wait to be sent. The Identifier lets 256 requests stand open, so no honest peer comes near.</summary>
    public int Waiting { get; init; } = 1024;

    /// <summary>How often the certificate files are looked at.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromSeconds(2);
}
