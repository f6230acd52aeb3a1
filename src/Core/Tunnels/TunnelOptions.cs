using System.Globalization;
using System.Net;

namespace HotspotManager.Core.Tunnels;

/// <summary><c>Tunnel:…</c> settings.</summary>
public sealed record TunnelOptions
{
    /// <summary>Addresses of the tunnels, IPv4; the first one is the server's. 10.213.0.0/16: rarely used elsewhere, 65,533 devices.</summary>
    public string Pool { get; init; } = "10.213.0.0/16";

    /// <summary>Where devices reach the server, HOST:PORT; empty: the host of the portal's public address and <see cref="DefaultPort"/>.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>WireGuard's own usual port.</summary>
    public const int DefaultPort = 51820;

    /// <summary>The pool, or null when it is none: an IPv4 network of 8 to 30 bits.</summary>
    public IPNetwork? Network => IPNetwork.TryParse(Pool, out var network) && network.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && network.PrefixLength is >= 8 and <= 30
        ? network : null;

    /// <summary>Host and port of <see cref="Endpoint"/>; null when it cannot be read.</summary>
    public (string Host, int Port)? End
    {
        get
        {
            var colon = Endpoint.LastIndexOf(':');
            if (colon <= 0 || !int.TryParse(Endpoint.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535) return null;
            var host = Endpoint[..colon];
            return host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-') ? (host, port) : null;
        }
    }
}
