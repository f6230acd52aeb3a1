using System.Net;
using System.Text;

namespace HotspotManager.Portal.Gateways.OpenNds;

/// <summary>
/// A phone sent by openNDS's forwarding authentication service (FAS) at level 1: <c>?fas=</c> and the base64 of <c>name=value</c> pairs between ", ", each value
/// percent-encoded. Level 0 (<c>authaction</c>, <c>tok</c>) and the encrypted levels 2 and 3 (<c>iv</c>) are told apart and refused with <see cref="GatewayFault.WrongLevel"/>.
/// The text carries no signature: every field is checked here, and only <see cref="FasAnswer.ReturnToken"/>, made with the faskey, opens the gateway.
/// Shape: openNDS 9.10, src/http_microhttpd.c.
/// </summary>
/// <param name="Hid">64 lower-case hex digits: SHA-256 of the client's token, new with every client entry; never a name for the phone.</param>
/// <param name="GatewayAddress"><c>host:port</c> of the gateway's own web server, checked to be a gateway's.</param>
public sealed record FasRequest(
    string Hid, IPAddress Ip, string Mac, string GatewayName, string GatewayAddress, string AuthDir, string? OriginalUrl, string ClientType, string Version, bool Authenticated)
{
    private const int LongestFas = 3584;

    /// <summary>True when this is openNDS's at any level.</summary>
    public static bool Recognises(PortalQuery query) => query.Has("fas") || query.Has("authaction") && query.Has("tok");

    /// <summary>Reads the request; null with the fault when it cannot be used. <paramref name="known"/>: hosts the access point is set up with.</summary>
    public static (FasRequest? Request, GatewayFault Fault) Read(PortalQuery query, IReadOnlyCollection<string> known)
    {
        if (query.TooLong) return (null, GatewayFault.TooLong);
        if (!query.Has("fas")) return (null, query.Has("authaction") ? GatewayFault.WrongLevel : GatewayFault.NotFromGateway);
        if (query.Has("iv")) return (null, GatewayFault.WrongLevel);
        if (query["fas"] is not { } packed) return (null, GatewayFault.Unreadable);
        if (packed.Length > LongestFas) return (null, GatewayFault.TooLong);
        if (Unpack(packed) is not { } fields) return (null, GatewayFault.Unreadable);

        var hid = fields.GetValueOrDefault("hid", "");
        if (hid.Length != 64 || !hid.All(char.IsAsciiHexDigitLower)) return (null, GatewayFault.Unreadable);
        if (!PhoneAddress.TryReadIp(fields.GetValueOrDefault("clientip"), out var ip)) return (null, GatewayFault.BadPhone);
        if (!PhoneAddress.TryReadMac(fields.GetValueOrDefault("clientmac"), out var mac)) return (null, GatewayFault.BadPhone);
        if (!ReturnAddress.TryReadAuthority(fields.GetValueOrDefault("gatewayaddress"), known, out var gateway)) return (null, GatewayFault.BadReturnAddress);
        var authDir = fields.GetValueOrDefault("authdir", "opennds_auth");
        if (authDir.Length is 0 or > 64 || !authDir.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')) return (null, GatewayFault.BadReturnAddress);

        return (new FasRequest(
            hid, ip, mac, Plain(fields.GetValueOrDefault("gatewayname")), gateway, authDir,
            ReturnAddress.OriginalUrl(fields.GetValueOrDefault("originurl")),
            Plain(fields.GetValueOrDefault("client_type")), Plain(fields.GetValueOrDefault("version")),
            query["status"] == "authenticated"), GatewayFault.None);
    }

    /// <summary>The gateway's name without the "Node:…" that openNDS adds (enable_serial_number_suffix), to find the access point by.</summary>
    public string PlainGatewayName
    {
        get
        {
            var node = GatewayName.LastIndexOf("Node:", StringComparison.Ordinal);
            return (node > 0 ? GatewayName[..node] : GatewayName).Trim();
        }
    }

    private static Dictionary<string, string>? Unpack(string packed)
    {
        // A form decoder has turned "+" into a space; senders differ in padding and alphabet.
        var text = packed.Replace(' ', '+').Replace('-', '+').Replace('_', '/').TrimEnd('=');
        if (text.Length % 4 == 1) return null;
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out var length)) return null;

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in Encoding.UTF8.GetString(bytes, 0, length).Split(", "))
        {
            var equals = pair.IndexOf('=');
            if (equals <= 0 || fields.Count == PortalQuery.MostValues) continue;
            fields.TryAdd(pair[..equals], Uri.UnescapeDataString(pair[(equals + 1)..]));
        }
        return fields;
    }

    private static string Plain(string? text)
    {
        if (text is null) return "";
        var kept = new string([.. text.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(128)]);
        return kept.Trim();
    }
}
