namespace HotspotManager.Portal.Gateways.Unifi;

/// <summary>
/// A phone sent by a UniFi access point to an external portal: <c>/guest/s/SITE/?id=PHONE&amp;ap=ACCESS-POINT&amp;t=UNIX&amp;url=WANTED&amp;ssid=NAME</c>. No signature: the controller is
/// asked whether it knows the phone before it is let in. Source: UniFi's help on external portals; recorded requests of the field.
/// </summary>
/// <param name="Site">From the path, or null when the portal was opened by another.</param>
public sealed record UnifiRequest(string Mac, string AccessPointMac, string? Site, string? Ssid, string? OriginalUrl)
{
    /// <summary>The name under which the path's site is read.</summary>
    public const string SiteField = "unifi-site";

    public static bool Recognises(PortalQuery query) => query.Has("id") && query.Has("ap");

    public static (UnifiRequest? Request, GatewayFault Fault) Read(PortalQuery query)
    {
        if (query.TooLong) return (null, GatewayFault.TooLong);
        if (!Recognises(query)) return (null, GatewayFault.NotFromGateway);
        if (!PhoneAddress.TryReadMac(query["id"], out var mac)) return (null, GatewayFault.BadPhone);
        if (!PhoneAddress.TryReadMac(query["ap"], out var ap)) return (null, GatewayFault.Unreadable);
        return (new UnifiRequest(mac, ap, IsSite(query[SiteField]) ? query[SiteField] : null, query["ssid"] is { Length: <= 32 } ssid ? ssid : null, ReturnAddress.OriginalUrl(query["url"])), GatewayFault.None);
    }

    /// <summary>A site's short name, as it stands in paths.</summary>
    public static bool IsSite(string? text) => text is { Length: >= 1 and <= 64 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
