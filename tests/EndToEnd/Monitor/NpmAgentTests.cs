using System.Globalization;
using HotspotManager.Core.Conditions;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Series;
using HotspotManager.Peers;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Networks;
using HotspotManager.Peers.Processes;
using Xunit;

namespace HotspotManager.EndToEnd.Monitor;

/// <summary>npm's net-snmp as an access point.</summary>
[Collection<OneAfterAnother>]
public sealed class NpmAgentTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Npms_net_snmp_is_polled_by_v2c_and_v3()
    {
        using var npm = await NodePackage.InstallAsync(Path.Combine(HotspotProgram.Root, "tests", "EndToEnd", "Monitor", "Agent"), "agent.mjs");
        var port = FreePorts.Next();
        await using var agent = ChildProcess.Start("node", [npm.At("agent.mjs"), port.ToString(CultureInfo.InvariantCulture)]);
        await agent.LineAsync("listening");
        await using var server = await MonitorServer.StartAsync();
        await server.AddAsync("eap-2c", "127.0.0.1", port);
        await server.AddAsync("eap-3", "127.0.0.1", port, v3: ("noc", "SHA-256:authpass12345", "AES-128:privpass12345"));
        var devices = await Eventually.IsAsync("the devices", () => Task.FromResult(server.Get<NetworkTable>().Current.Devices), d => d.Count == 2);
        foreach (var device in devices)
        {
            var sample = await Eventually.IsAsync($"{device.Name}'s rate", () => Task.FromResult(server.Get<SampleRing>().Latest(device.Id)), s => s is { InBps: > 0 }, TimeSpan.FromSeconds(60));
            Assert.Equal(23, sample!.Value.Clients);
            var condition = await Eventually.IsAsync("its condition", () => Condition(server, device.Id), c => c is not null, TimeSpan.FromSeconds(60));
            Assert.Equal(("omada", "5.1.0"), (condition!.Profile, condition.Values().Single(v => v.Role == ConditionRole.Firmware).Text));
        }
    }

    private static async Task<DeviceCondition?> Condition(MonitorServer server, int device)
    {
        await using var db = server.Open();
        return await Conditions.FindAsync(db, device, Cancel);
    }
}
