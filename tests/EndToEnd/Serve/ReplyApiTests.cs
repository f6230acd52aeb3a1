using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HotspotManager.Peers;
using HotspotManager.Peers.Processes;
using Xunit;

namespace HotspotManager.EndToEnd.Serve;

/// <summary>An access point's own lines of an Access-Accept over the API, and what came of the attempts in <c>/metrics</c>.</summary>
[Collection<OneAfterAnother>]
public sealed class ReplyApiTests(ServedCity city) : IClassFixture<ServedCity>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lines_set_over_the_api_stand_in_the_next_accept_and_wrong_ones_change_nothing()
    {
        var token = (await city.Hotspot.CommandAsync("token create admin --role admin")).GetProperty("token").GetString();
        using var api = new HttpClient { BaseAddress = city.Hotspot.Console };
        api.DefaultRequestHeaders.Authorization = new("Bearer", token);
        const string At = "/api/v1/access-points/plain/reply";

        // A running server knows a new token within 2 s.
        await Eventually.IsAsync("200", async () => (await api.PutAsJsonAsync(At, new { lines = "Idle-Timeout = 77\n+Filter-Id = warga" }, Cancel)).StatusCode, code => code == HttpStatusCode.OK);
        Assert.Contains("Idle-Timeout = 77", (await api.GetFromJsonAsync<JsonElement>(At, Cancel)).GetProperty("lines").GetString(), StringComparison.Ordinal);
        var code = await city.VoucherAsync("hour");
        var reply = await Eventually.IsAsync(
            "an Access-Accept with the lines", async () => (await city.AuthAsync($"User-Name={code},User-Password={code}")).Reply!, r => r?["Filter-Id"] is not null);
        Assert.Equal(("77", "warga"), (reply["Idle-Timeout"], reply["Filter-Id"]?.Trim('"')));

        // A line that says nothing is refused with its number and reason, and the old ones stay.
        using var refused = await api.PutAsJsonAsync(At, new { lines = "Idle-Timeout = 78\nNo-Such-Thing = 1" }, Cancel);
        Assert.InRange((int)refused.StatusCode, 400, 499);
        Assert.Contains("No-Such-Thing", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Contains("Idle-Timeout = 77", (await api.GetFromJsonAsync<JsonElement>(At, Cancel)).GetProperty("lines").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/api/v1/access-points/nowhere/reply", Cancel)).StatusCode);

        // Attempts are counted by way and outcome.
        await city.AuthAsync("User-Name=0000000000,User-Password=0000000000");
        await Eventually.IsAsync("both outcomes in /metrics", async () => (await api.GetStringAsync("/metrics", Cancel)).Split('\n').Where(l => l.StartsWith("hotspot_attempts", StringComparison.Ordinal)).ToList(),
            lines => lines.Any(l => l.Contains("radius-pap", StringComparison.Ordinal) && l.Contains("accepted", StringComparison.OrdinalIgnoreCase))
                && lines.Any(l => l.Contains("radius-pap", StringComparison.Ordinal) && !l.Contains("accepted", StringComparison.OrdinalIgnoreCase)));
    }
}
