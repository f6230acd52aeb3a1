using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Panels;
using HotspotManager.Portal.Gateways;
using HotspotManager.Portal.Login;
using HotspotManager.Portal.Login.Texts;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HotspotManager.Unit.Portal;

public partial class PagesTests
{
    private static string Text(PreparedPage page, Fields fields) => Encoding.UTF8.GetString(PageWriter.Compose(page, fields, gzip: false).Span);

    /// <summary>Every field at its longest: random text that does not compress.</summary>
    internal static Fields Fullest()
    {
        var random = new Random(1);
        var fields = new Fields();
        foreach (var field in Enum.GetValues<Field>()) fields[field] = "Sebuah kalimat yang cukup panjang.";
        string Query() => new([.. Enumerable.Range(0, PortalQuery.LongestQuery).Select(_ => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"[random.Next(62)])]);
        var query = Query();
        fields[Field.Query] = query;
        // A way is a card or folded, never both: the question for a code with every way folded below it is the longest page there is.
        fields[Field.VoucherCard] = fields[Field.PhoneCard] = fields[Field.AccountCard] = fields[Field.WelcomeBack] = null;
        return fields;
    }

    [Fact]
    public void Every_page_fits_in_one_flight()
    {
        foreach (var texts in PortalTexts.All)
        {
            var pages = PortalPages.Make(texts, "Kota Malang");
            foreach (var page in new[] { pages.SignIn, pages.Status, pages.Message, pages.Voucher, pages.Privacy })
                Assert.InRange(PageWriter.Compose(page, Fullest(), gzip: true).Length, 500, 14_336);
        }
    }

    [Fact]
    public void A_page_asks_for_nothing_else_and_runs_nothing()
    {
        foreach (var texts in PortalTexts.All)
        {
            var pages = PortalPages.Make(texts, "Kota Malang");
            foreach (var page in new[] { pages.SignIn, pages.Status, pages.Message, pages.Voucher, pages.Privacy })
            {
                var text = Text(page, Fullest());
                Assert.DoesNotContain("<script", text);
                Assert.DoesNotContain("<img", text);
                Assert.DoesNotContain("<iframe", text);
                Assert.DoesNotContain("@import", text);
                Assert.DoesNotContain("url(", text);
                Assert.DoesNotMatch(OutsideLink(), text);
                Assert.Contains($"<html lang=\"{texts.Language}\">", text);
                Assert.Contains("prefers-color-scheme:dark", text);
                Assert.StartsWith("default-src 'none'; style-src 'sha256-", page.ContentSecurityPolicy);
            }
        }
    }

    [Fact]
    public void What_a_visitor_wrote_is_never_markup()
    {
        var fields = Fullest();
        foreach (var field in Enum.GetValues<Field>()) fields[field] = "\"'><script>alert(1)</script>&";
        var page = Text(PortalPages.Make(PortalTexts.Indonesian, "Kota <b>Malang</b>").SignIn, fields);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("<b>Malang", page);
        Assert.Contains("&quot;&#x27;&gt;&lt;script&gt;", page);
    }

    [Fact]
    public void A_section_without_a_value_is_left_out()
    {
        var pages = PortalPages.Make(PortalTexts.Indonesian, "Kota Malang");
        var page = Text(pages.SignIn, new Fields { [Field.Action] = "/g/x" });
        Assert.DoesNotContain("role=\"alert\"", page);
        Assert.DoesNotContain("consent", page);
        Assert.Throws<FormatException>(() => PreparedPage.Make("[[?Place]]x", ""));
        Assert.Throws<FormatException>(() => PreparedPage.Make("[[Nowhere]]", ""));
    }

    [Fact]
    public void Every_reason_and_fault_has_its_sentence()
    {
        foreach (var reason in Enum.GetValues<Reason>())
        {
            Assert.NotEmpty(ReasonTexts.In("id", reason));
            Assert.NotEmpty(ReasonTexts.In("en", reason));
        }
        foreach (var fault in Enum.GetValues<GatewayFault>()) Assert.NotEmpty(GatewayFaultTexts.ForOperator(fault));
    }

    [Fact]
    public void Figures_are_written_as_the_language_writes_them()
    {
        Assert.Equal(("1,5 GB", "8,5 MB", "512 MB"), (PortalTexts.Indonesian.Data(1_500_000_000), PortalTexts.Indonesian.Data(8_500_000), PortalTexts.Indonesian.Data(512_000_000)));
        Assert.Equal(("1.5 GB", "2.5 Mbps"), (PortalTexts.English.Data(1_500_000_000), PortalTexts.English.Speed(2500)));
        Assert.Equal(("58 menit", "2 jam 5 menit", "3 hari"), (
            PortalTexts.Indonesian.Duration(TimeSpan.FromMinutes(57.2)), PortalTexts.Indonesian.Duration(TimeSpan.FromMinutes(125)), PortalTexts.Indonesian.Duration(TimeSpan.FromDays(3))));
    }

    [Fact]
    public async Task Pages_come_with_their_headers_in_both_languages_and_set_no_cookie()
    {
        await using var portal = await TestPortal.StartAsync();
        var answer = await portal.GetAsync(LoginFlowTests.NdsVisit() + "&lang=en");
        var page = await TestPortal.TextAsync(answer);
        Assert.Contains("Connect to the internet", page);
        Assert.Contains("lang=id", page);
        Assert.Contains("inputmode=\"numeric\"", page);
        Assert.Contains("RW 05", page);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.False(answer.Headers.Contains("Server"));
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.StartsWith("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task The_small_pages_answer()
    {
        await using var portal = await TestPortal.StartAsync();
        Assert.Contains("Data Anda", await portal.GetTextAsync("/privacy"));
        Assert.Contains("Your data", await portal.GetTextAsync("/privacy?lang=en"));
        Assert.Contains("12345-67890", await portal.GetTextAsync("/v/1234567890"));
        Assert.Contains("WiFi warga", await portal.GetTextAsync("/status"));
        Assert.Contains("WiFi warga", await portal.GetTextAsync("/"));
        var capport = await portal.GetAsync("/capport");
        Assert.Equal("application/captive+json", capport.Content.Headers.ContentType!.MediaType);
        using var json = System.Text.Json.JsonDocument.Parse(await TestPortal.TextAsync(capport));
        Assert.True(json.RootElement.GetProperty("captive").GetBoolean());
        Assert.Equal(HttpStatusCode.NotFound, (await portal.PostAsync("/privacy", new StringContent(""))).StatusCode);
    }

    [Theory]
    [InlineData("nds", "faskey a-shared-faskey")]
    [InlineData("chilli", "HS_UAMSECRET=uamsecret1")]
    [InlineData("tik", "/radius/add comment=hotspot service=hotspot")]
    public async Task Each_gateway_has_its_lines_to_paste_with_real_values(string point, string line)
    {
        await using var portal = await TestPortal.StartAsync();
        var panel = Assert.Single(portal.Get<IServiceProvider>().GetServices<Panel>(), p => p.Place == PanelPlace.AccessPoint && p.Title.StartsWith("Tempel", StringComparison.Ordinal));
        var shown = panel.Show(new PanelRequest(point, "id", "", Secrets: true));
        Assert.NotNull(shown);
        Assert.False(shown.HidesSecrets);
        Assert.Contains(shown.Code, code => code.Text.Contains(line, StringComparison.Ordinal));
        Assert.Contains(shown.Code, code => code.Text.Contains("/g/" + point, StringComparison.Ordinal));
        Assert.Null(panel.Show(new PanelRequest("bare", "id", "")));

        // Until somebody asks for them, no secret is in it.
        var hidden = panel.Show(new PanelRequest(point, "id", ""))!;
        Assert.True(hidden.HidesSecrets);
        foreach (var secret in new[] { "radius-secret", TestPortal.FasKey, TestPortal.UamSecret })
            Assert.DoesNotContain(hidden.Code, code => code.Text.Contains(secret, StringComparison.Ordinal));
    }

    [GeneratedRegex("(?:href|src|action)=\"(?:https?:)?//")]
    private static partial Regex OutsideLink();
}
