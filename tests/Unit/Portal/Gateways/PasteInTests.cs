using System.Net;
using HotspotManager.Core.Gardens;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Panels;
using HotspotManager.Portal.Gateways;
using Xunit;

namespace HotspotManager.Unit.Portal.Gateways;

/// <summary>What each brand's panel must hold, whatever the brand: the list that a router without it would be a hole, a dead end or a slow portal.</summary>
public sealed class PasteInTests
{
    private static async Task<Dictionary<string, (PanelContent Content, string All)>> AllAsync()
    {
        await using var portal = await TestPortal.StartAsync();
        var panels = new Dictionary<string, (PanelContent, string)>();
        foreach (var gateway in portal.All<IGateway>())
        {
            var row = new Nas { Name = "rw05", Address = "10.0.0.1", SecretSealed = [], Gateway = gateway.Key, GatewaySite = "default", GatewayUrl = "https://10.0.0.2:8443", GatewayUser = "u", CoaPort = 3798 };
            var nas = new NasEntry(row, IPAddress.Parse("10.0.0.1"), "radius-secret"u8.ToArray(), "gateway-key");
            var facts = new PasteInFacts(
                new AccessPoint { Name = "rw05", AreaCode = "35.73.05.1011/05", NasId = 1 }, nas, new Uri("https://wifi.example/g/rw05"), IPAddress.Parse("10.9.9.9"), 1812, 1813,
                [GardenHost.Read("layanan.malangkota.go.id"), GardenHost.Read("203.0.113.7")], ["9.9.9.9", "149.112.112.112"], "en");
            var content = gateway.PasteIn(facts);
            panels[gateway.Key] = (content, string.Join('\n', [content.Text, .. content.Fields.Select(f => $"{f.Label} = {f.Value}"), .. content.Code.Select(c => $"{c.Title}\n{c.Text}")]));
        }
        return panels;
    }

    [Fact]
    public async Task Every_brand_is_told_all_that_a_guests_network_needs()
    {
        var panels = await AllAsync();
        Assert.Equal(GatewayKinds.Keys.Order(), panels.Keys.Order());
        Assert.All(panels, panel =>
        {
            var (key, (_, all)) = panel;
            // UniFi takes no path in the portal's address: there the place is told by the access point's own address.
            Assert.Contains(key == "unifi" ? "wifi.example" : "/g/rw05", all);
            // Leases as long as the longest session; phones apart; IPv6 closed; a fair queue; the city's name servers; the walled garden.
            Assert.Matches("24h|86400", all);
            Assert.Matches("(?i)isolat|default-forwarding=no", all);
            Assert.Contains("ipv6", all, StringComparison.OrdinalIgnoreCase);
            Assert.Matches("fq.codel|Fair queueing", all);
            Assert.Contains("9.9.9.9", all);
            Assert.Contains("layanan.malangkota.go.id", all);
            if (key != "unifi") Assert.Contains("203.0.113.7", all);
            foreach (var probe in ProbeHosts.All) Assert.DoesNotContain(probe, all, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Theory]
    [InlineData("mikrotik", "timeout=3s")]
    [InlineData("mikrotik", "/radius/incoming/set accept=yes port=3798")]
    [InlineData("mikrotik", "device-mode")]
    [InlineData("mikrotik", "radius-interim-update=received")]
    [InlineData("mikrotik", "login-by=mac,")]
    [InlineData("coova", "radiustimeout 3")]
    [InlineData("coova", "HS_COAPORT=3798")]
    [InlineData("coova", "HS_MACAUTH=on")]
    [InlineData("coova", "sid=%{s}")]
    [InlineData("generic", "RADIUS timeout = 3 s × 3")]
    [InlineData("generic", "1812, 1813, 3798")]
    public async Task What_only_some_brands_need(string key, string part) => Assert.Contains(part, (await AllAsync())[key].All, StringComparison.Ordinal);
}
