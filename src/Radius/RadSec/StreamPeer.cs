using System.Net;
using System.Security.Cryptography.X509Certificates;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Server;

namespace HotspotManager.Radius.RadSec;

/// <summary>Who is at the other end of a connection; follows the set-up while it lasts.</summary>
internal sealed class StreamPeer
{
    private readonly NasClientTable _clients;
    private readonly IReadOnlyList<string>? _names;
    private volatile Known _known = new(-1, []);

    private StreamPeer(NasClientTable clients, IPEndPoint remote, IReadOnlyList<string>? names, X509Certificate2? certificate, X509Certificate2Collection sent) =>
        (_clients, RemoteEndPoint, _names, Certificate, Sent) = (clients, remote, names, certificate, sent);

    public IPEndPoint RemoteEndPoint { get; }

    /// <summary>What it showed; null over plain TCP.</summary>
    public X509Certificate2? Certificate { get; }

    /// <summary>The intermediate certificates it sent along.</summary>
    public X509Certificate2Collection Sent { get; }

    /// <summary>What a log calls it.</summary>
    public string Name => _names is null ? RemoteEndPoint.Address.ToString() : string.Join(", ", _names);

    /// <summary>The NAS it may be.</summary>
    public ReadOnlySpan<NasClient> Nas
    {
        get
        {
            if (_names is null)
                return _clients.At(new DatagramEndPoint(RemoteEndPoint));
            var known = _known;
            var version = _clients.Version;
            if (known.Version != version)
                _known = known = new Known(version, _clients.Named(_names));
            return known.Nas;
        }
    }

    /// <summary>A peer known by its certificate (RFC 6614 section 2.3).</summary>
    public static StreamPeer OfCertificate(NasClientTable clients, IPEndPoint remote, X509Certificate2 certificate, X509Certificate2Collection sent) =>
        new(clients, remote, CertificateNames.Of(certificate), certificate, sent);

    /// <summary>A peer known by its address (RFC 6613).</summary>
    public static StreamPeer OfAddress(NasClientTable clients, IPEndPoint remote) => new(clients, remote, null, null, []);

    private sealed record Known(int Version, NasClient[] Nas);
}
