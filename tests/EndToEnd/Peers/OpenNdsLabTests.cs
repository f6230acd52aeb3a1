using System.Net;
using System.Security.Cryptography;
using System.Text;
using HotspotManager.Peers;
using HotspotManager.Peers.Browser;
using HotspotManager.Peers.Gateways.OpenNds;
using HotspotManager.Peers.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace HotspotManager.EndToEnd.Peers;

/// <summary>The laboratory with real openNDS, proved with a stand-in for the portal.</summary>
[Collection<OneAfterAnother>]
public sealed class OpenNdsLabTests
{
    private const string BinAuth = """
        #!/bin/sh
        echo "$*" >> /mnt/binauth.log
        [ "$1" = auth_client ] && echo "600 0 0 0 0"
        exit 0
        """;

    [Fact]
    public async Task A_phone_goes_from_the_redirect_to_online_and_back()
    {
        var options = new OpenNdsOptions
        {
            Files = new Dictionary<string, string> { ["/etc/opennds/binauth.sh"] = BinAuth },
            Lines = ["binauth /etc/opennds/binauth.sh"],
        };
        await using var lab = await OpenNdsLab.CreateAsync(options);
        await using var portal = InternetServer.Build(lab.Upstream, IPAddress.Parse(OpenNdsLab.PortalAddress), options.PortalPort);
        portal.MapGet(options.PortalPath, (HttpContext context) => Results.Redirect(Return(context.Request.Query["fas"].ToString(), options.FasKey)));
        await portal.StartAsync(TestContext.Current.CancellationToken);
        await lab.StartRouterAsync();
        var phone = await lab.JoinAsync();

        Assert.Equal(307, await phone.ProbeAsync());
        var walk = await phone.CurlAsync("-L", "http://connectivitycheck.gstatic.com/generate_204");
        Assert.Contains("internet: landing.example/ok", walk.Output, StringComparison.Ordinal);
        Assert.Equal(204, await phone.ProbeAsync());

        (await phone.CurlAsync("-o", "/dev/null", "http://files.example/bytes/500000")).OrThrow("curl");
        var client = (await lab.ClientsAsync()).GetProperty(phone.Mac);
        Assert.Equal("Authenticated", client.GetProperty("state").GetString());
        Assert.Equal(phone.Address, client.GetProperty("ip").GetString());

        await lab.DeauthAsync(phone);
        await Eventually.IsAsync("the redirect again", phone.ProbeAsync, status => status == 307);
        var log = (await lab.OnRouterAsync("cat", "/mnt/binauth.log")).OrThrow("cat").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["auth_client", "client_auth", "ndsctl_deauth"], log.Select(line => line.Split(' ')[0]));
        Assert.True(long.Parse(log[2].Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture) >= 500_000, log[2]);
    }

    [Fact]
    public async Task Chromium_on_the_phone_follows_the_redirect_to_the_portal()
    {
        await using var lab = await OpenNdsLab.CreateAsync();
        await using var portal = InternetServer.Build(lab.Upstream, IPAddress.Parse(OpenNdsLab.PortalAddress), lab.Options.PortalPort);
        portal.MapGet(lab.Options.PortalPath, () => Results.Content(Page, "text/html"));
        await portal.StartAsync(TestContext.Current.CancellationToken);
        await lab.StartRouterAsync();
        var phone = await lab.JoinAsync();
        await using var chromium = await Chromium.StartAsync(phone.Space);
        var page = await chromium.PageAsync(ScreenOptions.Phone);
        await page.GotoAsync("http://neverssl.example/");
        Assert.StartsWith($"http://{OpenNdsLab.PortalAddress}:8080/g/lab-ap?fas=", page.Url, StringComparison.Ordinal);
        Assert.Equal("portal", await page.TitleAsync());
        Assert.Equal(360, page.ViewportSize!.Width);
    }

    private const string Page = "<title>portal</title><script>document.title='script ran'</script>";

    private static string Return(string fas, string key)
    {
        var fields = Encoding.UTF8.GetString(Convert.FromBase64String(fas)).Split(", ")
            .Select(field => field.Split('=', 2)).Where(field => field.Length == 2).ToDictionary(field => field[0], field => field[1]);
        var token = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(fields["hid"] + key)));
        return $"http://{fields["gatewayaddress"]}/opennds_auth/?tok={token}&redir=http%3A%2F%2Flanding.example%2Fok&custom=eA%3D%3D";
    }
}
