using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace HotspotManager.Portal.Gateways;

/// <summary>
/// Where a phone may be sent back to. The address arrives in the phone's own request, so anyone could write it: only a gateway on the phone's side of the
/// network is accepted (private, link-local, shared or loopback addresses, names that never resolve on the internet, and the access point's own address as
/// set up). Otherwise the portal would be a redirector for anyone's link.
/// </summary>
public static class ReturnAddress
{
    /// <summary>Characters of an address with its path; longer ones are refused.</summary>
    public const int Longest = 512;

    // RFC 6761, RFC 6762, RFC 8375 and ICANN's .internal; .client and .lan are what openNDS and OpenWrt use.
    private static readonly string[] LocalSuffixes = [".local", ".lan", ".home", ".home.arpa", ".internal", ".client", ".hotspot", ".wifi", ".test"];

    /// <summary>Reads <c>host:port</c> (port optional) as openNDS and CoovaChilli give it. Gives the normalised text.</summary>
    public static bool TryReadAuthority(string? text, IReadOnlyCollection<string> known, [NotNullWhen(true)] out string? authority)
    {
        authority = null;
        if (string.IsNullOrEmpty(text) || text.Length > 255 || text.AsSpan().IndexOfAny("/\\@?#% ") >= 0) return false;
        if (!TryReadUrl("http://" + text + "/", known, out var url)) return false;
        authority = url.Authority;
        return true;
    }

    /// <summary>Reads an absolute http or https address of a gateway, without user info or fragment.</summary>
    public static bool TryReadUrl(string? text, IReadOnlyCollection<string> known, [NotNullWhen(true)] out Uri? url)
    {
        url = null;
        if (string.IsNullOrEmpty(text) || text.Length > Longest || text.AsSpan().IndexOfAny("\\\"<> ") >= 0) return false;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var read)) return false;
        if (read.Scheme != Uri.UriSchemeHttp && read.Scheme != Uri.UriSchemeHttps) return false;
        if (read.UserInfo.Length > 0 || read.Fragment.Length > 0 || read.Port is < 1 or > 65535) return false;
        if (!IsGatewayHost(read.DnsSafeHost, known)) return false;
        url = read;
        return true;
    }

    /// <summary>The page a person wanted: http or https, at most 1,024 characters, otherwise null. Only ever handed to a gateway as a parameter.</summary>
    public static string? OriginalUrl(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > 1024 || !Uri.TryCreate(text, UriKind.Absolute, out var read)) return null;
        if (read.Scheme != Uri.UriSchemeHttp && read.Scheme != Uri.UriSchemeHttps) return null;
        return read.UserInfo.Length > 0 || read.AbsoluteUri.Length > 1024 ? null : read.AbsoluteUri;
    }

    private static bool IsGatewayHost(string host, IReadOnlyCollection<string> known)
    {
        foreach (var one in known)
            if (string.Equals(one, host, StringComparison.OrdinalIgnoreCase)) return true;
        if (IPAddress.TryParse(host, out var address)) return IsLocal(address);
        if (host.Length is 0 or > 253 || !host.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')) return false;
        if (!host.Contains('.')) return true;
        return LocalSuffixes.Any(suffix => host.Length > suffix.Length && host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsLocal(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address)) return true;
        if (address.AddressFamily == AddressFamily.InterNetworkV6) return address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal;
        Span<byte> b = stackalloc byte[4];
        address.TryWriteBytes(b, out _);
        return b[0] == 10
            || b[0] == 172 && b[1] is >= 16 and <= 31
            || b[0] == 192 && b[1] == 168
            || b[0] == 169 && b[1] == 254
            || b[0] == 100 && b[1] is >= 64 and <= 127; // RFC 6598: behind carrier NAT routers number their LAN so too
    }
}
