using System.Globalization;
using System.Text.RegularExpressions;
using HotspotManager.Peers;
using HotspotManager.Peers.Browser;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Messages;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Radius;
using Microsoft.Playwright;
using Xunit;

namespace HotspotManager.EndToEnd.SignIn;

/// <summary>
/// Every way to sign in, in the mini-browsers of Android and iOS: storage gone at every open, one window, closed when another app comes to the front, a probe that must
/// succeed within seconds. The codes go through a real Kannel; the router asks the real server over RADIUS.
/// </summary>
[Collection<OneAfterAnother>]
public sealed partial class MiniBrowserTests(SmsCity city) : IClassFixture<SmsCity>
{
    private readonly Chromium _chromium = city.Chromium;
    private readonly Kannel _kannel = city.Kannel;
    private readonly HotspotProcess _hotspot = city.Hotspot;

    [Theory]
    [InlineData(MiniBrowser.Android)]
    [InlineData(MiniBrowser.Ios)]
    public async Task Voucher_tap_and_account_lead_out_in_one_window(MiniBrowser kind)
    {
        var code = (await _hotspot.CommandAsync("voucher create --plan hour --count 1"))[0].GetProperty("code").GetString()!;
        await using (var phone = await JoinAsync(kind, 1))
        {
            await phone.OpenAsync();
            await KeepAsync(phone.Page, "signin-1-first");
            await phone.Page.FillAsync("input[name=code]", $"{code[..5]}-{code[5..]}");
            await phone.Page.ClickAsync("form:has(input[name=code]) button");
            await phone.IsFreeAsync();
        }
        await using (var phone = await JoinAsync(kind, 2))
        {
            await phone.OpenAsync();
            await phone.Page.ClickAsync("button[name=consent]");
            await phone.IsFreeAsync();
        }
        await using (var phone = await JoinAsync(kind, 3))
        {
            await phone.OpenAsync();
            await phone.Page.ClickAsync("details:has(input[name=username]) summary");
            await phone.Page.FillAsync("input[name=username]", "bu.sri");
            await phone.Page.FillAsync("input[name=password]", "salah");
            await phone.Page.ClickAsync("form:has(input[name=username]) button");
            // Refused: the same way stands open again, and says why.
            await Assertions.Expect(phone.Page.Locator("[role=alert]")).ToContainTextAsync("Nama atau kata sandi salah");
            await phone.Page.FillAsync("input[name=username]", "bu.sri");
            await phone.Page.FillAsync("input[name=password]", "rahasia banget");
            await phone.Page.ClickAsync("form:has(input[name=username]) button");
            await phone.IsFreeAsync();
        }
    }

