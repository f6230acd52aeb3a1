using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using HotspotManager.EndToEnd.Serve;
using HotspotManager.Peers;
using HotspotManager.Peers.Browser;
using HotspotManager.Peers.Gateways.OpenNds;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Radius;
using Microsoft.Playwright;
using Xunit;

namespace HotspotManager.EndToEnd.Residents;

/// <summary>
/// A resident's phone (Chromium, 360 × 740, no JavaScript, nothing stored) behind real openNDS at each FAS level, with <c>hotspot serve</c> as the portal. At levels 0 to 2
/// our script runs on the router; level 3 is openNDS's own: authmon, and its logger for the counters. With HOTSPOT_SCREENSHOTS=FOLDER each step is also kept as an image there.
/// </summary>
[Collection<OneAfterAnother>]
public sealed partial class BehindOpenNdsTests : IDisposable
{
    private readonly TemporaryFolder _tls = new("portal-tls");

    private const string Script = "/etc/opennds/hotspot.sh", PortalName = "portal.lab.example";
    private const string FirstPage = "http://berita.example/kota";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_way_to_sign_in_leads_from_the_first_page_to_the_internet(int level)
    {
        using var authority = new TestAuthority("Lab CA");
        await using var lab = await LabAsync(level, authority);
        await using var hotspot = await PrepareAsync(lab, authority);
        var codes = (await hotspot.CommandAsync("voucher create --plan drop --count 1"))[0].GetProperty("code").GetString()!;
        await Task.WhenAll(hotspot.ServeAsync(), lab.StartRouterAsync());
        var phone = await lab.JoinAsync();
        await using var chromium = await Chromium.StartAsync(phone.Space);
        var picture = $"portal-level-{level}";

        // A voucher: a mistyped one says so in one sentence, and the page is there to try again.
        var page = await OpenAsync(chromium, level);
        Assert.Equal("id", await page.Locator("html").GetAttributeAsync("lang"));
        await KeepAsync(page, picture + "-1-first-page");
        await SendAsync(page, "code", "0000000000");
        Assert.Contains("Kode", await page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(307, await phone.ProbeAsync());
        await SendAsync(page, "code", codes);
        await page.WaitForURLAsync(FirstPage);
        Assert.Equal("internet: berita.example/kota", await page.TitleAsync());
        await Eventually.IsAsync("online", phone.ProbeAsync, status => status == 204);
        var client = (await lab.ClientsAsync()).GetProperty(phone.Mac);
        Assert.Equal("Authenticated", client.GetProperty("state").GetString());
        // The plan's hour is openNDS's own limit: it holds even when nobody can reach the router.
        Assert.InRange(Number(client, "session_end") - Number(client, "session_start"), 3_500, 3_600);

        // 1 MB is what the voucher has. openNDS itself puts the phone out at its next check, and the portal is told.
        (await phone.CurlAsync("-o", "/dev/null", "http://files.example/bytes/1200000")).OrThrow("curl");
        await Eventually.IsAsync("out", phone.ProbeAsync, status => status == 307, TimeSpan.FromSeconds(60));
        var session = await EndedAsync(hotspot, s => s.GetProperty("outputOctets").GetInt64() >= 1_200_000);
        Assert.Equal(("lab-ap", phone.Mac.Replace(':', '-').ToUpperInvariant()), (session.GetProperty("accessPoint").GetString(), session.GetProperty("mac").GetString()));
        page = await OpenAsync(chromium, level);
        await SendAsync(page, "code", codes);
        Assert.Contains("habis", await page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.OrdinalIgnoreCase);
        await KeepAsync(page, picture + "-2-used-up");

        // One tap. What a phone's mini-browser opens by itself is nothing the person wanted: it ends on the page that says what is left.
        page = await OpenAsync(chromium, level, "http://connectivitycheck.gstatic.com/generate_204");
        await page.Locator("button[name=consent]").ClickAsync();
        await page.WaitForURLAsync("**/status?s=*", new PageWaitForURLOptions { WaitUntil = WaitUntilState.Commit });
        await Eventually.IsAsync("online", phone.ProbeAsync, status => status == 204);
        (await phone.CurlAsync("-o", "/dev/null", "http://files.example/bytes/300000")).OrThrow("curl");
        await Eventually.TrueAsync("openNDS's next look at its counters", async () => Number((await lab.ClientsAsync()).GetProperty(phone.Mac), "download_this_session") >= 290);
        // What the router's own administrator does shows here, too, with what was used.
        await lab.DeauthAsync(phone);
        session = await EndedAsync(hotspot, s => s.GetProperty("outputOctets").GetInt64() is >= 300_000 and < 1_000_000);
        Assert.Equal("lab-ap", session.GetProperty("accessPoint").GetString());
        await Eventually.IsAsync("out", phone.ProbeAsync, status => status == 307);

        // A code sent to a phone number; the mini-browser closes for the message and opens anew on the question.
        page = await OpenAsync(chromium, level);
        await page.Locator("details:has(input[name=phone]) > summary").ClickAsync();
        await SendAsync(page, "phone", "0812 3456 7890");
        await page.Locator("input[name=otp]").WaitForAsync();
        await KeepAsync(page, picture + "-3-code");
        var sent = await Eventually.IsAsync("the code", () => Task.FromResult(CodeSent().Match(hotspot.Log)), found => found.Success);
        page = await OpenAsync(chromium, level);
        await SendAsync(page, "otp", sent.Groups[1].Value);
        await page.WaitForURLAsync(FirstPage);
        await Eventually.IsAsync("online", phone.ProbeAsync, status => status == 204);
    }

    [Fact]
    public async Task A_session_disconnect_puts_the_phone_out_when_the_script_next_asks()
    {
        using var authority = new TestAuthority("Lab CA");
        await using var lab = await LabAsync(1, authority);
        await using var hotspot = await PrepareAsync(lab, authority);
        await Task.WhenAll(hotspot.ServeAsync(), lab.StartRouterAsync());
        var phone = await lab.JoinAsync();
        await using var chromium = await Chromium.StartAsync(phone.Space);
        var page = await chromium.PageAsync(ScreenOptions.Phone);
        await page.GotoAsync(FirstPage);
        await page.Locator("button[name=consent]").ClickAsync();
        await Eventually.IsAsync("online", phone.ProbeAsync, status => status == 204);
        var session = await Eventually.IsAsync("the session", async () => (await SessionsAsync(hotspot)).FirstOrDefault(), s => s.ValueKind == JsonValueKind.Object);
        // A router that was never heard cannot be told; this one asks every six seconds.
        (await lab.OnRouterAsync("sh", Script, "watch", "once")).OrThrow("the script");

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

    /// <inheritdoc />
    public void Dispose() => _tls.Dispose();

    private static async Task<OpenNdsLab> LabAsync(int level, TestAuthority authority) => await OpenNdsLab.CreateAsync(new OpenNdsOptions
    {
        FasLevel = level,
        Files = new Dictionary<string, string>
        {
            [Script] = File.ReadAllText(Path.Combine(HotspotProgram.Root, "src", "Portal", "Gateways", "OpenNds", "binauth.sh")),
        },
        Lines = [$"binauth {(level == 3 ? "/usr/lib/opennds/binauth_log.sh" : Script)}", "checkinterval 2"],
        PortalName = level == 3 ? PortalName : null,
        PortalPort = level == 3 ? 8443 : 8080,
        Authority = authority.Pem,
    });

    private async Task<HotspotProcess> PrepareAsync(OpenNdsLab lab, TestAuthority authority)
    {
        using var certificate = authority.Issue(PortalName, [PortalName]);
        _tls.Write("portal.pem", certificate.ExportCertificatePem());
        _tls.Write("portal.key", certificate.KeyPem());
        var hotspot = HotspotProcess.Prepare(lab.Upstream, OpenNdsLab.PortalAddress,
            $"--Portal:Url=http://{OpenNdsLab.PortalAddress}:8080;https://{OpenNdsLab.PortalAddress}:8443",
            $"--Portal:Certificate={_tls.At("portal.pem")}", $"--Portal:CertificateKey={_tls.At("portal.key")}");
        await hotspot.CommandAsync(
            $"ap add lab-ap --area {ServedCity.Area} --address {OpenNdsLab.RouterAddress} --secret {ServedCity.Secret} --gateway opennds --gateway-key {lab.Options.FasKey}");
        await hotspot.CommandAsync("plan add drop --minutes 60 --down-kbps 8000 --up-kbps 2000 --mb 1");
        await hotspot.CommandAsync("courier add here --kind log");
        var token = (await hotspot.CommandAsync("token create reader --role admin")).GetProperty("token").GetString()!;
        hotspot.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return hotspot;
    }

    /// <summary>What a mini-browser does: a window of its own, nothing kept of the one before.</summary>
    private static async Task<IPage> OpenAsync(Chromium chromium, int level, string address = FirstPage)
    {
        var page = await chromium.PageAsync(ScreenOptions.Phone with { AnyCertificate = true });
        await page.GotoAsync(address);
        var portal = level == 3 ? $"https://{PortalName}:8443" : $"http://{OpenNdsLab.PortalAddress}:8080";
        Assert.StartsWith($"{portal}/g/lab-ap", page.Url, StringComparison.Ordinal);
        return page;
    }

    private static async Task SendAsync(IPage page, string field, string text)
    {
        await page.Locator($"input[name={field}]").FillAsync(text);
        await page.Locator($"form:has(input[name={field}]) button").First.ClickAsync();
    }

    private static Task<JsonElement> EndedAsync(HotspotProcess hotspot, Func<JsonElement, bool> which) => Eventually.IsAsync(
        "the ended session with its octets",
        async () => (await SessionsAsync(hotspot)).FirstOrDefault(s => s.GetProperty("endedAt").ValueKind == JsonValueKind.String && which(s)),
        s => s.ValueKind == JsonValueKind.Object, TimeSpan.FromSeconds(60));

    private static async Task<JsonElement[]> SessionsAsync(HotspotProcess hotspot)
    {
        using var document = JsonDocument.Parse(await hotspot.Http.GetStringAsync(new Uri(hotspot.Console, "api/v1/sessions?all=true")));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    private static long Number(JsonElement client, string field) => long.Parse(client.GetProperty(field).GetString()!, CultureInfo.InvariantCulture);

    private static async Task KeepAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("HOTSPOT_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
        }
    }

    [GeneratedRegex("\\+6281234567890 \\(only written here\\): ([0-9]{6})")]
    private static partial Regex CodeSent();
}
