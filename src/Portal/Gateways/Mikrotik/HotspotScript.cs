using System.Globalization;
using System.Text;

namespace HotspotManager.Portal.Gateways.Mikrotik;

/// <summary>
/// What is pasted into a RouterOS 7 router. Everything it adds carries the comment <c>hotspot</c> and is removed first, so pasting it again changes nothing twice.
/// Source: the RouterOS manual (Hotspot, RADIUS, Device-mode, Queues).
/// </summary>
internal static class HotspotScript
{
    /// <summary>Device-mode <c>home</c> forbids hotspot, and only a button or a power cycle at the device changes it.</summary>
    public const string Check =
        """
        :if ([:tostr [/system/device-mode/get hotspot]] = "false" || [:tostr [/system/device-mode/get hotspot]] = "no") do={ :put "device-mode: hotspot = no. /system/device-mode/update mode=advanced hotspot=yes  -> press the reset button or power-cycle within 5 minutes" } else={ :put "device-mode: OK" }
        :if ([:len [/ip/hotspot/find]] = 0) do={ :put "No hotspot server yet: /ip/hotspot/setup" } else={ :put "hotspot server: OK" }
        """;

    public static string Commands(PasteInFacts f)
    {
        var text = new StringBuilder();
        void Line(string line) => text.Append(line).Append('\n');
        Line("/radius/remove [find comment=hotspot]");
        Line(string.Create(CultureInfo.InvariantCulture,
            $"/radius/add comment=hotspot service=hotspot address={f.Radius} secret={PasteText.RouterOs(f.Secret)} authentication-port={f.AuthPort} accounting-port={f.AcctPort} timeout=3s require-message-auth=yes-for-request-resp"));
        Line(string.Create(CultureInfo.InvariantCulture, $"/radius/incoming/set accept=yes port={f.Nas.Row.CoaPort}"));
        Line($"/system/identity/set name={PasteText.RouterOs(f.Nas.Row.NasIdentifier ?? f.Nas.Name)}");
        // mac: a phone that is remembered is let in by RADIUS before it asks for anything; mac-cookie: one that comes back within the grant's day is let in by what the router remembers, and RADIUS is asked about it.
        Line(string.Create(CultureInfo.InvariantCulture,
            $"/ip/hotspot/profile/set [find] use-radius=yes radius-accounting=yes radius-interim-update=received login-by=mac,mac-cookie,http-chap,http-pap nas-port-type=wireless-802.11"));
        Line("/ip/hotspot/user/profile/set [find default=yes] add-mac-cookie=yes mac-cookie-timeout=1d shared-users=unlimited keepalive-timeout=2m");
        Line("/ip/hotspot/walled-garden/ip/remove [find comment=hotspot]");
        Line("/ip/hotspot/walled-garden/remove [find comment=hotspot]");
        Line(Garden(f.PortalUrl.DnsSafeHost, System.Net.IPAddress.TryParse(f.PortalUrl.DnsSafeHost, out _)));
        foreach (var host in f.Garden) Line(host.IsWildcard ? $"/ip/hotspot/walled-garden/add comment=hotspot dst-host={PasteText.RouterOs(host.Text)} action=allow" : Garden(host.Text, host.IsNetwork));
        Line(string.Create(CultureInfo.InvariantCulture, $"/ip/dhcp-server/set [find] lease-time={PasteInFacts.LeaseSeconds / 3600}h"));
        if (f.Resolvers.Count > 0)
        {
            Line($"/ip/dns/set servers={string.Join(',', f.Resolvers)}");
            Line("/ip/firewall/nat/remove [find comment=hotspot-dns]");
        }
        Line("/ipv6/firewall/filter/remove [find comment=hotspot]");
        Line(":foreach h in=[/ip/hotspot/find] do={ :local i [/ip/hotspot/get $h interface]; /ipv6/firewall/filter/add comment=hotspot chain=forward in-interface=$i action=drop; "
            + "/ipv6/firewall/filter/add comment=hotspot chain=output out-interface=$i protocol=icmpv6 icmp-options=134:0-255 action=drop"
            + (f.Resolvers.Count == 0 ? "" : "; :foreach p in=udp,tcp do={ /ip/firewall/nat/add comment=hotspot-dns chain=pre-hotspot hotspot=auth in-interface=$i protocol=$p dst-port=53 action=redirect to-ports=53 }") + " }");
        Line(":do { /interface/wifi/datapath/set [find] client-isolation=yes } on-error={}");
        Line(":do { /interface/wireless/set [find] default-forwarding=no } on-error={}");
        Line(":if ([:len [/queue/type/find name=hotspot-fq]] = 0) do={ /queue/type/add name=hotspot-fq kind=fq-codel }");
        Line("/ip/hotspot/user/profile/set [find default=yes] queue-type=hotspot-fq");
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>
    /// The router's own log-in page only hands the phone on: by a refresh, which needs no script, with every value percent-encoded by the router where RouterOS can
    /// (<c>-esc</c>). Its empty icon keeps the browser from asking for one, which would be answered with this page and a new challenge. An error is told by a sign only; RADIUS's record has the reason.
    /// </summary>
    public static string LoginPage(PasteInFacts f)
    {
        var url = f.PortalUrl + "?mac=$(mac-esc)&ip=$(ip)&link-login-only=$(link-login-only-esc)&link-orig=$(link-orig-esc)"
            + "&chap-id=$(chap-id)&chap-challenge=$(chap-challenge)&server-name=$(server-name)&identity=$(identity)$(if error)&error=1$(endif)";
        return $"""
            <!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>WiFi</title><link rel="icon" href="data:,">
            <meta http-equiv="refresh" content="0; url={url}"></head>
            <body><p><a href="{url}">{f.Say("Lanjut", "Continue")}</a></p></body></html>
            """;
    }

    private static string Garden(string host, bool isAddress) => $"/ip/hotspot/walled-garden/ip/add comment=hotspot {(isAddress ? "dst-address" : "dst-host")}={host} action=accept";
}