    [Theory]
    [InlineData(MiniBrowser.Android)]
    [InlineData(MiniBrowser.Ios)]
    public async Task A_code_by_sms_survives_the_window_and_nobody_is_in_before_it_is_answered(MiniBrowser kind)
    {
        var (number, full) = ($"0812 3456 789{(int)kind}", $"+62812345678 9{(int)kind}".Replace(" ", "", StringComparison.Ordinal));
        await using var phone = await JoinAsync(kind, 4);
        await phone.OpenAsync();
        await phone.Page.ClickAsync("details:has(input[name=phone]) summary");
        await KeepAsync(phone.Page, "signin-2-phone");
        await phone.Page.FillAsync("input[name=phone]", number);
        await phone.Page.ClickAsync("form:has(input[name=phone]) button");
        await Assertions.Expect(phone.Page.Locator("input[name=otp]")).ToBeVisibleAsync();
        var sms = await Eventually.IsAsync("the SMS", () => Task.FromResult(_kannel.Sent.LastOrDefault(m => m.To == full)), m => m.To is not null, TimeSpan.FromSeconds(30));
        var code = CodeIn().Match(sms.Text).Value;

        // The number, the code, the MAC: nothing opens RADIUS before the answer.
        foreach (var (name, password) in new[]
        {
            (full, code), (full[1..], code), ("0" + full[3..], "0" + full[3..]), (code, code), (phone.Mac, phone.Mac), (phone.Mac, code), ("number:1", ""), ("number:1", code),
        })
            Assert.Equal("Access-Reject", (await AskAsync(name, password, phone.Mac)).Reply?.Code);

        // The SMS is read in another app: the window is gone. It opens again with nothing kept, on the question; nothing was sent again.
        await phone.LoseFocusAsync();
        await phone.OpenAsync();
        await Assertions.Expect(phone.Page.Locator("input[name=otp]")).ToBeVisibleAsync();
        await KeepAsync(phone.Page, "signin-3-code");
        // The first page's own number field again, impatiently.
        await phone.Page.ClickAsync("details:has(input[name=phone]) summary");
        await phone.Page.FillAsync("input[name=phone]", number);
        await phone.Page.ClickAsync("form:has(input[name=phone]) button");
        await Assertions.Expect(phone.Page.Locator("[role=alert]")).ToContainTextAsync("masih berlaku");
        await phone.Page.FillAsync("input[name=otp]", Wrong(code));
        await phone.Page.ClickAsync("form:has(input[name=otp]) button");
        await Assertions.Expect(phone.Page.Locator("[role=alert]")).ToContainTextAsync("Kode salah");
        await KeepAsync(phone.Page, "signin-4-wrong");
        Assert.NotEqual(204, await phone.ProbeAsync());
        await phone.LoseFocusAsync();
        await phone.OpenAsync();
        await phone.Page.FillAsync("input[name=otp]", code);
        await phone.Page.CheckAsync("form:has(input[name=otp]) input[name=remember]");
        await phone.Page.ClickAsync("form:has(input[name=otp]) button");
        await phone.IsFreeAsync();
        Assert.Single(_kannel.Sent, m => m.To == full);

        // Kannel's message centre confirmed it, and the operator sees what it cost.
        var message = await Eventually.IsAsync("the delivery report", async () => (await _hotspot.CommandAsync("message list"))[0],
            m => m.GetProperty("state").GetString() == "delivered", TimeSpan.FromSeconds(30));
        Assert.Equal((350, "kannel"), (message.GetProperty("rupiah").GetInt32(), message.GetProperty("courier").GetString()));
        Assert.DoesNotContain("2345678", message.ToString());
        Assert.DoesNotContain(code, _hotspot.Log);
        Assert.DoesNotContain(full[3..], _hotspot.Log);
        Assert.DoesNotContain(Kannel.Password, _hotspot.Log);

        // When it joins again the router asks by MAC, and no window opens at all.
        await using var back = await CaughtPhone.JoinAsync(_hotspot, _chromium, kind, phone.Mac, asksByMac: true);
        Assert.Equal(204, await back.ProbeAsync());
    }

    [Fact]
    public async Task A_kannel_that_is_away_leaves_the_other_ways_and_the_message_goes_out_when_it_is_back()
    {
        await _hotspot.CommandAsync(["courier", "set", "kannel", "--url", "http://127.0.0.1:9/cgi-bin/sendsms"]);
        await using var phone = await JoinAsync(MiniBrowser.Android, 7);
        await phone.OpenAsync();
        await phone.Page.ClickAsync("details:has(input[name=phone]) summary");
        await phone.Page.FillAsync("input[name=phone]", "0813 9999 0001");
        await phone.Page.ClickAsync("form:has(input[name=phone]) button");
        await Assertions.Expect(phone.Page.Locator("input[name=otp]")).ToBeVisibleAsync();
        await Eventually.IsAsync("a failed try", async () => (await _hotspot.CommandAsync("message list"))[0], m => m.GetProperty("tries").GetInt32() > 0, TimeSpan.FromSeconds(30));
        await _hotspot.CommandAsync(["courier", "set", "kannel", "--url", _kannel.SendSms.ToString()]);
        await Eventually.IsAsync("the SMS", () => Task.FromResult(_kannel.Sent.Count(m => m.To == "+6281399990001")), n => n == 1, TimeSpan.FromSeconds(60));
        await phone.Page.ClickAsync("button[name=consent]");
        await phone.IsFreeAsync();
    }

    private static string Wrong(string code) => (code[0] == '9' ? '0' : (char)(code[0] + 1)) + code[1..];

    private Task<CaughtPhone> JoinAsync(MiniBrowser kind, int phone) => CaughtPhone.JoinAsync(
        _hotspot, _chromium, kind, string.Create(CultureInfo.InvariantCulture, $"02:0{(int)kind}:00:00:00:{phone:00}"));

    private Task<RadclientResult> AskAsync(string name, string password, string mac) => Radclient.SendAsync(
        $"User-Name=\"{name}\",User-Password=\"{password}\",Calling-Station-Id=\"{mac}\",NAS-Identifier=tik,Message-Authenticator=0x00", "127.0.0.1", _hotspot.AuthPort, "auth", SmsCity.Secret);

    private async Task KeepAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("HOTSPOT_SCREENSHOTS") is not { Length: > 0 } folder) return;
        foreach (var dark in new[] { false, true })
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + (dark ? "-dark" : "") + ".png"), FullPage = true });
        }
    }

    [GeneratedRegex("^[0-9]{6}")]
    private static partial Regex CodeIn();
}
