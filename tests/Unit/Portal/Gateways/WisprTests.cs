using HotspotManager.Portal.Gateways;
using HotspotManager.Portal.Gateways.Wispr;
using Xunit;

namespace HotspotManager.Unit.Portal.Gateways;

public class WisprTests
{
    private static readonly string[] None = [];

    [Theory]
    [InlineData("wispr-cisco")]
    [InlineData("wispr-aruba")]
    [InlineData("wispr-ruckus")]
    public void Each_family_is_told_and_gets_the_form_it_wants(string name)
    {
        var v = GatewayVector.Load(name);
        var (read, fault) = WisprRequest.Read(PortalQuery.Read(v["query"]), null, None);
        Assert.Equal(GatewayFault.None, fault);
        Assert.Equal(name, "wispr-" + read!.Dialect.Name);
        Assert.Equal((v["mac"], v["login"]), (read.Mac, read.LoginUrl.AbsoluteUri));
        Assert.Equal(v["fields"], string.Join('&', read.Dialect.Form(read.Query, "U", "P", "L").Select(f => $"{f.Name}={f.Value}")));
    }

    [Theory]
    [InlineData("switch_url=https://evil.example/login.html&client_mac=00:1a:2b:3c:4d:5e")]
    [InlineData("switch_url=javascript:alert(1)&client_mac=00:1a:2b:3c:4d:5e")]
    [InlineData("cmd=login&mac=00:1a:2b:3c:4d:5e&switchip=evil.example")]
    [InlineData("cmd=login&mac=00:1a:2b:3c:4d:5e&switchip=192.168.1.1@evil.example")]
    [InlineData("sip=8.8.8.8&client_mac=00:1a:2b:3c:4d:5e")]
    [InlineData("login_url=https://evil.example/&client_mac=00:1a:2b:3c:4d:5e")]
    public void A_form_never_goes_to_a_strangers_page(string query) => Assert.Equal(GatewayFault.BadReturnAddress, WisprRequest.Read(PortalQuery.Read(query), null, None).Fault);

    [Fact]
    public void A_log_in_page_that_is_set_goes_before_what_the_redirect_says()
    {
        var (read, _) = WisprRequest.Read(PortalQuery.Read("switch_url=https://evil.example/&client_mac=00:1a:2b:3c:4d:5e"), new Uri("https://login.vendor.example/go"), None);
        Assert.Equal("https://login.vendor.example/go", read!.LoginUrl.AbsoluteUri);
    }

    [Fact]
    public void A_refused_log_in_is_told() =>
        Assert.True(WisprRequest.Read(PortalQuery.Read("switch_url=https://192.0.2.1/login.html&client_mac=00:1a:2b:3c:4d:5e&statusCode=5"), null, None).Request!.IsRefused);
}
