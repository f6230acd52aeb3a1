using System.Globalization;
using System.Text.Json;
using HotspotManager.EndToEnd.Serve;
using HotspotManager.Peers;
using HotspotManager.Peers.Browser;
using HotspotManager.Peers.Gateways.OpenNds;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Processes;
using Microsoft.Playwright;
using Xunit;

namespace HotspotManager.EndToEnd.Residents;

/// <summary>
/// A resident's phone (Chromium, 360 × 740, no JavaScript) behind real openNDS, with <c>hotspot serve</c> as the portal and our script on the router.
/// With HOTSPOT_SCREENSHOTS=FOLDER each step is also kept as an image there.
/// </summary>
[Collection<OneAfterAnother>]
public sealed class BehindOpenNdsTests
{
    private const string Script = "/etc/opennds/hotspot.sh";
    private const string FirstPage = "http://berita.example/kota";

    [Fact]
    public async Task A_phone_comes_online_with_one_voucher_and_the_used_up_voucher_is_refused()
    {
        await using var lab = await LabAsync();
        await using var hotspot = await ServeAsync(lab);
        var code = (await hotspot.CommandAsync("voucher create --plan drop --count 1"))[0].GetProperty("code").GetString()!;
        await lab.StartRouterAsync();
        var phone = await lab.JoinAsync();
        Assert.Equal(307, await phone.ProbeAsync());

        await using var chromium = await Chromium.StartAsync(phone.Space);
        var dark = await chromium.PageAsync(ScreenOptions.Phone with { Dark = true });
        await dark.GotoAsync(FirstPage);
        await KeepAsync(dark, "portal-1-first-page-dark");

        var page = await chromium.PageAsync(ScreenOptions.Phone);
        await page.GotoAsync(FirstPage);
        Assert.StartsWith($"http://{OpenNdsLab.PortalAddress}:8080/g/lab-ap", page.Url, StringComparison.Ordinal);
        Assert.Equal("id", await page.Locator("html").GetAttributeAsync("lang"));
        await KeepAsync(page, "portal-1-first-page");

        // A mistyped code says so in one sentence, and the page is there to try again.
        await SendCodeAsync(page, "0000000000");
        Assert.Contains("Kode", await page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
        await KeepAsync(page, "portal-2-wrong-code");
        Assert.Equal(307, await phone.ProbeAsync());

        await SendCodeAsync(page, code);
        await page.WaitForURLAsync(FirstPage);
        await Eventually.IsAsync("online", phone.ProbeAsync, status => status == 204);
        var client = (await lab.ClientsAsync()).GetProperty(phone.Mac);
        Assert.Equal("Authenticated", client.GetProperty("state").GetString());

        // The plan's hour is openNDS's own limit: it holds even when nobody can reach the router.
        var (start, end) = (Seconds(client, "session_start"), Seconds(client, "session_end"));
        Assert.InRange(end - start, 3_500, 3_600);

        // 1 MB is what the voucher has. openNDS itself puts the phone out at its next check, our script tells the portal, and the portal refuses the
        // voucher from then on.
        (await phone.CurlAsync("-o", "/dev/null", "http://files.example/bytes/1200000")).OrThrow("curl");
        await Eventually.IsAsync("out", phone.ProbeAsync, status => status == 307, TimeSpan.FromSeconds(60));
        var session = await Eventually.IsAsync(
            "the ended session with its octets",
            async () => (await hotspot.CommandAsync("session list --all")).EnumerateArray().FirstOrDefault(),
            s => s.ValueKind == JsonValueKind.Object && s.GetProperty("endedAt").ValueKind == JsonValueKind.String && s.GetProperty("outputOctets").GetInt64() >= 1_200_000,
            TimeSpan.FromSeconds(60));
        Assert.Equal("lab-ap", session.GetProperty("accessPoint").GetString());

        // The phone's mini-browser opens anew, as phones do; the old connections are dead.
        page = await chromium.PageAsync(ScreenOptions.Phone);
        await page.GotoAsync(FirstPage);
        await SendCodeAsync(page, code);
        Assert.Contains("habis", await page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.OrdinalIgnoreCase);
        await KeepAsync(page, "portal-3-used-up");
        Assert.Equal(307, await phone.ProbeAsync());
    }

    [Fact]
    public async Task A_phone_comes_online_with_one_tap()
    {
        await using var lab = await LabAsync();
        await using var hotspot = await ServeAsync(lab);
        await lab.StartRouterAsync();
        var phone = await lab.JoinAsync();
        await using var chromium = await Chromium.StartAsync(phone.Space);
        var page = await chromium.PageAsync(ScreenOptions.Phone);
        // What a phone's mini-browser opens by itself is nothing the person wanted: it ends on the page that says what is left.
        await page.GotoAsync("http://connectivitycheck.gstatic.com/generate_204");
        await page.Locator("button[name=consent]").ClickAsync();
        await page.WaitForURLAsync("**/status?s=*");
        await Eventually.IsAsync("online", phone.ProbeAsync, status => status == 204);
        await KeepAsync(page, "portal-4-what-is-left");
    }

    [Fact]
    public async Task A_session_disconnect_puts_the_phone_out_when_the_script_next_asks()
    {
        await using var lab = await LabAsync();
        await using var hotspot = await ServeAsync(lab);
        await lab.StartRouterAsync();
        var phone = await lab.JoinAsync();
        await using var chromium = await Chromium.StartAsync(phone.Space);
        var page = await chromium.PageAsync(ScreenOptions.Phone);
        await page.GotoAsync(FirstPage);
        await page.Locator("button[name=consent]").ClickAsync();
        await Eventually.IsAsync("online", phone.ProbeAsync, status => status == 204);
        (await lab.OnRouterAsync("sh", Script, "watch", "once")).OrThrow("the script");
        var session = await Eventually.IsAsync(
            "the session", async () => (await hotspot.CommandAsync("session list")).EnumerateArray().FirstOrDefault(), s => s.ValueKind == JsonValueKind.Object);

        var order = hotspot.TryAsync(["session", "disconnect", session.GetProperty("id").ToString()]);
        await Eventually.IsAsync(
            "the redirect",
            async () =>
            {
                await lab.OnRouterAsync("sh", Script, "watch", "once");
                return await phone.ProbeAsync();
            },
            status => status == 307);
        var answer = await order;
        Assert.True(answer.ExitCode == 0, answer.Output + answer.Errors);
    }

    private static Task<OpenNdsLab> LabAsync() => OpenNdsLab.CreateAsync(new OpenNdsOptions
    {
        Files = new Dictionary<string, string>
        {
            [Script] = File.ReadAllText(Path.Combine(HotspotProgram.Root, "src", "Portal", "Gateways", "OpenNds", "binauth.sh")),
        },
        Lines = [$"binauth {Script}", "checkinterval 5"],
    });

    private static async Task<HotspotProcess> ServeAsync(OpenNdsLab lab)
    {
        var hotspot = HotspotProcess.Prepare(lab.Upstream, OpenNdsLab.PortalAddress);
        await hotspot.CommandAsync(
            $"ap add lab-ap --area {ServedCity.Area} --address {OpenNdsLab.RouterAddress} --secret {ServedCity.Secret} --gateway opennds --gateway-key {lab.Options.FasKey}");
        await hotspot.CommandAsync("plan add drop --minutes 60 --down-kbps 8000 --up-kbps 2000 --mb 1");
        await hotspot.ServeAsync();
        return hotspot;
    }

    private static async Task SendCodeAsync(IPage page, string code)
    {
        await page.Locator("input[name=code]").FillAsync(code);
        await page.Locator("form:has(input[name=code]) button").ClickAsync();
    }

    private static long Seconds(JsonElement client, string field) => long.Parse(client.GetProperty(field).GetString()!, CultureInfo.InvariantCulture);

    private static async Task KeepAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("HOTSPOT_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
        }
    }
}
