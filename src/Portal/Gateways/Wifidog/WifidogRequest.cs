using System.Globalization;

namespace HotspotManager.Portal.Gateways.Wifidog;

/// <summary>
/// A phone sent by a wifidog gateway (Ruijie and Reyee speak it too): <c>login/?gw_id&amp;gw_address&amp;gw_port&amp;ip&amp;mac&amp;apmac&amp;ssid&amp;url</c>. No signature: the address to go back to must be a
/// gateway's, and the gateway asks about the token before it lets anybody in. Source: the WiFiDog protocol, version 1; Ruijie's external portal.
/// </summary>
public sealed record WifidogRequest(string Gateway, string GatewayId, string Mac, string? Ip, string? AccessPointMac, string? OriginalUrl)
{
    public static bool Recognises(PortalQuery query) => query.Has("gw_id") && query.Has("gw_address");

    public static (WifidogRequest? Request, GatewayFault Fault) Read(PortalQuery query, IReadOnlyCollection<string> known)
    {
        if (query.TooLong) return (null, GatewayFault.TooLong);
        if (!Recognises(query)) return (null, GatewayFault.NotFromGateway);
        if (!int.TryParse(query["gw_port"] ?? "2060", NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535
            || !ReturnAddress.TryReadAuthority(query["gw_address"] + ":" + port.ToString(CultureInfo.InvariantCulture), known, out var gateway)) return (null, GatewayFault.BadReturnAddress);
        if (!PhoneAddress.TryReadMac(query["mac"], out var mac)) return (null, GatewayFault.BadPhone);
        PhoneAddress.TryReadIp(query["ip"], out var ip);
        PhoneAddress.TryReadMac(query["apmac"], out var ap);
        return (new WifidogRequest(gateway, query["gw_id"] is { Length: <= 64 } id ? id : "", mac, ip?.ToString(), ap, ReturnAddress.OriginalUrl(query["url"])), GatewayFault.None);
    }
}
