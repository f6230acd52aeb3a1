namespace HotspotManager.Portal.Gateways.Omada;

/// <summary>
/// A phone sent by an Omada controller (5.0.15 and later) to an external portal: behind an access point <c>?clientMac&amp;clientIp&amp;apMac&amp;ssidName&amp;radioId&amp;t&amp;site&amp;redirectUrl</c>, behind a
/// gateway <c>gatewayMac</c> and <c>vid</c> instead of the three of the access point. What was sent goes back to the controller as it came. Source: TP-Link FAQ 3231.
/// </summary>
public sealed record OmadaRequest(string Mac, string? Ip, string? AccessPointMac, string? Ssid, int? Radio, string? GatewayMac, int? Vlan, string Site, string? OriginalUrl)
{
    public static bool Recognises(PortalQuery query) => query.Has("clientMac") && query.Has("site") && (query.Has("apMac") || query.Has("gatewayMac"));

    public static (OmadaRequest? Request, GatewayFault Fault) Read(PortalQuery query)
    {
        if (query.TooLong) return (null, GatewayFault.TooLong);
        if (!Recognises(query)) return (null, GatewayFault.NotFromGateway);
        if (!PhoneAddress.TryReadMac(query["clientMac"], out var mac)) return (null, GatewayFault.BadPhone);
        if (query["site"] is not { Length: <= 64 } site || !site.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or ' ' or '.')) return (null, GatewayFault.Unreadable);
        PhoneAddress.TryReadIp(query["clientIp"], out var ip);
        PhoneAddress.TryReadMac(query["apMac"], out var ap);
        PhoneAddress.TryReadMac(query["gatewayMac"], out var gateway);
        if (ap is null && gateway is null) return (null, GatewayFault.Unreadable);
        return (new OmadaRequest(mac, ip?.ToString(), ap, query["ssidName"] is { Length: <= 64 } ssid ? ssid : null, Number(query["radioId"]), gateway, Number(query["vid"]), site,
            ReturnAddress.OriginalUrl(query["redirectUrl"])), GatewayFault.None);
    }

    private static int? Number(string? text) => text is { Length: <= 5 } && int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var n) ? n : null;
}
