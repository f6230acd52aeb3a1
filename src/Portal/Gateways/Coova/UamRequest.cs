using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace HotspotManager.Portal.Gateways.Coova;

/// <summary>What CoovaChilli says has happened (<c>res</c>).</summary>
public enum UamResult { NotYet, Already, Success, Failed, LoggedOff }

/// <summary>
/// A phone sent by CoovaChilli's universal access method (UAM): <c>?res=notyet&amp;uamip=…&amp;uamport=…&amp;challenge=…&amp;called=…&amp;mac=…&amp;ip=…&amp;nasid=…&amp;sessionid=…&amp;userurl=…&amp;md=…</c>.
/// <c>md</c> is the upper-case hex MD5 of the whole address as the browser asked for it up to <c>&amp;md=</c>, followed by the uamsecret (coova-chilli src/redir.c).
/// </summary>
/// <param name="Gateway"><c>uamip:uamport</c>, checked to be a gateway's.</param>
/// <param name="Challenge">16 octets; null when there is none: after a log-in or log-off, or with <c>nochallenge</c>.</param>
/// <param name="Called">The access point's own hardware address as CoovaChilli tells it, or null.</param>
public sealed record UamRequest(
    UamResult Result, string? Reason, string Gateway, byte[]? Challenge, string Mac, IPAddress? Ip, string? Called, string NasId, string SessionId, string? OriginalUrl)
{
    public static bool Recognises(PortalQuery query) => query.Has("uamip") && query.Has("res");

    /// <summary>
    /// Reads the request. <paramref name="addresses"/>: the address in front of the <c>?</c> as the browser may have asked for it (as it arrived; our public one).
    /// With a secret the signature must hold; without one a signature is not looked at.
    /// </summary>
    public static (UamRequest? Request, GatewayFault Fault) Read(
        PortalQuery query, IReadOnlyCollection<string> known, string? uamSecret, IReadOnlyCollection<string> addresses)
    {
        if (query.TooLong) return (null, GatewayFault.TooLong);
        if (!Recognises(query)) return (null, GatewayFault.NotFromGateway);
        if (!string.IsNullOrEmpty(uamSecret) && !addresses.Any(address => SignatureHolds(address, query.Raw, uamSecret))) return (null, GatewayFault.BadSignature);

        if (!int.TryParse(query["uamport"] ?? "3990", NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
            return (null, GatewayFault.BadReturnAddress);
        if (!ReturnAddress.TryReadAuthority(query["uamip"] + ":" + port.ToString(CultureInfo.InvariantCulture), known, out var gateway)) return (null, GatewayFault.BadReturnAddress);
        if (!PhoneAddress.TryReadMac(query["mac"], out var mac)) return (null, GatewayFault.BadPhone);
        PhoneAddress.TryReadIp(query["ip"], out var ip);
        PhoneAddress.TryReadMac(query["called"], out var called);

        UamResult? result = query["res"] switch
        {
            "notyet" or "splash" or "challenge" or "wispr" => UamResult.NotYet,
            "already" => UamResult.Already,
            "success" => UamResult.Success,
            "failed" => UamResult.Failed,
            "logoff" => UamResult.LoggedOff,
            _ => null,
        };
        if (result is null) return (null, GatewayFault.NotFromGateway);

        byte[]? challenge = null;
        if (query["challenge"] is { } hex)
        {
            if (hex.Length != 32 || !hex.All(char.IsAsciiHexDigit)) return (null, GatewayFault.BadChallenge);
            challenge = Convert.FromHexString(hex);
        }

        var nasId = query["nasid"] ?? "";
        var session = query["sessionid"] ?? "";
        return (new UamRequest(
            result.Value, Word(query["reason"]), gateway, challenge, mac, ip, called,
            nasId.Length <= 64 ? nasId : "", session.Length <= 64 ? session : "", ReturnAddress.OriginalUrl(query["userurl"])), GatewayFault.None);
    }

    /// <summary>True when <c>md</c> was made over this address and query with this secret.</summary>
    public static bool SignatureHolds(string address, string rawQuery, string uamSecret)
    {
        var at = rawQuery.LastIndexOf("&md=", StringComparison.Ordinal);
        if (at < 0) return false;
        var given = rawQuery[(at + 4)..];
        if (given.IndexOf('&') is >= 0 and var end) given = given[..end];
        if (given.Length != 32 || !given.All(char.IsAsciiHexDigit)) return false;
        var made = MD5.HashData(Encoding.UTF8.GetBytes(address + "?" + rawQuery[..at] + uamSecret));
        return CryptographicOperations.FixedTimeEquals(made, Convert.FromHexString(given));
    }

    private static string? Word(string? text) => text is { Length: <= 16 } && text.All(char.IsAsciiLetterLower) ? text : null;
}
