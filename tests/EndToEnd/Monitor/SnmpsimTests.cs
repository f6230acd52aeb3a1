using HotspotManager.Core.Conditions;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Series;
using HotspotManager.Core.Store;
using HotspotManager.Core.Secrets;
using HotspotManager.Peers;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Snmp;
using Xunit;

namespace HotspotManager.EndToEnd.Monitor;

/// <summary>snmpsim's agent as a controller.</summary>
[Collection<OneAfterAnother>]
public sealed class SnmpsimTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counters_that_wrap_an_agent_that_delays_and_one_that_fails_draw_no_false_curve()
    {
        // A ZoneDirector with 32-bit counters only, 2 MB/s, that wrap after fifteen seconds; its name comes late, and what it says of its engine fails, without an error-status.
        var lines = (await File.ReadAllLinesAsync(Path.Combine(HotspotProgram.Root, "tests", "Unit", "Vectors", "Snmprec", "ruckus-zonedirector.snmprec"), Cancel))
            .Where(l => !l.StartsWith("1.3.6.1.2.1.31.", StringComparison.Ordinal) && !l.StartsWith("1.3.6.1.2.1.2.2.1.1", StringComparison.Ordinal) && !l.StartsWith("1.3.6.1.2.1.1.5.0|", StringComparison.Ordinal));
        await using var agent = await Snmpsimd.StartAsync([.. lines,
            "1.3.6.1.2.1.1.5.0|4:delay|value=zd1200,wait=200",
            "1.3.6.1.2.1.2.2.1.10.1|65:numeric|rate=2000000,initial=4264967296,wrap=1",
            "1.3.6.1.2.1.2.2.1.16.1|65:numeric|rate=2000000,initial=4264967296,wrap=1",
            "1.3.6.1.6.3.10.2.1.2.0|2:error|op=get,status=genError,value=1"]);
        // snmpsim answers one after another, slowly on a busy machine: polled every second it would be late for the next.
        await using var server = await MonitorServer.StartAsync(pollSeconds: 4);
        await server.AddAsync("zd", "127.0.0.1", agent.Port);
        await server.Get<StoreWriter>().ChangeAsync(db => NetworkList.AddAccessPointAsync(db, server.Get<SecretBox>(), "RW-05", new NetworkInput { Area = "35.73.05.1011/05", Nas = "zd", Controller = "zd" }, Cancel), Cancel);
        await server.Get<StoreWriter>().ChangeAsync(db => NetworkList.AddAccessPointAsync(db, server.Get<SecretBox>(), "RW-07", new NetworkInput { Area = "35.73.05.1011/07", Nas = "zd", Controller = "zd" }, Cancel), Cancel);
        var devices = await Eventually.IsAsync("the devices", () => Task.FromResult(server.Get<NetworkTable>().Current.Devices), d => d.Count == 3);
        int Id(string name) => devices.Single(d => d.Name == name).Id;
        var ring = server.Get<SampleRing>();
        var samples = await Eventually.IsAsync("rates on both sides of the wrap", () => Task.FromResult(ring.Read(Id("zd"), DateTimeOffset.MinValue)),
            s => s.Length > 0 && s[^1].At - s[0].At > TimeSpan.FromSeconds(20) && s.Count(p => p.InBps > 0) > 3, TimeSpan.FromSeconds(90));
        Assert.All(samples.Where(s => !float.IsNaN(s.InBps)), s => Assert.InRange(s.InBps, 1_000_000f, 4_000_000f));
        await Eventually.IsAsync("one access point up, one down", () => Task.FromResult((server.Get<StateBook>().Of(Id("RW-05")).State, server.Get<StateBook>().Of(Id("RW-07")).State)),
            s => s == (DeviceState.Up, DeviceState.Down), TimeSpan.FromSeconds(60));
        Assert.Equal(21, ring.Latest(Id("RW-05"))!.Value.Clients);
        var condition = await Eventually.IsAsync("its condition", () => Condition(server, Id("RW-05")), c => c is not null);
        Assert.Contains(condition!.Values(), v => v is { Part: "radio 1", Role: ConditionRole.Channel, Number: 36 });
    }

    private static async Task<DeviceCondition?> Condition(MonitorServer server, int device)
    {
        await using var db = server.Open();
        return await Conditions.FindAsync(db, device, Cancel);
    }
}
