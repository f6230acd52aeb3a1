using HotspotManager.EndToEnd.Serve;
using HotspotManager.Peers;
using HotspotManager.Peers.Browser;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Snmp;
using Microsoft.Playwright;
using Xunit;

namespace HotspotManager.EndToEnd.Operators;

/// <summary>The console in Chromium: what the NOC sees when an access point dies.</summary>
[Collection<OneAfterAnother>]
public sealed class LivePageTests
{
    [Fact]
    public async Task An_access_point_dies_and_its_row_and_the_feed_change_without_a_reload()
    {
        await using var agent = await Snmpd.StartAsync();
        await using var other = await Snmpd.StartAsync(address: "127.0.0.2");
        await using var hotspot = HotspotProcess.Prepare(settings: "--Monitor:PollSeconds=2");
        await hotspot.CommandAsync(
            $"ap add tower --area {ServedCity.Area} --address 127.0.0.1 --secret {ServedCity.Secret} --snmp-community public --snmp-port {agent.Port}");
        await hotspot.CommandAsync(
            $"ap add square --area {ServedCity.Area} --address 127.0.0.2 --secret {ServedCity.Secret} --snmp-community public --snmp-port {other.Port}");
        await hotspot.CommandAsync("operator add noc --role operator --password-stdin".Split(' '), "rahasia-noc-2026\n");
        await hotspot.ServeAsync();

        await using var chromium = await Chromium.StartAsync();
        var page = await chromium.PageAsync();
        await page.GotoAsync(hotspot.Console.ToString());
        await page.Locator("input[type=password]").FillAsync("rahasia-noc-2026");
        await page.Locator("#name").FillAsync("noc");
        await page.Locator("form button").ClickAsync();
        await page.WaitForURLAsync(hotspot.Console.ToString());
        await page.EvaluateAsync("window.sameDocument = true");

        var up = page.Locator("[data-total=up]");
        await Assertions.Expect(up).ToHaveTextAsync("2", new() { Timeout = 60_000 });
        await agent.KillAsync();
        await Assertions.Expect(page.Locator("[data-total=down]")).ToHaveTextAsync("1", new() { Timeout = 60_000 });
        await Assertions.Expect(up).ToHaveTextAsync("1");
        await Assertions.Expect(page.Locator("[data-feed]")).ToContainTextAsync("tower", new() { Timeout = 15_000 });
        await Assertions.Expect(page.Locator("tr[data-ap=tower]")).ToHaveAttributeAsync("data-state", "down");

        await agent.RestartAsync();
        await Assertions.Expect(up).ToHaveTextAsync("2", new() { Timeout = 60_000 });
        Assert.True(await page.EvaluateAsync<bool>("window.sameDocument === true"), "the page was loaded again");
    }
}
