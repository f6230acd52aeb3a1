using System.Globalization;

namespace HotspotManager.Portal.Gateways.Wispr;

/// <summary>
/// How one family of gateways writes its redirect and wants its log-in form. All of them then ask RADIUS. Sources: the vendors' guides to external captive portals, and the
/// WISPr best current practices of 2003 for the plain form.
/// </summary>
/// <param name="Signs">Parameters that only this family's redirect has together.</param>
/// <param name="Phone">Parameter with the phone's hardware address.</param>
/// <param name="AccessPoint">Parameter with the access point's, or null.</param>
/// <param name="NasId">Parameter with the gateway's name, or null.</param>
/// <param name="Ip">Parameter with the phone's address, or null.</param>
/// <param name="Wanted">Parameter with the page the person wanted.</param>
/// <param name="LoginUrl">Where the form goes, from the redirect.</param>
/// <param name="Form">Its fields for a user name, a password and where to land.</param>
/// <param name="IsRefused">Whether the redirect tells of a refused log-in.</param>
internal sealed record WisprDialect(
    string Name, string[] Signs, string Phone, string? AccessPoint, string? NasId, string? Ip, string Wanted, Func<PortalQuery, string?> LoginUrl,
    Func<PortalQuery, string, string, string, (string Name, string? Value)[]> Form, Func<PortalQuery, bool> IsRefused)
{
    public static readonly IReadOnlyList<WisprDialect> All =
    [
        new("cisco", ["switch_url", "client_mac"], "client_mac", "ap_mac", null, null, "redirect", q => q["switch_url"],
            (q, user, password, landing) => [("buttonClicked", "4"), ("username", user), ("password", password), ("redirect_url", landing), ("err_flag", "0")],
            q => q["statusCode"] is "3" or "4" or "5"),
        new("aruba", ["cmd", "mac", "switchip"], "mac", "apmac", "vcname", "ip", "url", q => q["switchip"] is { } host ? $"https://{host}/cgi-bin/login" : null,
            (q, user, password, landing) =>
                [("cmd", "authenticate"), ("user", user), ("password", password), ("mac", q["mac"]), ("ip", q["ip"]), ("essid", q["essid"]), ("url", landing)],
            q => q.Has("errmsg")),
        new("ruckus", ["sip", "client_mac"], "client_mac", "mac", "zoneName", "uip", "url", q => q["sip"] is { } host ? string.Create(CultureInfo.InvariantCulture, $"http://{host}:9997/login") : null,
            (q, user, password, landing) => [("username", user), ("password", password), ("client_mac", q["client_mac"]), ("url", landing)],
            q => q["reason"] is not null || q["loginError"] is not null),
        new("grandstream", ["login_url", "client_mac"], "client_mac", "ap_mac", null, "client_ip", "orig_url", q => q["login_url"],
            (q, user, password, landing) => [("username", user), ("password", password), ("success_url", landing), ("ssid", q["ssid"])],
            q => q["error_message"] is not null),
        new("plain", ["mac", "loginurl"], "mac", "called", "nasid", "ip", "userurl", q => q["loginurl"],
            // The field names that the WISPr document gives, and those that its log-in pages mostly have.
            (_, user, password, landing) => [("UserName", user), ("Password", password), ("username", user), ("password", password), ("userurl", landing)],
            q => q["res"] is "failed"),
    ];

    /// <summary>The family that wrote this; null: none.</summary>
    public static WisprDialect? Of(PortalQuery query) => All.FirstOrDefault(d => d.Signs.All(query.Has));
}
