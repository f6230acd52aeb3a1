using System.Text.Json;
using HotspotManager.Peers;
using HotspotManager.Peers.Browser;
using HotspotManager.Peers.Processes;
using Microsoft.Playwright;
using Xunit;

namespace HotspotManager.EndToEnd.Residents;

/// <summary>
/// A resident's phone (Chromium, 360 × 740, no JavaScript) behind each simulated brand: from the first http page to a page of the internet, what it used in our journal, and
/// out again by an operator's order.
/// </summary>
[Collection<OneAfterAnother>]
public sealed class BehindEachGatewayTests(GatewayCity city) : IClassFixture<GatewayCity>
{
    [Theory]
    [InlineData("coova-2")]
    [InlineData("mikrotik-3")]
    [InlineData("unifi-0")]
    [InlineData("unifi-1")]
    [InlineData("unifi-7")]
    [InlineData("omada-4")]
    [InlineData("wifidog-5")]
    [InlineData("generic-6")]
    public async Task A_phone_comes_online_is_counted_and_is_put_out(string name)
    {
        var (point, code, wanted) = (city.Points[name], city.Vouchers.Dequeue(), $"http://berita.{name}.example/kota");
        var page = await city.Browser.PageAsync(ScreenOptions.Phone);

        await page.GotoAsync(wanted);
        // RouterOS's own page hands the phone on by a refresh.
        await page.WaitForURLAsync(city.Hotspot.Portal.AbsoluteUri + "**");
        await page.Locator("input[name=code]").FillAsync("0000000000");
        await page.Locator("form:has(input[name=code]) button").ClickAsync();
        Assert.NotEmpty(await page.GetByRole(AriaRole.Alert).InnerTextAsync());
        Assert.Equal(0, point.Clients);
        await page.Locator("input[name=code]").FillAsync(code);
        await page.Locator("form:has(input[name=code]) button").ClickAsync();
        if (name.StartsWith("generic", StringComparison.Ordinal)) await page.Locator("form:has(input[name=buttonClicked]) button").ClickAsync();
        await Eventually.IsAsync("in at the gateway", () => Task.FromResult(point.Clients), clients => clients == 1);
        await page.GotoAsync(wanted);
        Assert.Contains("the simulated internet", await page.ContentAsync(), StringComparison.Ordinal);

        await Eventually.IsAsync("something moved", () => Task.FromResult((long)point.Down), down => down > 0);

        // What the phone moves arrives in our journal, and never more than it moved.
        var radius = name.Split('-')[0] is "coova" or "mikrotik" or "generic";
        var session = await Eventually.IsAsync(
            "the session" + (radius ? "" : " with its octets"), () => SessionAsync(name), s => s.ValueKind == JsonValueKind.Object && (radius || s.GetProperty("outputOctets").GetInt64() > 0), TimeSpan.FromSeconds(60));
        Assert.True(session.GetProperty("outputOctets").GetInt64() <= (long)point.Down);

        using var order = await city.Console.PostAsync(new Uri($"/api/v1/sessions/{session.GetProperty("id")}/disconnect", UriKind.Relative), null, TestContext.Current.CancellationToken);
        // wifidog is told when it next asks, which may be after the ten seconds that the console waits.
        if (!name.StartsWith("wifidog", StringComparison.Ordinal)) Assert.True(order.IsSuccessStatusCode, await order.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await Eventually.IsAsync("out at the gateway", () => Task.FromResult(point.Clients), clients => clients == 0, TimeSpan.FromSeconds(40));
        var ended = await Eventually.IsAsync("the ended session", () => SessionAsync(name), s => s.ValueKind == JsonValueKind.Object && s.GetProperty("endedAt").ValueKind == JsonValueKind.String, TimeSpan.FromSeconds(40));
        Assert.InRange(ended.GetProperty("outputOctets").GetInt64(), 1, (long)point.Down);
        await page.GotoAsync(wanted);
        await page.WaitForURLAsync(city.Hotspot.Portal.AbsoluteUri + "**");
    }

    [Fact]
    public async Task The_doctor_says_what_each_controller_answers()
    {
        foreach (var name in new[] { "unifi-0", "unifi-1", "unifi-7", "omada-4" })
        {
            var findings = (await city.Hotspot.TryAsync(["doctor", "--ap", name, "--lang", "en", "--json"])).Output;
            using var read = JsonDocument.Parse(findings);
            var controller = Assert.Single(read.RootElement.EnumerateArray(), f => f.GetProperty("check").GetString() == "controller");
            Assert.Contains("takes our sign-in", controller.GetProperty("text").GetString(), StringComparison.Ordinal);
        }
    }

    private async Task<JsonElement> SessionAsync(string accessPoint)
    {
        using var sessions = JsonDocument.Parse(await city.Console.GetStringAsync(new Uri("/api/v1/sessions?all=true", UriKind.Relative)));
        var rows = sessions.RootElement.ValueKind == JsonValueKind.Array ? sessions.RootElement : sessions.RootElement.GetProperty("items");
        var found = rows.EnumerateArray().FirstOrDefault(s => s.GetProperty("accessPoint").GetString() == accessPoint);
        return found.ValueKind == JsonValueKind.Object ? found.Clone() : default;
    }
}
