using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using HotspotManager.Core.Operators;
using HotspotManager.Core.Outages;
using Xunit;

namespace HotspotManager.Unit.Console;

/// <summary>The hub over a real WebSocket in SignalR's JSON protocol: what a browser or a script would see.</summary>
public sealed class LiveHubTests
{
    private const char End = '\u001e';

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_reaches_those_who_follow_its_scope_with_the_scopes_previous_number()
    {
        await using var rig = await ConsoleRig.StartAsync();
        using var city = await ConnectAsync(rig, await rig.TokenAsync(Roles.Viewer));
        using var point = await ConnectAsync(rig, await rig.TokenAsync(Roles.Viewer));
        await CallAsync(city, "Follow", "all", 0);
        await CallAsync(point, "Follow", "ap:KL-RW01-01", 0);
        Assert.Equal(0, Result(await ReadAsync(city, 3)).GetProperty("seq").GetInt64());
        await ReadAsync(point, 3);

        await rig.SetStateAsync("LW-RW05-01", DeviceState.Down, "no answer");
        var first = Arguments(await ReadAsync(city, 1));
        await rig.SetStateAsync("KL-RW01-01", DeviceState.Up, null);
        var second = Arguments(await ReadAsync(city, 1));
        var own = Arguments(await ReadAsync(point, 1));

        Assert.Equal((0, 1), (first.GetProperty("prev").GetInt64(), first.GetProperty("seq").GetInt64()));
        var item = Assert.Single(first.GetProperty("items").EnumerateArray());
        Assert.Equal("LW-RW05-01", item.GetProperty("accessPoint").GetString());
        Assert.Equal("down", item.GetProperty("state").GetString());
        Assert.Equal("no answer", item.GetProperty("cause").GetString());
        Assert.Equal((1, 2), (second.GetProperty("prev").GetInt64(), second.GetProperty("seq").GetInt64()));
        Assert.Equal((0, 2), (own.GetProperty("prev").GetInt64(), own.GetProperty("seq").GetInt64()));
    }

    [Fact]
    public async Task Watch_brings_figures_at_once_and_counts_of_the_scope()
    {
        await using var rig = await ConsoleRig.StartAsync();
        using var socket = await ConnectAsync(rig, await rig.TokenAsync(Roles.Viewer));
        await CallAsync(socket, "Watch", "area:35.73.05");

        var metrics = Arguments(await ReadAsync(socket, 1));

        Assert.Equal(1, metrics.GetProperty("totals").GetProperty("states").GetProperty("unknown").GetInt32());
        Assert.Equal(JsonValueKind.Array, metrics.GetProperty("items").ValueKind);
    }

    [Fact]
    public async Task A_coordinator_cannot_follow_another_area()
    {
        await using var rig = await ConsoleRig.StartAsync();
        using var socket = await ConnectAsync(rig, await rig.TokenAsync(Roles.Coordinator, "35.73.05.1011/05"));
        await CallAsync(socket, "Follow", "area:35.73.02", 0);

        Assert.Contains("No such scope", (await ReadAsync(socket, 3)).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    private static async Task<ClientWebSocket> ConnectAsync(ConsoleRig rig, string token)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(rig.Address) { Scheme = "ws", Path = "/hubs/live", Query = "access_token=" + token }.Uri, Cancel);
        await SendAsync(socket, """{"protocol":"json","version":1}""");
        await ReceiveAsync(socket);
        return socket;
    }

    private static Task CallAsync(ClientWebSocket socket, string method, params object[] arguments) =>
        SendAsync(socket, JsonSerializer.Serialize(new { type = 1, invocationId = "1", target = method, arguments }));

    private static Task SendAsync(ClientWebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message + End), WebSocketMessageType.Text, true, Cancel);

    /// <summary>The next message of a type (1: the server calls, 3: an answer); others, such as pings, are passed over.</summary>
    private static async Task<JsonElement> ReadAsync(ClientWebSocket socket, int type)
    {
        while (true)
        {
            foreach (var part in (await ReceiveAsync(socket)).Split(End, StringSplitOptions.RemoveEmptyEntries))
            {
                using var json = JsonDocument.Parse(part);
                if (json.RootElement.TryGetProperty("type", out var found) && found.GetInt32() == type) return json.RootElement.Clone();
            }
        }
    }

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        using var text = new MemoryStream();
        var buffer = new byte[8192];
        WebSocketReceiveResult result;
        do
        {
            result = await socket.ReceiveAsync(buffer, Cancel);
            text.Write(buffer, 0, result.Count);
        }
        while (!result.EndOfMessage);
        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static JsonElement Result(JsonElement answer) => answer.GetProperty("result");

    private static JsonElement Arguments(JsonElement call) => call.GetProperty("arguments")[0];
}
