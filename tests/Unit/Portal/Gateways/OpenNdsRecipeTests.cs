using System.Net;
using HotspotManager.Core.Gardens;
using HotspotManager.Core.Networks;
using HotspotManager.Portal.Gateways;
using HotspotManager.Portal.Gateways.OpenNds;
using Xunit;

namespace HotspotManager.Unit.Portal.Gateways;

public class OpenNdsRecipeTests
{
    private static string[] Texts(string portal, string key = "k3y", string language = "en", params string[] garden)
    {
        var nas = new NasEntry(new Nas { Name = "rw05", Address = "10.0.0.1", SecretSealed = [], Gateway = "opennds" }, IPAddress.Parse("10.0.0.1"), [], key);
        var point = new AccessPoint { Name = "rw05", AreaCode = "35.73.05.1011/05", NasId = 1 };
        var facts = new PasteInFacts(point, nas, new Uri(portal + "/g/rw05"), null, 1812, 1813, [.. garden.Select(GardenHost.Read)], [], language);
        return [.. OpenNdsRecipe.Of(facts).Code.Select(c => c.Text)];
    }

    [Fact]
    public void Plain_http_is_level_1_with_the_script_and_the_real_values()
    {
        var texts = Texts("http://10.9.9.9:8080", garden: ["layanan.malangkota.go.id", "*.kominfo.go.id", "203.0.113.0/24"]);
        Assert.Contains("wget -O /usr/lib/hotspot/binauth.sh http://10.9.9.9:8080/g/rw05/binauth.sh", texts[0]);
        foreach (var option in new[] { "fas_secure_enabled=1", "faskey=k3y", "fasremoteip=10.9.9.9", "fasport=8080", "faspath=/g/rw05", "binauth=/usr/lib/hotspot/binauth.sh", "sessiontimeout=1440" })
            Assert.Contains("uci set opennds.@opennds[0]." + option + "\n", texts[1]);
        Assert.Contains("walledgarden_fqdn_list=kominfo.go.id", texts[1]);
        Assert.Contains("preauthenticated_users='allow tcp to 203.0.113.0/24'", texts[1]);
        Assert.Contains("walledgarden_fqdn_list kominfo.go.id layanan.malangkota.go.id", texts[2].Replace("layanan.malangkota.go.id kominfo.go.id", "kominfo.go.id layanan.malangkota.go.id"));
        Assert.Contains("FirewallRule allow tcp to 203.0.113.0/24", texts[2]);
        foreach (var closed in new[] { "dhcp.lan.ra='disabled'", "isolate='1'", "leasetime='24h'", "fq_codel" }) Assert.Contains(closed, texts[3]);
        Assert.All(texts, t => Assert.DoesNotContain("\r", t));
    }

    [Fact]
    public void Https_is_level_4_or_3_by_what_the_router_has_and_a_named_portal_is_resolved_there()
    {
        var texts = Texts("https://portal.example");
        Assert.Contains("fas_secure_enabled=4\n", texts[1]);
        Assert.Contains("opennds -v 2>&1 | grep -q ' 9\\.' && uci set opennds.@opennds[0].fas_secure_enabled='3'", texts[1]);
        Assert.Contains("fasremotefqdn=portal.example", texts[1]);
        Assert.Contains("nslookup portal.example", texts[1]);
        Assert.Contains("fasport=443", texts[1]);
        Assert.Contains("fas_secure_enabled 3", texts[2]);
    }

    [Fact]
    public void A_key_with_quotes_is_one_word_of_the_shell() => Assert.Contains("faskey='a'\\''; reboot; '\\'''\n", Texts("http://10.9.9.9:8080", "a'; reboot; '")[1]);
}
