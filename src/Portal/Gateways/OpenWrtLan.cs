using System.Text;

namespace HotspotManager.Portal.Gateways;

/// <summary>
/// What the guests' network on an OpenWrt router needs whatever the gateway: no IPv6 that would go past an IPv4-only portal, leases as long as a session, phones that do not
/// see each other, a fair queue, and the city's name servers. Source: OpenWrt's documents of the same settings.
/// </summary>
public static class OpenWrtLan
{
    /// <summary>uci commands; <c>lan</c> stands for the guests' network.</summary>
    public static string Text(PasteInFacts f)
    {
        var text = new StringBuilder(
            $"""
            uci set dhcp.lan.ra='disabled'
            uci set dhcp.lan.dhcpv6='disabled'
            uci -q delete network.lan.ip6assign
            uci set network.lan.ipv6='0'
            uci set dhcp.lan.leasetime='{PasteInFacts.LeaseSeconds / 3600}h'

            """.ReplaceLineEndings("\n"));
        if (f.Resolvers.Count > 0) text.Append("uci -q delete dhcp.lan.dhcp_option\nuci add_list dhcp.lan.dhcp_option='6,").Append(string.Join(',', f.Resolvers)).Append("'\n");
        return text.Append(
            """
            for i in $(uci show wireless | sed -n "s/^wireless\.\(.*\)=wifi-iface$/\1/p"); do uci set wireless.$i.isolate='1'; done
            uci commit
            echo 'net.core.default_qdisc=fq_codel' >/etc/sysctl.d/20-hotspot.conf
            service network restart
            service dnsmasq restart
            """.ReplaceLineEndings("\n")).ToString();
    }
}
