using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace HotspotManager.Portal.Gateways.OpenNds;

/// <summary>
/// A phone sent by openNDS's forwarding authentication service (FAS), by <c>fas_secure_enabled</c>: 0 in clear (<c>authaction</c>, <c>clientip</c>, <c>gatewayname</c>, <c>tok</c>,
/// <c>redir</c>, no hardware address), 1 and 4 packed in base64 (<c>fas</c>), 2 and 3 encrypted under the faskey (<c>fas</c>, <c>iv</c>); 3 and 4 come over https.
/// None of them is signed, so every field is checked here; only <see cref="ReturnToken"/>, made with the faskey, opens the gateway.
/// Shape: openNDS 9.10 and 10.3, src/http_microhttpd.c.
/// </summary>
/// <param name="Packing">How the level packs it.</param>
/// <param name="Hid">64 lower-case hex digits: SHA-256 of the client's token, new with every client entry; never a name for the phone.</param>
/// <param name="Token">The token itself, which only level 0 shows.</param>
/// <param name="Mac">The phone; null at level 0.</param>
/// <param name="RawGatewayName">As it stood in the text, percent-encoded: the gatewayhash of authmon's posts is over this spelling.</param>
/// <param name="GatewayAddress"><c>host:port</c> of the gateway's own web server, checked to be a gateway's.</param>
public sealed record FasRequest(
    FasPacking Packing, string Hid, string? Token, IPAddress Ip, string? Mac, string GatewayName, string RawGatewayName, string GatewayAddress, string AuthDir,
    string? OriginalUrl, string ClientType, string Version, bool Authenticated)
{
    private const int LongestFas = 3584;

    /// <summary>True when this is openNDS's at any level.</summary>
    public static bool Recognises(PortalQuery query) => query.Has("fas") || query.Has("tok") && (query.Has("authaction") || query.Has("clientip"));

    /// <summary>Whether only the faskey opens it (levels 2 and 3).</summary>
    public static bool IsEncrypted(PortalQuery query) => query.Has("fas") && query.Has("iv");

    /// <summary>Whether this key opens it.</summary>
    public static bool Opens(PortalQuery query, string key) => query["fas"] is { Length: <= LongestFas } packed && query["iv"] is { } iv && FasText.Decrypt(packed, iv, key) is not null;

    /// <summary>Reads the request; null with the fault when it cannot be used.</summary>
    /// <param name="query">As it came.</param>
    /// <param name="known">Hosts the access point is set up with.</param>
    /// <param name="key">The faskey; needed for levels 2 and 3 alone.</param>
    public static (FasRequest? Request, GatewayFault Fault) Read(PortalQuery query, IReadOnlyCollection<string> known, string? key = null)
    {
        if (query.TooLong) return (null, GatewayFault.TooLong);
        if (!query.Has("fas")) return Recognises(query) ? ReadClear(query, known) : (null, GatewayFault.NotFromGateway);
        if (query["fas"] is not { } packed) return (null, GatewayFault.Unreadable);
        if (packed.Length > LongestFas) return (null, GatewayFault.TooLong);
        if (!query.Has("iv")) return FasText.Unpack(packed) is { } plain ? ReadFields(query, plain, FasPacking.Packed, known) : (null, GatewayFault.Unreadable);
        if (string.IsNullOrEmpty(key)) return (null, GatewayFault.NoKey);
        if (query["iv"] is not { } iv || !FasText.IsCipher(packed, iv)) return (null, GatewayFault.Unreadable);
        return FasText.Decrypt(packed, iv, key) is { } opened ? ReadFields(query, opened, FasPacking.Encrypted, known) : (null, GatewayFault.WrongKey);
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

    /// <summary>What opens the gateway: at level 0 the token, above it the SHA-256 in lower-case hex of the hid followed at once by the faskey.</summary>
    public string ReturnToken(string key) => Token ?? FasAnswer.ReturnToken(Hid, key);

    /// <summary>Whether this openNDS is of this generation or later; false when it does not say.</summary>
    public bool IsSince(int major, int minor) => System.Version.TryParse(Version, out var version) && version >= new Version(major, minor);

    private static (FasRequest?, GatewayFault) ReadFields(PortalQuery query, Dictionary<string, string> fields, FasPacking packing, IReadOnlyCollection<string> known)
    {
        var hid = fields.GetValueOrDefault("hid", "");
        if (hid.Length != 64 || !hid.All(char.IsAsciiHexDigitLower)) return (null, GatewayFault.Unreadable);
        if (!PhoneAddress.TryReadIp(Value("clientip"), out var ip)) return (null, GatewayFault.BadPhone);
        if (!PhoneAddress.TryReadMac(Value("clientmac"), out var mac)) return (null, GatewayFault.BadPhone);
        if (!ReturnAddress.TryReadAuthority(Value("gatewayaddress"), known, out var gateway)) return (null, GatewayFault.BadReturnAddress);
        if (!IsFolder(Value("authdir") ?? "opennds_auth")) return (null, GatewayFault.BadReturnAddress);
        return (new FasRequest(
            packing, hid, null, ip, mac, Plain(Value("gatewayname")), fields.GetValueOrDefault("gatewayname", ""), gateway, Value("authdir") ?? "opennds_auth",
            ReturnAddress.OriginalUrl(Value("originurl")), Plain(Value("client_type")), Plain(Value("version")), query["status"] == "authenticated"), GatewayFault.None);

        string? Value(string name) => fields.TryGetValue(name, out var value) ? Uri.UnescapeDataString(value) : null;
    }

    /// <summary>
    /// Level 0: <c>authaction=http://gateway/opennds_auth/?clientip=…&amp;gatewayname=…&amp;tok=…&amp;redir=…</c>; the inner question mark is the daemon's own. Its answer to RFC 8908
    /// leaves authaction out: then the gateway is found by the name it has on its own network.
    /// </summary>
    private static (FasRequest?, GatewayFault) ReadClear(PortalQuery query, IReadOnlyCollection<string> known)
    {
        var (address, inner) = (query["authaction"] ?? "http://status.client/opennds_auth/", "");
        if (address.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark) (address, inner) = (address[..mark], address[(mark + 1)..]);
        if (!ReturnAddress.TryReadUrl(address, known, out var url) || url.Scheme != Uri.UriSchemeHttp) return (null, GatewayFault.BadReturnAddress);
        var folder = url.AbsolutePath.Trim('/');
        if (!IsFolder(folder)) return (null, GatewayFault.BadReturnAddress);
        if (query["tok"] is not { Length: 8 } token || !token.All(char.IsAsciiHexDigitLower)) return (null, GatewayFault.Unreadable);
        var client = query["clientip"] ?? (inner.StartsWith("clientip=", StringComparison.Ordinal) ? inner["clientip=".Length..] : null);
        if (!PhoneAddress.TryReadIp(client, out var ip)) return (null, GatewayFault.BadPhone);
        var name = Plain(query["gatewayname"]);
        return (new FasRequest(FasPacking.Clear, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token))), token, ip, null, name, name, url.Authority, folder,
            ReturnAddress.OriginalUrl(query["redir"]), "", "", query["status"] == "authenticated"), GatewayFault.None);
    }

    private static bool IsFolder(string text) => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    private static string Plain(string? text)
    {
        if (text is null) return "";
        var kept = new string([.. text.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(128)]);
        return kept.Trim();
    }
}
