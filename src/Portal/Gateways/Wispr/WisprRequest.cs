namespace HotspotManager.Portal.Gateways.Wispr;

/// <summary>A phone sent by a gateway that takes a name and a password by a form (Cisco, Aruba, Ruckus, Grandstream and whoever follows WISPr).</summary>
/// <param name="LoginUrl">Checked to be a gateway's.</param>
internal sealed record WisprRequest(WisprDialect Dialect, PortalQuery Query, Uri LoginUrl, string Mac, string? Ip, bool IsRefused, string? OriginalUrl)
{
    /// <param name="query">What the gateway wrote.</param>
    /// <param name="fixedUrl"><c>--gateway-url</c>: a log-in page that goes before what the redirect says.</param>
    /// <param name="known">Hosts that are this access point's gateway by set-up.</param>
    public static (WisprRequest? Request, GatewayFault Fault) Read(PortalQuery query, Uri? fixedUrl, IReadOnlyCollection<string> known)
    {
        if (query.TooLong) return (null, GatewayFault.TooLong);
        if (WisprDialect.Of(query) is not { } dialect) return (null, GatewayFault.NotFromGateway);
        if (!PhoneAddress.TryReadMac(query[dialect.Phone], out var mac)) return (null, GatewayFault.BadPhone);
        var login = fixedUrl;
        // Aruba's own name for the controller; Cisco advises 192.0.2.1 for the virtual interface.
        if (login is null && !ReturnAddress.TryReadUrl(dialect.LoginUrl(query), [.. known, "securelogin.arubanetworks.com", "192.0.2.1"], out login)) return (null, GatewayFault.BadReturnAddress);
        PhoneAddress.TryReadIp(dialect.Ip is { } ipName ? query[ipName] : null, out var ip);
        return (new WisprRequest(dialect, query, login, mac, ip?.ToString(), dialect.IsRefused(query), ReturnAddress.OriginalUrl(query[dialect.Wanted])), GatewayFault.None);
    }
}
