using System.Net;

namespace HotspotManager.Portal.Gateways.Mikrotik;

/// <summary>
/// A phone sent by the login page of a MikroTik hotspot: <c>mac ip link-login-only link-orig error chap-id chap-challenge server-name identity</c>, posted as a form or in the
/// query; each may come as <c>NAME-esc</c>, percent-encoded once more. No signature: the login address must be a gateway's. An empty chap-id means the router takes
/// the password as it is (PAP). Source: the RouterOS manual, "Hotspot customisation".
/// </summary>
/// <param name="ChapId">One octet; null with <paramref name="ChapChallenge"/> when the router asks for PAP.</param>
/// <param name="Error">The router's own words for a refused log-in, or null.</param>
public sealed record HotspotRequest(
    Uri LoginUrl, byte? ChapId, byte[]? ChapChallenge, string Mac, IPAddress? Ip, string ServerName, string Identity, string? OriginalUrl, string? Error)
{
    public static bool Recognises(PortalQuery query) => query.Has("link-login-only") || query.Has("link-login-only-esc");

    public static (HotspotRequest? Request, GatewayFault Fault) Read(PortalQuery query, IReadOnlyCollection<string> known)
    {
        if (query.TooLong) return (null, GatewayFault.TooLong);
        if (!Recognises(query)) return (null, GatewayFault.NotFromGateway);
        if (!ReturnAddress.TryReadUrl(Field(query, "link-login-only"), known, out var login) || login.Query.Length > 0) return (null, GatewayFault.BadReturnAddress);
        if (!PhoneAddress.TryReadMac(Field(query, "mac"), out var mac)) return (null, GatewayFault.BadPhone);
        PhoneAddress.TryReadIp(Field(query, "ip"), out var ip);

        byte? id = null;
        byte[]? challenge = null;
        if (Field(query, "chap-id") is { } idText)
        {
            if (Octal(idText) is not [var one] || Octal(Field(query, "chap-challenge")) is not { Length: >= 1 and <= 64 } many) return (null, GatewayFault.BadChallenge);
            (id, challenge) = (one, many);
        }
        return (new HotspotRequest(
            login, id, challenge, mac, ip, Short(Field(query, "server-name")), Short(Field(query, "identity")),
            ReturnAddress.OriginalUrl(Field(query, "link-orig")), Field(query, "error") is { Length: <= 256 } error ? error : null), GatewayFault.None);
    }

    /// <summary>The octets of <c>\357\015…</c>: a backslash and exactly three octal digits for each; null when it is anything else.</summary>
    public static byte[]? Octal(string? text)
    {
        if (text is null || text.Length % 4 != 0) return null;
        var octets = new byte[text.Length / 4];
        for (var i = 0; i < octets.Length; i++)
        {
            var part = text.AsSpan(i * 4, 4);
            if (part[0] != '\\' || part[1] is < '0' or > '3' || part[2] is < '0' or > '7' || part[3] is < '0' or > '7') return null;
            octets[i] = (byte)((part[1] - '0') << 6 | (part[2] - '0') << 3 | part[3] - '0');
        }
        return octets;
    }

    private static string? Field(PortalQuery query, string name) =>
        query[name] ?? (query[name + "-esc"] is { } escaped && Uri.UnescapeDataString(escaped) is var plain && !plain.Any(char.IsControl) ? plain : null);

    private static string Short(string? text) => text is { Length: <= 64 } ? text : "";
}
