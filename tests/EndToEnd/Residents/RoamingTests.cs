using System.Text.Json;
using HotspotManager.EndToEnd.Serve;
using HotspotManager.Peers;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Processes;
using Xunit;

namespace HotspotManager.EndToEnd.Residents;

/// <summary>A phone that was let in once walks through the neighbourhood: MikroTik, CoovaChilli, wifidog. It sees no page again, and draws on one quota.</summary>
[Collection<OneAfterAnother>]
public sealed class RoamingTests
{
    private const int Phone = CityCorner.Walker;

    [Fact]
    public async Task A_phone_that_walks_on_to_another_brand_is_in_without_a_page_and_has_the_same_quota()
    {
        await using var hotspot = HotspotProcess.Prepare(settings: ["--Monitor:PollSeconds=60"]);
        await using var city = await CityCorner.CreateAsync(null, hotspot, "mikrotik", "coova", "wifidog");
        await hotspot.CommandAsync("plan add day --minutes 600 --mb 50 --down-kbps 8000 --up-kbps 2000 --devices 1");
        var code = (await hotspot.CommandAsync("voucher create --plan day --count 1"))[0].GetProperty("code").GetString()!;
        await hotspot.ServeAsync();
        await city.StartAsync();

        Assert.Equal("", await city.SignInAsync("mikrotik", Phone, code, remember: true));
        Assert.Equal(1, city["mikrotik"].Clients);
        await city.MovedAsync("mikrotik", 300_000);

        // Without a word at the first router: there its session still stands, as it does until a router misses the phone. One device is all the voucher gives.
        foreach (var next in new[] { "coova", "wifidog" })
        {
            // RADIUS asks before the phone is answered; wifidog's own page after a log-in is the portal's status page.
            var (page, url) = await city.OpenAsync(next, Phone);
            Assert.DoesNotContain("name=\"code\"", page, StringComparison.Ordinal);
            Assert.Contains(next == "coova" ? "http://berita.example/kota" : "/status", url, StringComparison.Ordinal);
            Assert.Contains("the simulated internet", (await city.OpenAsync(next, Phone)).Page, StringComparison.Ordinal);
            Assert.Equal(1, city[next].Clients);
        }

        // Somebody else's phone is asked.
        var (asked, at) = await city.OpenAsync("coova", Phone + 1);
        Assert.StartsWith(hotspot.Portal.AbsoluteUri, at, StringComparison.Ordinal);
        Assert.Contains("name=\"code\"", asked, StringComparison.Ordinal);

        await city.MovedAsync("coova", 300_000);
        foreach (var name in new[] { "mikrotik", "coova" }) await city.LeaveAsync(name, Phone);
        var sessions = await Eventually.IsAsync("both ends", () => SessionsAsync(hotspot), all => all.Count(s => s.GetProperty("endedAt").ValueKind == JsonValueKind.String) == 2);
        Assert.Equal(3, sessions.Length);
        Assert.Single(sessions.Select(s => s.GetProperty("mac").GetString()).Distinct());
        var moved = new[] { "mikrotik", "coova" }.Sum(n => (long)(city[n].Down + city[n].Up));
        Assert.Equal(moved, sessions.Where(s => s.GetProperty("endedAt").ValueKind == JsonValueKind.String).Sum(s => s.GetProperty("inputOctets").GetInt64() + s.GetProperty("outputOctets").GetInt64()));
        // What both moved is missing from the voucher's 50 MB for the next sign-in.
        var back = await city.OpenAsync("mikrotik", Phone);
        Assert.Contains("the simulated internet", back.Page, StringComparison.Ordinal);
        var left = await Eventually.IsAsync("the attempt", async () => (await hotspot.CommandAsync("attempt list --ap mikrotik --count 1"))[0].GetProperty("steps").ToString(), t => t.Contains("MB left", StringComparison.Ordinal) && !t.Contains("50 MB", StringComparison.Ordinal));
        Assert.Matches("4[0-9] MB left", left);
    }

    private static async Task<JsonElement[]> SessionsAsync(HotspotProcess hotspot) => [.. (await hotspot.CommandAsync("session list --all")).EnumerateArray()];
}
