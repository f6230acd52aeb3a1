using System.Net;
using System.Text;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Looks;
using HotspotManager.Portal.Gateways;
using HotspotManager.Portal.Login;
using HotspotManager.Portal.Login.Texts;
using HotspotManager.Unit.Core;
using Xunit;

namespace HotspotManager.Unit.Portal;

/// <summary>The city's own name, mark, colours and notices on residents' pages.</summary>
public class LookPagesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A logo as large as one may be, of what compresses least.</summary>
    private static byte[] LargestLogo()
    {
        var side = 30;
        while (LogoFile.Weight(LookTests.Png(side + 1)) <= Look.LargestLogo) side++;
        return LogoFile.Clean(LookTests.Png(side));
    }

    [Fact]
    public void The_fullest_page_with_the_largest_logo_fits_in_one_flight()
    {
        var random = new Random(2);
        var logo = LargestLogo();
        Assert.InRange(LogoFile.Weight(logo), Look.LargestLogo - 300, Look.LargestLogo);
        var look = new LookShown(Words(Look.LongestName), LookColours.Of(Colour.Read("#7b1e3a"), Colour.Read("#e6a0b4")), LogoFile.Uri(logo));
        foreach (var texts in PortalTexts.All)
        {
            var (pages, plain) = (PortalPages.Make(texts, "Kota Malang", look), PortalPages.Make(texts, "Kota Malang", look with { LogoUri = null }));
            foreach (var page in new[] { pages.SignIn, pages.Status, pages.Message, pages.Voucher, pages.Privacy })
            {
                var fields = PagesTests.Fullest();
                (fields[Field.News], fields[Field.News2], fields[Field.News3]) = (Words(LookNotice.LongestText), Words(LookNotice.LongestText), Words(LookNotice.LongestText));
                fields[Field.Query] = fields[Field.Query]![..PortalScreens.LongestQueryWithLogo];
                Assert.InRange(PageWriter.Compose(page, fields, gzip: true).Length, 5000, 14_336);
            }
            foreach (var page in new[] { plain.SignIn, plain.Status, plain.Message })
            {
                var fields = PagesTests.Fullest();
                (fields[Field.News], fields[Field.News2], fields[Field.News3]) = (Words(LookNotice.LongestText), Words(LookNotice.LongestText), Words(LookNotice.LongestText));
                Assert.InRange(PageWriter.Compose(page, fields, gzip: true).Length, 500, 14_336);
            }
        }

        string Words(int length) => new([.. Enumerable.Range(0, length).Select(i => i % 7 == 6 ? ' ' : (char)('a' + random.Next(26)))]);
    }

    [Fact]
    public async Task A_city_has_its_own_name_colours_logo_and_notices_and_an_area_its_own_again()
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.ChangeAsync(async db =>
        {
            await LookList.SetAsync(db, null, new LookInput(Name: "Batu <Online>", Brand: "#7b1e3a", Logo: LookTests.Png(20)), Cancel);
            await LookList.SetAsync(db, TestPortal.Place, new LookInput(Name: "RW Lima"), Cancel);
            await LookList.AddNoticeAsync(db, portal.Get<CityClock>(), new NoticeInput(null, "Kerja bakti & bazar", "Fair", null, null), Cancel);
        });
        await TestPortal.UntilAsync(() => portal.Get<LookTable>().Of(null).Name is not null);
        var answer = await portal.GetAsync(LoginFlowTests.NdsVisit());
        var here = await TestPortal.TextAsync(answer);
        Assert.Contains("<b>RW Lima</b>", here, StringComparison.Ordinal);
        Assert.Contains("--brand:#7b1e3a", here, StringComparison.Ordinal);
        Assert.Contains("<img src=\"data:image/png;base64,", here, StringComparison.Ordinal);
        Assert.Contains("Kerja bakti &amp; bazar", here, StringComparison.Ordinal);
        // The browser takes the style only by its own sum.
        var style = here[(here.IndexOf("<style>", StringComparison.Ordinal) + 7)..here.IndexOf("</style>", StringComparison.Ordinal)];
        Assert.Contains(Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(style))), answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);

        var status = await portal.GetTextAsync("/status?lang=en");
        Assert.Contains("<b>Batu &lt;Online&gt;</b>", status, StringComparison.Ordinal);
        Assert.Contains("<p>Fair</p>", status, StringComparison.Ordinal);

        await portal.ChangeAsync(async db =>
        {
            await LookList.SetAsync(db, null, new LookInput(Name: "", Brand: "", Logo: []), Cancel);
            await LookList.SetAsync(db, TestPortal.Place, new LookInput(Name: ""), Cancel);
        });
        await TestPortal.UntilAsync(() => portal.Get<LookTable>().Of(TestPortal.Place) == LookShown.BuiltIn);
        Assert.Contains("<b>WiFi Warga Malang</b>", await portal.GetTextAsync(LoginFlowTests.NdsVisit()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_look_is_seen_on_the_real_page_before_it_is_stored()
    {
        await using var portal = await TestPortal.StartAsync();
        var preview = portal.Get<LookPreview>();
        var draft = new LookDraft(TestPortal.Place, LookShown.BuiltIn with { Name = "Coba", Colours = LookColours.Of(Colour.Read("#204080"), null) }, "id", Dark: true, "Besok libur");
        var dark = preview.Show(draft);
        Assert.Contains("<b>Coba</b>", dark.Html, StringComparison.Ordinal);
        Assert.Contains("Besok libur", dark.Html, StringComparison.Ordinal);
        Assert.Contains("name=\"code\"", dark.Html, StringComparison.Ordinal);
        Assert.Contains("RW 05", dark.Html, StringComparison.Ordinal);
        Assert.Contains(":root{color-scheme:dark;", dark.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("prefers-color-scheme", dark.Html, StringComparison.Ordinal);
        Assert.Contains(":root{color-scheme:light;", preview.Show(draft with { Dark = false, Area = "" }).Html, StringComparison.Ordinal);
        Assert.Contains("WiFi Warga Malang", await portal.GetTextAsync(LoginFlowTests.NdsVisit()), StringComparison.Ordinal);
    }
}
