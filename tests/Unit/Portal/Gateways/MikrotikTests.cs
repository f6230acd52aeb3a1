using HotspotManager.Portal.Gateways;
using HotspotManager.Portal.Gateways.Mikrotik;
using Xunit;

namespace HotspotManager.Unit.Portal.Gateways;

public class MikrotikTests
{
    private static readonly string[] None = [];

    internal static PortalQuery Query(params (string Name, string Value)[] changes)
    {
        var v = GatewayVector.Load("mikrotik-chap");
        var fields = new Dictionary<string, string>
        {
            ["mac"] = "02:AA:BB:CC:DD:EE",
            ["ip"] = "10.5.50.7",
            ["username"] = "",
            ["link-login-only"] = "http://10.5.50.1/login",
            ["link-orig"] = "http://example.org/",
            ["error"] = "",
            ["chap-id"] = v["chap-id"],
            ["chap-challenge"] = v["chap-challenge"],
            ["server-name"] = "hs-rw05",
            ["identity"] = "rw05",
        };
        foreach (var (name, value) in changes) fields[name] = value;
        return PortalQuery.FromForm(fields);
    }

    [Fact]
    public void A_posted_form_reads_and_the_chap_password_is_worked_out()
    {
        var v = GatewayVector.Load("mikrotik-chap");
        var (read, fault) = HotspotRequest.Read(Query(), None);

        Assert.Equal(GatewayFault.None, fault);
        Assert.Equal("02-AA-BB-CC-DD-EE", read!.Mac);
        Assert.Equal(("hs-rw05", "rw05"), (read.ServerName, read.Identity));
        Assert.Equal(
            $"http://10.5.50.1/login?username=u1&password={v["response"]}&dst=http%3A%2F%2Fexample.org%2F&popup=false",
            HotspotAnswer.Url(read, "u1", v["password"], "http://example.org/"));
    }

    [Fact]
    public void Without_a_challenge_the_password_goes_as_it_is()
    {
        var (read, _) = HotspotRequest.Read(Query(("chap-id", ""), ("chap-challenge", "")), None);
        Assert.Contains("&password=rahasia&", HotspotAnswer.Url(read!, "u", "rahasia", "http://example.org/"));
    }

    [Fact]
    public void Escaped_forms_are_undone_once_more()
    {
        var (read, _) = HotspotRequest.Read(
            PortalQuery.FromForm(new Dictionary<string, string>
            {
                ["link-login-only"] = "http://10.5.50.1/login",
                ["mac-esc"] = "02%3AAA%3ABB%3ACC%3ADD%3AEE",
                ["link-orig-esc"] = "http%3A%2F%2Fexample.org%2Fa%20b",
            }), None);
        Assert.Equal("02-AA-BB-CC-DD-EE", read!.Mac);
        Assert.Equal("http://example.org/a%20b", read.OriginalUrl);
    }

    [Theory]
    [InlineData("chap-id", @"\400", GatewayFault.BadChallenge)]
    [InlineData("chap-id", "x", GatewayFault.BadChallenge)]
    [InlineData("chap-challenge", @"\12", GatewayFault.BadChallenge)]
    [InlineData("chap-challenge", "", GatewayFault.BadChallenge)]
    [InlineData("link-login-only", "http://evil.example/login", GatewayFault.BadReturnAddress)]
    [InlineData("link-login-only", "javascript:alert(1)", GatewayFault.BadReturnAddress)]
    [InlineData("link-login-only", "http://10.5.50.1@evil.example/login", GatewayFault.BadReturnAddress)]
    [InlineData("link-login-only", @"http://evil.example\@10.5.50.1/login", GatewayFault.BadReturnAddress)]
    [InlineData("link-login-only", "http://10.5.50.1/login?dst=x", GatewayFault.BadReturnAddress)]
    [InlineData("link-login-only", "http://10.5.50.1.evil.example/login", GatewayFault.BadReturnAddress)]
    [InlineData("mac", "<script>", GatewayFault.BadPhone)]
    public void A_field_that_is_not_what_it_should_be_is_refused(string name, string value, GatewayFault expected)
    {
        var (read, fault) = HotspotRequest.Read(Query((name, value)), None);
        Assert.Null(read);
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void Every_truncation_fails_cleanly()
    {
        var raw = Query().Raw;
        for (var length = 0; length < raw.Length; length++)
        {
            var (read, fault) = HotspotRequest.Read(PortalQuery.Read(raw[..length]), None);
            Assert.Equal(read is null, fault != GatewayFault.None);
        }
    }
}
