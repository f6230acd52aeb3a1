using HotspotManager.Portal.Gateways;
using HotspotManager.Portal.Gateways.Omada;
using HotspotManager.Portal.Gateways.Unifi;
using HotspotManager.Portal.Gateways.Wifidog;
using Xunit;

namespace HotspotManager.Unit.Portal.Gateways;

/// <summary>What UniFi, Omada and wifidog write, as recorded; and what strangers write in their names.</summary>
public class ControllerRequestTests
{
    private static readonly string[] None = [];

    [Fact]
    public void A_UniFi_redirect_reads()
    {
        var v = GatewayVector.Load("unifi-guest");
        var (read, fault) = UnifiRequest.Read(PortalQuery.Read(v["query"] + $"&{UnifiRequest.SiteField}={v["site"]}"));
        Assert.Equal(GatewayFault.None, fault);
        Assert.Equal((v["mac"], v["ap"], v["site"], v["originalurl"]), (read!.Mac, read.AccessPointMac, read.Site, read.OriginalUrl));
    }

    [Fact]
    public void Omadas_two_redirects_read()
    {
        var v = GatewayVector.Load("omada-eap");
        var eap = OmadaRequest.Read(PortalQuery.Read(v["query"])).Request!;
        Assert.Equal((v["mac"], v["ap"], v["ssid"], 1, v["site"]), (eap.Mac, eap.AccessPointMac, eap.Ssid, eap.Radio, eap.Site));
        v = GatewayVector.Load("omada-gateway");
        var gateway = OmadaRequest.Read(PortalQuery.Read(v["query"])).Request!;
        Assert.Equal((v["mac"], v["gateway"], 20, null), (gateway.Mac, gateway.GatewayMac, gateway.Vlan, gateway.AccessPointMac));
    }

    [Fact]
    public void A_wifidog_redirect_reads()
    {
        var v = GatewayVector.Load("wifidog-login");
        var read = WifidogRequest.Read(PortalQuery.Read(v["query"]), None).Request!;
        Assert.Equal((v["mac"], v["ap"], v["gateway"], v["gwid"]), (read.Mac, read.AccessPointMac, read.Gateway, read.GatewayId));
    }

    [Fact]
    public void Every_truncation_is_read_or_refused_and_never_throws()
    {
        foreach (var name in new[] { "unifi-guest", "omada-eap", "omada-gateway", "wifidog-login" })
        {
            var text = GatewayVector.Load(name)["query"];
            for (var length = 0; length <= text.Length; length++)
            {
                var query = PortalQuery.Read(text[..length]);
                _ = (UnifiRequest.Read(query), OmadaRequest.Read(query), WifidogRequest.Read(query, None));
            }
        }
    }

    [Theory]
    [InlineData("id=x&ap=78:8a:20:01:02:03")]
    [InlineData("id=00:1a:2b:3c:4d:5e&ap=%3Cscript%3E")]
    [InlineData("id=ff:ff:ff:ff:ff:ff&ap=78:8a:20:01:02:03")]
    public void A_bad_UniFi_redirect_is_refused(string query) => Assert.Null(UnifiRequest.Read(PortalQuery.Read(query)).Request);

    [Theory]
    [InlineData("../../admin")]
    [InlineData("a/b")]
    [InlineData("%3Cb%3E")]
    [InlineData("x%26cmd=1")]
    public void A_site_that_could_change_a_path_is_no_site(string site)
    {
        Assert.False(UnifiRequest.IsSite(Uri.UnescapeDataString(site)));
        Assert.Null(OmadaRequest.Read(PortalQuery.Read($"clientMac=00-1A-2B-3C-4D-5E&apMac=AC-84-C6-01-02-03&site={site}")).Request);
    }

    [Theory]
    [InlineData("8.8.8.8", "80")]
    [InlineData("evil.example", "2060")]
    [InlineData("192.168.1.1@evil.example", "2060")]
    [InlineData("192.168.1.1/evil", "2060")]
    [InlineData("192.168.1.1", "0")]
    [InlineData("192.168.1.1", "99999")]
    public void A_wifidog_gateway_that_is_none_is_refused(string address, string port) => Assert.Equal(
        GatewayFault.BadReturnAddress, WifidogRequest.Read(PortalQuery.Read($"gw_id=x&gw_address={Uri.EscapeDataString(address)}&gw_port={port}&mac=00:1a:2b:3c:4d:5e"), None).Fault);
}
