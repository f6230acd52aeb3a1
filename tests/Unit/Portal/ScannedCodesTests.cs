using System.Net;
using System.Text.RegularExpressions;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Vouchers;
using HotspotManager.Portal.Login;
using Xunit;

namespace HotspotManager.Unit.Portal;

/// <summary>A voucher's QR, from the camera to the internet.</summary>
public class ScannedCodesTests
{
    private static string Value(string page, string name) => WebUtility.HtmlDecode(Regex.Match(page, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value);

    [Fact]
    public async Task A_phone_that_no_gateway_told_us_of_is_led_to_where_its_gateway_catches_it_and_the_code_comes_along()
    {
        await using var portal = await TestPortal.StartAsync();
        var code = await portal.VoucherAsync();
        var scanned = await portal.GetTextAsync("/v/" + code);
        Assert.Contains($"{code[..5]}-{code[5..]}", scanned, StringComparison.Ordinal);
        Assert.Contains("<li>60 menit</li><li>10 MB</li><li>4 Mbps</li>", scanned, StringComparison.Ordinal);
        var link = WebUtility.HtmlDecode(Regex.Match(scanned, "class=\"b\" href=\"([^\"]+)\"").Groups[1].Value);
        Assert.StartsWith("http://captive.apple.com/hotspot-detect.html?v=", link, StringComparison.Ordinal);
        // Whoever else answers there does not get to know the code.
        Assert.DoesNotContain(code, link, StringComparison.Ordinal);

        // The gateway catches the phone on its way there.
        var caught = await portal.GetTextAsync(LoginFlowTests.NdsVisit("1a2b3c4d", ("originurl", Uri.EscapeDataString(link))));
        Assert.Contains("Kode dari QR sudah terisi", caught, StringComparison.Ordinal);
        Assert.Equal($"{code[..5]}-{code[5..]}", Value(caught, "code"));
        Assert.Contains("<section class=\"c\"><h1>Sambungkan ke internet</h1>", caught, StringComparison.Ordinal);
        var answer = await portal.PostAsync("/g/nds", new FormUrlEncodedContent([new("q", Value(caught, "q")), new("t", Value(caught, "t")), new("code", Value(caught, "code"))]));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.True((await portal.AttemptAsync()).Accepted);
    }

    [Fact]
    public async Task A_phone_whose_own_address_tells_it_goes_in_with_one_tap_and_nobody_else_does()
    {
        await using var portal = await TestPortal.StartAsync();
        var code = await portal.VoucherAsync();
        // Behind address translation the visit's address is not the one that asks: the scan is of anybody there.
        await portal.GetTextAsync(LoginFlowTests.NdsVisit());
        Assert.DoesNotContain("name=\"q\"", await portal.GetTextAsync("/v/" + code), StringComparison.Ordinal);

        await portal.GetTextAsync(LoginFlowTests.NdsVisit("1a2b3c4d", ("clientip", "127.0.0.1")));
        var scanned = await portal.GetTextAsync("/v/" + code);
        Assert.Contains("Ketuk sekali untuk menyambung", scanned, StringComparison.Ordinal);
        Assert.Contains("action=\"/g/nds\"", scanned, StringComparison.Ordinal);
        using var tap = new HttpRequestMessage(HttpMethod.Post, "/g/nds") { Content = new FormUrlEncodedContent([new("q", Value(scanned, "q")), new("t", Value(scanned, "t")), new("code", Value(scanned, "code"))]) };
        tap.Headers.Add("Sec-Fetch-Site", "same-origin");
        Assert.Equal(HttpStatusCode.SeeOther, (await portal.Phone.SendAsync(tap, TestContext.Current.CancellationToken)).StatusCode);
        Assert.True((await portal.AttemptAsync()).Accepted);

        // A gateway's challenge grows old.
        portal.Clock.Ahead = TimeSpan.FromMinutes(11);
        Assert.Contains("Buka halaman masuk", await portal.GetTextAsync("/v/" + code), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_is_good_for_nothing_says_so_and_guessing_codes_tells_nothing_more()
    {
        await using var portal = await TestPortal.StartAsync();
        var code = await portal.VoucherAsync();
        await portal.ChangeAsync(db => VoucherList.RevokeAsync(db, portal.Get<SecretBox>(), code, DateTimeOffset.UtcNow));
        await TestPortal.UntilAsync(async () => (await portal.GetTextAsync("/v/" + code)).Contains("sudah dibatalkan", StringComparison.Ordinal));
        Assert.Contains("Buka halaman masuk", await portal.GetTextAsync("/v/" + code), StringComparison.Ordinal);
        for (var i = 0; i < GuessLimits.OfSourceHere; i++)
            Assert.Contains("tidak dikenal", await portal.GetTextAsync($"/v/00000000{i:00}"), StringComparison.Ordinal);
        foreach (var any in new[] { code, "0000000077" }) Assert.DoesNotContain("role=\"alert\"", await portal.GetTextAsync("/v/" + any), StringComparison.Ordinal);
        // What was guessed from afar is nobody's at a point.
        Assert.False(portal.Get<GuessLimits>().IsCrowded("127.0.0.1", 1));
        Assert.Equal(HttpStatusCode.NotFound, (await portal.GetAsync("/v/12345")).StatusCode);
    }

    [Fact]
    public async Task An_address_of_somebody_elses_making_fills_nothing_in()
    {
        await using var portal = await TestPortal.StartAsync();
        var scanned = portal.Get<ScannedCodes>();
        var link = scanned.CatchUrl("1234567890");
        Assert.Equal("1234567890", scanned.Read(link));
        foreach (var wrong in new[] { null, "", "http://x/?v=1234567890", link + "x", link[..^1], link[..^3] + "AAA", "http://x/?v=" + new string('A', 63) }) Assert.Null(scanned.Read(wrong));
        portal.Clock.Ahead = TimeSpan.FromHours(1);
        Assert.Null(scanned.Read(link));
    }
}
