using System.Globalization;
using System.Text;

namespace HotspotManager.Core.Tunnels;

/// <summary>Both sides of a tunnel, as they are pasted. Keys are base64 and addresses are ours, so nothing needs quoting but the endpoint's host, which is letters, digits, dots and dashes.</summary>
/// <param name="Tunnel">The tunnel.</param>
/// <param name="ServerKey">The server's public key.</param>
/// <param name="ServerAddress">The server's address within the pool.</param>
/// <param name="Host">Where the device reaches the server.</param>
/// <param name="Port">UDP port there.</param>
public sealed record TunnelText(Tunnel Tunnel, string ServerKey, string ServerAddress, string Host, int Port)
{
    /// <summary>Behind address translation the way stays open only while something is sent: often enough for the shortest usual time of 30 s.</summary>
    private const int KeepAlive = 25;

    /// <summary>What stands where the device's private key would, once it has been shown.</summary>
    public const string NoKey = "PRIVATE-KEY";

    /// <summary>For a terminal of RouterOS 7.</summary>
    public string RouterOs(string privateKey) => string.Create(CultureInfo.InvariantCulture,
        $$"""
        /ip/firewall/filter/remove [find comment=hotspot-tunnel]
        /ip/address/remove [find comment=hotspot-tunnel]
        /interface/wireguard/peers/remove [find comment=hotspot-tunnel]
        /interface/wireguard/remove [find name=hotspot]
        /interface/wireguard/add name=hotspot comment=hotspot-tunnel private-key="{{privateKey}}"
        /interface/wireguard/peers/add comment=hotspot-tunnel interface=hotspot public-key="{{ServerKey}}" endpoint-address={{Host}} endpoint-port={{Port}} allowed-address={{ServerAddress}}/32 persistent-keepalive={{KeepAlive}}s
        /ip/address/add comment=hotspot-tunnel interface=hotspot address={{Tunnel.Address}}/32 network={{ServerAddress}}
        /ip/firewall/filter/add comment=hotspot-tunnel chain=input in-interface=hotspot src-address={{ServerAddress}} action=accept
        :do { /ip/firewall/filter/move [find comment=hotspot-tunnel] destination=0 } on-error={}
        """).ReplaceLineEndings("\n");

    /// <summary>For a terminal of OpenWrt, with the packages wireguard-tools and kmod-wireguard.</summary>
    public string OpenWrt(string privateKey) => string.Create(CultureInfo.InvariantCulture,
        $"""
        uci -q delete network.hotspot; uci -q delete network.hotspot_server; uci -q delete firewall.hotspot
        uci set network.hotspot=interface
        uci set network.hotspot.proto='wireguard'
        uci set network.hotspot.private_key='{privateKey}'
        uci add_list network.hotspot.addresses='{Tunnel.Address}/32'
        uci set network.hotspot_server=wireguard_hotspot
        uci set network.hotspot_server.public_key='{ServerKey}'
        uci set network.hotspot_server.endpoint_host='{Host}'
        uci set network.hotspot_server.endpoint_port='{Port}'
        uci set network.hotspot_server.persistent_keepalive='{KeepAlive}'
        uci set network.hotspot_server.route_allowed_ips='1'
        uci add_list network.hotspot_server.allowed_ips='{ServerAddress}/32'
        uci set firewall.hotspot=zone
        uci set firewall.hotspot.name='hotspot'
        uci set firewall.hotspot.input='ACCEPT'
        uci set firewall.hotspot.output='ACCEPT'
        uci set firewall.hotspot.forward='REJECT'
        uci add_list firewall.hotspot.network='hotspot'
        uci commit network && uci commit firewall
        ifup hotspot && service firewall restart
        """).ReplaceLineEndings("\n");

    /// <summary>The device as the server's wg-quick has it.</summary>
    public static string Peer(Tunnel tunnel) => $"[Peer]\n# {tunnel.Name}\nPublicKey = {tunnel.PublicKey}\nAllowedIPs = {tunnel.Address}/32\n";

    /// <summary>The server's whole side, <c>/etc/wireguard/hotspot.conf</c> of wg-quick(8).</summary>
    public static string Server(string privateKey, string address, int prefix, int port, IEnumerable<Tunnel> tunnels)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"[Interface]\nPrivateKey = {privateKey}\nAddress = {address}/{prefix}\nListenPort = {port}\n"));
        foreach (var tunnel in tunnels) text.Append('\n').Append(Peer(tunnel));
        return text.ToString();
    }
}
