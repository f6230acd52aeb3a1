using System.Net;
using System.Text.RegularExpressions;
using HotspotManager.Console.Words;
using HotspotManager.Core.Operators;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HotspotManager.Unit.Console;

public sealed partial class PagesTests(ApiTests.Shared shared) : IClassFixture<ApiTests.Shared>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/?state=down")]
    [InlineData("/aps")]
    [InlineData("/aps?order=people&q=lowok")]
    [InlineData("/aps/LW-RW05-01")]
    [InlineData("/aps/LW-RW05-01?hours=1")]
    [InlineData("/outages")]
    [InlineData("/outages?all=true")]
    [InlineData("/maintenance")]
    [InlineData("/maintenance?all=true")]
    [InlineData("/sessions")]
    [InlineData("/sessions?all=true&q=AA-BB-CC-DD-EE-01")]
    [InlineData("/vouchers")]
    [InlineData("/attempts")]
    [InlineData("/attempts?all=true&accessPoint=LW-RW05-01")]
    [InlineData("/areas")]
    [InlineData("/areas/35.73.05")]
    [InlineData("/areas/35.73.05.1011/05")]
    [InlineData("/garden")]
    [InlineData("/garden/35.73.05.1011/05")]
    [InlineData("/hours")]
    [InlineData("/hours/35.73.05.1011/05")]
    [InlineData("/settings")]
    [InlineData("/looks")]
    [InlineData("/looks/35.73.05.1011/05")]
    [InlineData("/ways")]
    [InlineData("/ways/35.73.05.1011/05")]
    [InlineData("/messages")]
    [InlineData("/messages?state=failed")]
    [InlineData("/alerts")]
    [InlineData("/parts/feed")]
    [InlineData("/parts/row?name=LW-RW05-01")]
    [InlineData("/parts/sessions?name=LW-RW05-01")]
    [InlineData("/parts/events?name=LW-RW05-01")]
    public async Task Every_page_is_written_in_both_languages_without_script_or_style_of_its_own(string path)
    {
        foreach (var language in new[] { "id", "en" })
        {
            using var browser = await BrowserAsync(Roles.Admin, language);
            var answer = await browser.GetAsync(path, Cancel);
            var html = await answer.Content.ReadAsStringAsync(Cancel);

            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path} {answer.StatusCode} {html}");
            Assert.DoesNotMatch(InlineScript(), html);
            Assert.DoesNotContain(" style=", html, StringComparison.Ordinal);
            Assert.DoesNotContain(" onclick=", html, StringComparison.Ordinal);
            Assert.Contains("script-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/aps/KL-RW01-01")]
    [InlineData("/areas/35.73.02")]
    [InlineData("/parts/row?name=KL-RW01-01")]
    [InlineData("/attempts?accessPoint=KL-RW01-01")]
    [InlineData("/aps/NOT-THERE")]
    public async Task A_coordinator_does_not_find_what_lies_elsewhere(string path)
    {
        using var browser = await BrowserAsync(Roles.Coordinator);
        var answer = await browser.GetAsync(path, Cancel);
        Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{answer.StatusCode} {answer.RequestMessage!.RequestUri} {await answer.Content.ReadAsStringAsync(Cancel)}");
    }

    [Fact]
    public async Task A_coordinator_sees_no_phone_and_no_disconnect_button()
    {
        using var browser = await BrowserAsync(Roles.Coordinator);
        foreach (var path in new[] { "/sessions", "/aps/LW-RW05-01", "/" })
        {
            var html = await browser.GetStringAsync(path, Cancel);
            Assert.DoesNotContain("AA-BB-CC-DD-EE-01", html, StringComparison.Ordinal);
            Assert.DoesNotContain("handler=Disconnect", html, StringComparison.Ordinal);
            Assert.DoesNotContain("KL-RW01-01", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_wrong_password_is_refused_and_a_form_without_its_token_too()
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler) { BaseAddress = shared.Rig.Address };
        var token = TokenOf(await browser.GetStringAsync("/login", Cancel));

        using var wrong = Form(("Name", "viewer"), ("Password", "wrong password"), ("__RequestVerificationToken", token));
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync("/login", wrong, Cancel)).StatusCode);
        using var bare = Form(("Name", "viewer"), ("Password", ConsoleRig.Password));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/login", bare, Cancel)).StatusCode);
        using var open = Form(("Name", "viewer"), ("Password", ConsoleRig.Password), ("ReturnUrl", "//evil.example/"), ("__RequestVerificationToken", token));
        Assert.Equal("/", (await browser.PostAsync("/login", open, Cancel)).Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    public async Task The_language_link_leads_nowhere_else(string back)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler) { BaseAddress = shared.Rig.Address };
        Assert.Equal("/", (await browser.GetAsync("/language/en?back=" + Uri.EscapeDataString(back), Cancel)).Headers.Location!.OriginalString);
    }

    [Fact]
    public void Every_role_of_a_device_has_words()
    {
        foreach (var role in Enum.GetValues<HotspotManager.Core.Conditions.ConditionRole>())
            Assert.Contains("role." + HotspotManager.Core.Conditions.ConditionRoles.Name(role), WordTable.For("id").Keys);
    }

    [Fact]
    public async Task What_a_device_told_stands_on_its_page_and_in_the_API_and_its_address_only_for_operators()
    {
        var device = shared.Rig.Services.GetRequiredService<HotspotManager.Core.Networks.NetworkTable>().Current.FindAccessPoint("LW-RW05-01")!.DeviceId!.Value;
        await shared.Rig.Services.GetRequiredService<HotspotManager.Core.Store.StoreWriter>().WriteAsync(db => HotspotManager.Core.Conditions.Conditions.UpsertAsync(db,
        [
            new HotspotManager.Core.Conditions.DeviceCondition
            {
                DeviceId = device, At = DateTimeOffset.UtcNow, Profile = "mikrotik",
                Data = """{"":{"firmware":"6.49.10","temperature":41.2,"address":"10.9.8.7"},"wlan1":{"band":"2.4 GHz","channel":6,"clients":14,"noise":-104}}""",
            },
        ], Cancel), Cancel);
        using var browser = await BrowserAsync(Roles.Operator);
        var html = System.Net.WebUtility.HtmlDecode(await browser.GetStringAsync("/aps/LW-RW05-01", Cancel));
        foreach (var text in new[] { "Keadaan alat", "41,2 °C", "6.49.10", "2.4 GHz · kanal 6 · warga 14 · derau -104 dBm", "10.9.8.7" }) Assert.Contains(text, html, StringComparison.Ordinal);
        using var api = await shared.Rig.ClientAsync(Roles.Coordinator, "35.73.05.1011");
        var json = await api.GetStringAsync("/api/v1/access-points/LW-RW05-01/condition", Cancel);
        Assert.Contains("\"role\":\"noise\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain("10.9.8.7", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_languages_have_the_same_words_and_placeholders()
    {
        WordTable indonesian = WordTable.For("id"), english = WordTable.For("en");
        Assert.Equal(indonesian.Keys.Order(), english.Keys.Order());
        foreach (var key in indonesian.Keys)
            Assert.Equal(Placeholders(indonesian[key]), Placeholders(english[key]));
    }

    [Fact]
    public async Task Opening_hours_are_added_shown_in_the_areas_within_and_removed()
    {
        using var browser = await BrowserAsync(Roles.Admin);
        const string city = "/hours", rw = "/hours/35.73.05.1011/05";
        var token = TokenOf(await browser.GetStringAsync(city, Cancel));
        using var add = Form(("Form.Kind", "closed"), ("Form.From", "18:00"), ("Form.Until", "21:00"), ("Form.Days", "mon"), ("Form.Days", "holidays"), ("Form.Name", "jam mengaji"), ("__RequestVerificationToken", token));
        Assert.Contains("18:00–21:00", await (await browser.PostAsync(city + "?handler=Add", add, Cancel)).Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using var holiday = Form(("day", "2027-08-17"), ("name", "HUT RI"), ("__RequestVerificationToken", token));
        Assert.Contains("2027-08-17 HUT RI", await (await browser.PostAsync(city + "?handler=Holiday", holiday, Cancel)).Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        var within = await browser.GetStringAsync(rw, Cancel);
        Assert.Contains("Senin, hari libur", within, StringComparison.Ordinal);
        Assert.Contains("jam mengaji", within, StringComparison.Ordinal);
        var id = Regex.Match(await browser.GetStringAsync(city, Cancel), "name=\"id\" value=\"(\\d+)\"").Groups[1].Value;
        // What is the city's is not removed from an RW's page.
        using var elsewhere = Form(("id", id), ("__RequestVerificationToken", token));
        Assert.Contains("role=\"alert\"", await (await browser.PostAsync(rw + "?handler=Remove", elsewhere, Cancel)).Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using var wrong = Form(("Form.From", "25:00"), ("Form.Until", "21:00"), ("__RequestVerificationToken", token));
        Assert.Contains("role=\"alert\"", await (await browser.PostAsync(city + "?handler=Add", wrong, Cancel)).Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using var remove = Form(("id", id), ("__RequestVerificationToken", token));
        Assert.DoesNotContain("jam mengaji", await (await browser.PostAsync(city + "?handler=Remove", remove, Cancel)).Content.ReadAsStringAsync(Cancel) + await browser.GetStringAsync(rw, Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vouchers_are_made_shown_printed_with_a_qr_and_cancelled()
    {
        using var browser = await BrowserAsync(Roles.Operator);
        var token = TokenOf(await browser.GetStringAsync("/vouchers", Cancel));
        using var make = Form(("Plan", "sekali-ketuk"), ("Count", "3"), ("Days", "30"), ("Area", ""), ("__RequestVerificationToken", token));
        var made = await browser.PostAsync("/vouchers", make, Cancel);
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        var batch = made.RequestMessage!.RequestUri!.AbsolutePath;
        var list = await made.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(3, Code().Count(list));

        var sheet = await browser.GetStringAsync(batch + "/print", Cancel);
        Assert.Equal(3, Regex.Count(sheet, "aria-label=\"QR\""));

        var code = Code().Match(list).Groups[1].Value;
        using var cancel = Form(("code", code), ("__RequestVerificationToken", TokenOf(list)));
        var after = await (await browser.PostAsync(batch + "?handler=Revoke", cancel, Cancel)).Content.ReadAsStringAsync(Cancel);
        Assert.Equal(2, Code().Count(after));
    }

    /// <summary>A browser that is signed in; the cookies are shared, for signing in is limited to 30 times a minute.</summary>
    private Task<HttpClient> BrowserAsync(string role, string language = "id") => BrowserAsync(shared, role, language);

    internal static async Task<HttpClient> BrowserAsync(ApiTests.Shared shared, string role, string language = "id")
    {
        var known = shared.Cookies.TryGetValue(role, out var cookies);
        if (!known) shared.Cookies[role] = cookies = new CookieContainer();
        var browser = new HttpClient(new HttpClientHandler { CookieContainer = cookies! }) { BaseAddress = shared.Rig.Address };
        if (!known)
        {
            var token = TokenOf(await browser.GetStringAsync("/login", Cancel));
            using var form = Form(("Name", role), ("Password", ConsoleRig.Password), ("__RequestVerificationToken", token));
            Assert.Equal(HttpStatusCode.OK, (await browser.PostAsync("/login", form, Cancel)).StatusCode);
        }

        await browser.GetAsync("/language/" + language, Cancel);
        return browser;
    }

    internal static FormUrlEncodedContent Form(params (string, string)[] fields) => new(fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2)));

    internal static string TokenOf(string html) => Regex.Match(html, "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"").Groups[1].Value;

    private static IEnumerable<string> Placeholders(string text) => Regex.Matches(text, @"\{\d\}").Select(m => m.Value).Order();

    [GeneratedRegex("<script(?![^>]*\\bsrc=)")]
    private static partial Regex InlineScript();

    [GeneratedRegex("name=\"code\" value=\"(\\d{10})\"")]
    private static partial Regex Code();
}
