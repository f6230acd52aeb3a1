using HotspotManager.Core.Feed;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Series;
using HotspotManager.Monitor.Polling;
using HotspotManager.Peers;
using HotspotManager.Peers.Networks;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Snmp;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace HotspotManager.EndToEnd.Monitor;

/// <summary>net-snmp's agent as an access point.</summary>
[Collection<OneAfterAnother>]
public sealed class SnmpdTests
{
    private const string Agent = Snmpd.Default + "\nextend clients-wlan /bin/echo 12\ninterface lo 24 4000000000\n";

    // This machine's loopback is the agent's uplink: traffic on it is what the test itself makes.
    private const string LoopbackProfile = """
        { "name": "net-snmp", "sysObjectId": ["1.3.6.1.4.1.8072.3.2"], "uplinks": ["lo"], "clients": [{ "extend": ["clients-wlan"] }] }
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_agent_is_polled_dies_and_comes_back()
    {
        await using var agent = await Snmpd.StartAsync(Agent);
        await using var server = await MonitorServer.StartAsync();
        await server.AddAsync("ap-01", agent.Address, agent.Port);
        var id = await Eventually.IsAsync("the device", () => Task.FromResult(server.Get<NetworkTable>().Current.Devices), d => d.Count == 1);
        var device = id[0].Id;
        await Eventually.IsAsync("up", () => State(server, device), s => s == DeviceState.Up);
        var ring = server.Get<SampleRing>();
        var sample = await Eventually.IsAsync("a rate", () => Task.FromResult(ring.Latest(device)), s => s is { } last && !float.IsNaN(last.InBps));
        Assert.True(sample!.Value.UptimeSeconds > 0);
        Assert.Equal(12, sample.Value.Clients);
        Assert.True(sample.Value.InBps >= 0 && sample.Value.OutBps >= 0);

        await agent.KillAsync();
        await Eventually.IsAsync("down", () => State(server, device), s => s == DeviceState.Down);
        var open = Assert.Single(await Outages(server, openOnly: true));
        Assert.Equal(("ap-01", "35.73.05.1011/05", "down", "no answer"), (open.AccessPoint, open.Area, open.State, open.Cause));
        await using (var db = server.Open())
        {
            var told = await db.Set<FeedEvent>().Where(e => e.AccessPoint == "ap-01" && e.State == "down").SingleAsync(Cancel);
            Assert.Contains("\"cause\":\"no answer\"", told.Data, StringComparison.Ordinal);
            Assert.Single(await db.Set<Incident>().Where(i => i.EndedAt == null && i.Points == 1).ToListAsync(Cancel));
        }

        await agent.RestartAsync();
        await Eventually.IsAsync("up again", () => State(server, device), s => s == DeviceState.Up);
        Assert.Empty(await Outages(server, openOnly: true));
        var ended = Assert.Single(await Outages(server, openOnly: false));
        Assert.True(ended.EndedAt > ended.StartedAt);
        await using (var db = server.Open())
        {
            Assert.Empty(await db.Set<Incident>().Where(i => i.EndedAt == null).ToListAsync(Cancel));
            var states = await db.Set<StateInterval>().OrderBy(s => s.From).ToListAsync(Cancel);
            Assert.Equal([DeviceState.Up, DeviceState.Down, DeviceState.Up], states.Select(s => s.State));
            Assert.Equal(states.Skip(1).Select(s => (DateTimeOffset?)s.From), states.SkipLast(1).Select(s => s.To));
        }
    }

    [Fact]
    public async Task Rates_are_those_of_the_interface()
    {
        await using var agent = await Snmpd.StartAsync(Agent);
        // Until it has read its interfaces a second time, snmpd tells 10 Mbit/s for them, whatever it is configured to say: every rate would be implausible.
        await Eventually.IsAsync("the configured speed",
            async () => (await Snmpd.ToolAsync("snmpget", "-v2c", "-c", "public", "-Ovq", $"{agent.Address}:{agent.Port}", "1.3.6.1.2.1.31.1.1.1.15.1")).Output,
            speed => speed.Contains("4000", StringComparison.Ordinal), TimeSpan.FromSeconds(60));

        // snmpd reads its interfaces only every 15 s: asked more often, all that went through this machine's loopback in 15 s would come as one second's.
        await using var server = await MonitorServer.StartAsync(profile: LoopbackProfile, pollSeconds: 15);
        await server.AddAsync("ap-01", agent.Address, agent.Port);
        var devices = await Eventually.IsAsync("the device", () => Task.FromResult(server.Get<NetworkTable>().Current.Devices), d => d.Count == 1);
        using var end = new CancellationTokenSource();
        var traffic = SendAsync(end.Token);
        var ring = server.Get<SampleRing>();

        await Eventually.IsAsync("a rate above 100 kB/s", () => Task.FromResult(ring.Read(devices[0].Id, DateTimeOffset.MinValue)),
            samples => samples.Any(s => s is { InBps: > 100_000, OutBps: > 100_000 }), TimeSpan.FromSeconds(90));
        await end.CancelAsync();
        await traffic;
    }

    [Fact]
    public async Task A_trap_has_its_sender_asked_at_once()
    {
        var trapPort = FreePorts.Next();
        await using var agent = await Snmpd.StartAsync(Agent);
        await using var server = await MonitorServer.StartAsync(trapPort, pollSeconds: 600);
        await server.AddAsync("ap-01", agent.Address, agent.Port);
        var devices = await Eventually.IsAsync("the device", () => Task.FromResult(server.Get<NetworkTable>().Current.Devices), d => d.Count == 1);
        server.Get<Poller>().Pull(devices[0].Id);
        var ring = server.Get<SampleRing>();
        var first = await Eventually.IsAsync("the first sample", () => Task.FromResult(ring.Latest(devices[0].Id)), s => s is not null);

        await Task.Delay(TimeSpan.FromSeconds(2.5), Cancel);
        (await Snmpd.ToolAsync("snmptrap", "-v2c", "-c", "public", $"127.0.0.1:{trapPort}", "", "1.3.6.1.6.3.1.1.5.4")).OrThrow("snmptrap");
        var second = await Eventually.IsAsync("a sample after a v2 trap", () => Task.FromResult(ring.Latest(devices[0].Id)),
            s => s!.Value.At > first!.Value.At);

        await Task.Delay(TimeSpan.FromSeconds(2.5), Cancel);
        (await Snmpd.ToolAsync("snmptrap", "-v1", "-c", "public", $"127.0.0.1:{trapPort}", "1.3.6.1.4.1.14988.1", "127.0.0.1", "2", "0", ""))
            .OrThrow("snmptrap");
        await Eventually.IsAsync("a sample after a v1 trap", () => Task.FromResult(ring.Latest(devices[0].Id)),
            s => s!.Value.At > second!.Value.At);
        await Task.Delay(TimeSpan.FromSeconds(2.5), Cancel);
        (await Snmpd.ToolAsync("snmpinform", "-v2c", "-c", "public", "-r", "0", "-t", "2", $"127.0.0.1:{trapPort}", "", "1.3.6.1.6.3.1.1.5.1"))
            .OrThrow("snmpinform");
    }

    private static async Task SendAsync(CancellationToken cancel)
    {
        // Somebody must listen: a refused datagram would end the sender.
        using var sink = new System.Net.Sockets.UdpClient(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        var port = ((System.Net.IPEndPoint)sink.Client.LocalEndPoint!).Port;
        using var socket = new System.Net.Sockets.UdpClient(0);
        var datagram = new byte[1400];
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                for (var i = 0; i < 10; i++)
                {
                    await socket.SendAsync(datagram, "127.0.0.1", port, cancel);
                }

                await Task.Delay(10, cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private static Task<DeviceState> State(MonitorServer server, int device) => Task.FromResult(server.Get<StateBook>().Of(device).State);

    private static async Task<OutageView[]> Outages(MonitorServer server, bool openOnly)
    {
        await using var db = server.Open();
        return await OutageList.ListAsync(db, openOnly);
    }
}
