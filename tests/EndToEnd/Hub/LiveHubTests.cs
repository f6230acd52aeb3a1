using System.Text.Json;
using HotspotManager.EndToEnd.Serve;
using HotspotManager.Peers;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Snmp;
using Xunit;

namespace HotspotManager.EndToEnd.Hub;

/// <summary>The npm package <c>@microsoft/signalr</c> at the live hub, with an API token.</summary>
[Collection<OneAfterAnother>]
public sealed class LiveHubTests
{
    [Fact]
    public async Task A_node_client_with_a_token_receives_the_outage()
    {
        using var folder = await PackageAsync();
        await using var agent = await Snmpd.StartAsync();
        await using var hotspot = HotspotProcess.Prepare(settings: "--Monitor:PollSeconds=2");
        await hotspot.CommandAsync(
            $"ap add tower --area {ServedCity.Area} --address 127.0.0.1 --secret {ServedCity.Secret} --snmp-community public --snmp-port {agent.Port}");
        var token = (await hotspot.CommandAsync("token create reader --role viewer")).GetProperty("token").GetString()!;
        await hotspot.ServeAsync();
        await StateAsync(hotspot, "up");

        await using var client = Follow(folder, hotspot, token);
        using var followed = JsonDocument.Parse(await client.LineAsync("\"Follow\""));
        Assert.True(followed.RootElement.GetProperty("message").GetProperty("seq").GetInt64() >= 0);
        await client.LineAsync("\"Metrics\"");

        await agent.KillAsync();
        using var events = JsonDocument.Parse(await client.LineAsync(
            line => line.StartsWith("{\"name\":\"Events\"", StringComparison.Ordinal) && line.Contains("\"state\":\"down\"", StringComparison.Ordinal),
            "with the outage",
            TimeSpan.FromSeconds(60)));
        var message = events.RootElement.GetProperty("message");
        Assert.True(message.GetProperty("seq").GetInt64() > message.GetProperty("prev").GetInt64());
        var item = message.GetProperty("items").EnumerateArray().First(i => i.TryGetProperty("state", out var state) && state.GetString() == "down");
        Assert.Equal("tower", item.GetProperty("accessPoint").GetString());
        Assert.Equal(ServedCity.Area, item.GetProperty("area").GetString());
    }

    [Fact]
    public async Task A_wrong_token_is_refused()
    {
        using var folder = await PackageAsync();
        await using var hotspot = await HotspotProcess.StartAsync();
        await using var client = Follow(folder, hotspot, "not-a-token");
        await client.LineAsync("\"Refused\"");
    }

    private static ChildProcess Follow(TemporaryFolder folder, HotspotProcess hotspot, string token) =>
        ChildProcess.Start("node", [folder.At("follow.mjs"), hotspot.Console.ToString(), token, "all", "0"]);

    private static Task StateAsync(HotspotProcess hotspot, string state) => Eventually.IsAsync(
        $"the state {state}",
        async () => (await hotspot.CommandAsync("ap list"))[0].GetProperty("state").GetString(),
        now => now == state,
        TimeSpan.FromSeconds(60));

    private static Task<TemporaryFolder> PackageAsync() => NodePackage.InstallAsync(Path.Combine(HotspotProgram.Root, "tests", "EndToEnd", "Hub"), "follow.mjs");
}
