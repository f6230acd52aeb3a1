using System.Text.Json;
using HotspotManager.Peers;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Networks;
using HotspotManager.Peers.Processes;
using Xunit;

namespace HotspotManager.EndToEnd.Demo;

/// <summary>What a newcomer sees with one command: <c>hotspot demo</c>, and a fault played from outside.</summary>
[Collection<OneAfterAnother>]
public sealed class DemoTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Fifty_seven_points_come_up_people_come_online_and_a_cut_uplink_is_one_incident()
    {
        using var temporary = new TemporaryFolder("demo");
        // Of its own: hotspot fault finds the demo by a file there.
        var environment = new Dictionary<string, string?> { ["TMPDIR"] = temporary.FullPath };
        await using var demo = ChildProcess.Start(
            HotspotProgram.Dotnet, [HotspotProgram.Library, "demo", "--aps", "57", "--port-base", PortBase().ToString(System.Globalization.CultureInfo.InvariantCulture)], environment);
        var last = await demo.LineAsync("Everything is in ", Patience);
        var data = last["Everything is in ".Length..].Split(' ')[0];

        async Task<JsonElement[]> AskAsync(params string[] command)
        {
            var text = (await ChildProcess.RunAsync(HotspotProgram.Dotnet, [HotspotProgram.Library, .. command, "--data", data, "--json"])).OrThrow(string.Join(' ', command));
            using var document = JsonDocument.Parse(text);
            return [.. document.RootElement.Clone().EnumerateArray()];
        }

        var points = await Eventually.IsAsync("57 points up", () => AskAsync("ap", "list"), all => all.Length == 57 && all.All(p => Text(p, "state") == "up"), Patience);
        var gatewayOf = points.ToDictionary(p => Text(p, "name")!, p => Text(p, "gateway"));

        // Residents came through the portal's pages behind each brand of gateway.
        await Eventually.IsAsync("people behind every gateway", () => AskAsync("session", "list"),
            sessions => sessions.Select(s => gatewayOf[Text(s, "accessPoint")!]).Distinct().Count() == 7, Patience);

        var uplink = points.GroupBy(p => Text(p, "uplink")).MaxBy(g => g.Count())!;
        var fault = await ChildProcess.RunAsync(HotspotProgram.Dotnet, [HotspotProgram.Library, "fault", "uplink", uplink.Key!], environment: environment);
        Assert.Equal(0, fault.ExitCode);
        var down = await Eventually.IsAsync("the uplink and all behind it", () => AskAsync("outage", "list"), open => open.Length == uplink.Count() + 1, Patience);
        Assert.Single(down.Select(o => o.GetProperty("incident").GetInt64()).Distinct());
        Assert.Equal(uplink.Key, Text(Assert.Single(down, o => Text(o, "state") == "down"), "accessPoint"));

        demo.Send(Signal.Terminate);
        Assert.Equal(0, await demo.ExitAsync(TimeSpan.FromSeconds(60)));
        Assert.False(Directory.Exists(data));
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    /// <summary>Seven free ports in a row, as well as can be told.</summary>
    private static int PortBase() => FreePorts.Next() is var port && port + 6 < 65536 ? port : PortBase();
}
