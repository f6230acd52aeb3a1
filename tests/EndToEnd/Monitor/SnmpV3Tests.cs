using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Text;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Series;
using HotspotManager.Monitor.Asking;
using HotspotManager.Monitor.Snmp;
using HotspotManager.Monitor.Snmp.Usm;
using HotspotManager.Peers;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Networks;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Snmp;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace HotspotManager.EndToEnd.Monitor;

/// <summary>SNMPv3 against net-snmp: our manager asks its agent, its tools notify us.</summary>
[Collection<OneAfterAnother>]
public sealed class SnmpV3Tests
{
    private const string Auth = "authpass1234", Priv = "privpass5678";

    private static readonly string[] AuthNames = ["MD5", "SHA", "SHA-224", "SHA-256", "SHA-384", "SHA-512"];
    // Ours, and net-snmp's name for it.
    private static readonly (string Ours, string Theirs)[] PrivNames = [("DES", "DES"), ("AES-128", "AES"), ("AES-192", "AES-192"), ("AES-256", "AES-256")];

    private static readonly Oid SysName = Oid.Parse("1.3.6.1.2.1.1.5.0");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_protocol_net_snmp_has_gives_the_same_answer()
    {
        var configuration = new StringBuilder(Snmpd.Default + "\ncreateUser open\nrouser open noauth\n");
        foreach (var auth in AuthNames)
        {
            configuration.Append(CultureInfo.InvariantCulture, $"createUser {auth} {auth} {Auth}\nrouser {auth} auth\n");
            foreach (var (_, theirs) in PrivNames)
            {
                configuration.Append(CultureInfo.InvariantCulture, $"createUser {auth}+{theirs} {auth} {Auth} {theirs} {Priv}\nrouser {auth}+{theirs} priv\n");
            }
        }

        await using var agent = await Snmpd.StartAsync(configuration.ToString());
        Assert.Equal("snmpd-under-test", await NameAsync(agent, UsmUser.Parse("open", null, null)));
        foreach (var auth in AuthNames)
        {
            Assert.Equal("snmpd-under-test", await NameAsync(agent, UsmUser.Parse(auth, $"{auth}:{Auth}", null)));
            foreach (var (ours, theirs) in PrivNames)
            {
                Assert.Equal("snmpd-under-test", await NameAsync(agent, UsmUser.Parse($"{auth}+{theirs}", $"{auth}:{Auth}", $"{ours}:{Priv}")));
            }
        }

        // What is wrong is told.
        async Task<string> Refused(string user, string? auth, string? priv) =>
            (await Assert.ThrowsAsync<SnmpException>(() => NameAsync(agent, UsmUser.Parse(user, auth, priv)))).Message;
        Assert.Contains("wrong authentication password", await Refused("SHA-256+AES", "SHA-256:anotherpass", $"AES-128:{Priv}"), StringComparison.Ordinal);
        Assert.Contains("privacy password", await Refused("SHA-256+AES", $"SHA-256:{Auth}", "AES-128:anotherpass"), StringComparison.Ordinal);
        Assert.Contains("does not know this user", await Refused("nobody", $"SHA-256:{Auth}", null), StringComparison.Ordinal);
        Assert.Contains("does not offer this user", await Refused("SHA-256", $"SHA-256:{Auth}", $"AES-128:{Priv}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_walk_is_the_same_by_every_version_and_goes_on_after_the_agents_restart()
    {
        await using var agent = await Snmpd.StartAsync(Snmpd.Default + $"\ncreateUser noc SHA-256 {Auth} AES {Priv}\nrouser noc priv\n");
        var user = UsmUser.Parse("noc", $"SHA-256:{Auth}", $"AES-128:{Priv}");
        var expected = await WalkAsync(agent, SnmpVersion.V2c, null, repetitions: 10);
        Assert.True(expected.Count > 20);
        Assert.Equal(expected, await WalkAsync(agent, SnmpVersion.V1, null, repetitions: 1));
        Assert.Equal(expected, await WalkAsync(agent, SnmpVersion.V3, user, repetitions: 7));
        using var manager = Manager(agent, SnmpVersion.V3, user);
        await manager.AskAsync(PduType.Get, [SysName], cancel: Cancel);
        await agent.KillAsync();
        await agent.RestartAsync(); // its boots rise, its time begins again
        Assert.Equal("STRING: \"snmpd-under-test\"", (await manager.AskAsync(PduType.Get, [SysName], cancel: Cancel)).Variables[0].Text);
    }

    [Fact]
    public async Task Notifications_of_every_version_are_printed_and_informs_answered()
    {
        var port = FreePorts.Next();
        await using var listener = ChildProcess.Start(HotspotProgram.Dotnet, [HotspotProgram.Library, "snmp", "trap", "--port", port.ToString(CultureInfo.InvariantCulture), "--count", "5",
            "--snmp-user", "noc", "--snmp-auth", $"SHA-256:{Auth}", "--snmp-priv", $"AES-128:{Priv}"]);
        await listener.LineAsync("Listening for notifications");
        var to = $"127.0.0.1:{port}";
        string[] user = ["-v3", "-u", "noc", "-l", "authPriv", "-a", "SHA-256", "-A", Auth, "-x", "AES", "-X", Priv];
        string[] told = ["", "1.3.6.1.6.3.1.1.5.4", "1.3.6.1.2.1.2.2.1.1.3", "i", "3"];
        (await Snmpd.ToolAsync("snmptrap", ["-v1", "-c", "public", to, "1.3.6.1.4.1.14988.1", "127.0.0.1", "2", "0", ""])).OrThrow("snmptrap v1");
        await listener.LineAsync("v1 trap LinkDown");
        (await Snmpd.ToolAsync("snmptrap", ["-v2c", "-c", "public", to, .. told])).OrThrow("snmptrap v2c");
        await listener.LineAsync("v2c trap");
        (await Snmpd.ToolAsync("snmpinform", ["-v2c", "-c", "public", "-r", "0", "-t", "10", to, .. told])).OrThrow("snmpinform v2c");
        (await Snmpd.ToolAsync("snmptrap", ["-e", "0x8000000001020304", .. user, to, .. told])).OrThrow("snmptrap v3");
        await listener.LineAsync("v3 trap");
        (await Snmpd.ToolAsync("snmpinform", [.. user, "-r", "0", "-t", "10", to, .. told])).OrThrow("snmpinform v3");
        await listener.LineAsync("v3 inform");
        await listener.LineAsync("1.3.6.1.2.1.2.2.1.1.3 = INTEGER: 3");
    }

    [Fact]
    public async Task A_device_is_polled_by_SNMPv3_and_its_trap_has_it_asked_at_once()
    {
        var trapPort = FreePorts.Next();
        await using var agent = await Snmpd.StartAsync(Snmpd.Default + $"\ncreateUser noc SHA-256 {Auth} AES {Priv}\nrouser noc priv\n");
        await using var server = await MonitorServer.StartAsync(trapPort, pollSeconds: 5);
        await server.AddAsync("ap-01", agent.Address, agent.Port, v3: ("noc", $"SHA-256:{Auth}", $"AES-128:{Priv}"));
        var device = (await Eventually.IsAsync("the device", () => Task.FromResult(server.Get<NetworkTable>().Current.Devices), d => d.Count == 1))[0].Id;
        var ring = server.Get<SampleRing>();
        await Eventually.IsAsync("up", () => State(server, device), s => s == DeviceState.Up);
        await Eventually.IsAsync("a rate", () => Task.FromResult(ring.Latest(device)), s => s is { } last && !float.IsNaN(last.InBps), TimeSpan.FromSeconds(60));

        await agent.KillAsync();
        await Eventually.IsAsync("down", () => State(server, device), s => s == DeviceState.Down, TimeSpan.FromSeconds(60));
        await agent.RestartAsync(); // with more boots and less time
        await Eventually.IsAsync("up again", () => State(server, device), s => s == DeviceState.Up, TimeSpan.FromSeconds(60));
        await Task.Delay(TimeSpan.FromSeconds(2.5), Cancel);
        using var metrics = new Count();
        (await Snmpd.ToolAsync("snmptrap", "-v3", "-e", "0x8000000001020304", "-u", "noc", "-l", "authPriv", "-a", "SHA-256", "-A", Auth, "-x", "AES", "-X", Priv,
            $"127.0.0.1:{trapPort}", "", "1.3.6.1.6.3.1.1.5.4")).OrThrow("snmptrap");
        await Eventually.IsAsync("the trap is taken", () => Task.FromResult(metrics.Taken), taken => taken == 1);
    }

    [Fact]
    public async Task A_wrong_password_is_no_outage()
    {
        await using var agent = await Snmpd.StartAsync(Snmpd.Default + $"\ncreateUser noc SHA-256 {Auth} AES {Priv}\nrouser noc priv\n");
        await using var server = await MonitorServer.StartAsync();
        await server.AddAsync("signed-wrong", agent.Address, agent.Port, v3: ("noc", "SHA-256:anotherpass", $"AES-128:{Priv}"));
        await server.AddAsync("hidden-wrong", agent.Address, agent.Port, v3: ("noc", $"SHA-256:{Auth}", "AES-128:anotherpass"));
        using var denied = new Count("hotspot.monitor.denied");
        await Eventually.IsAsync("refusals", () => Task.FromResult(denied.Taken), taken => taken >= 8, TimeSpan.FromSeconds(60));
        foreach (var device in server.Get<NetworkTable>().Current.Devices)
        {
            Assert.NotEqual(DeviceState.Down, await State(server, device.Id));
        }
    }

    private static async Task<DeviceState?> State(MonitorServer server, int device)
    {
        await using var db = server.Open();
        return (await db.Set<StateInterval>().Where(s => s.DeviceId == device && s.To == null).SingleOrDefaultAsync(Cancel))?.State;
    }

    private sealed class Count : IDisposable
    {
        private readonly MeterListener listener = new();
        private long taken;

        public Count(string name = "hotspot.monitor.traps")
        {
            listener.InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Name == name)
                {
                    l.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref taken, value));
            listener.Start();
        }

        public long Taken => Volatile.Read(ref taken);

        public void Dispose() => listener.Dispose();
    }

    private static SnmpManager Manager(Snmpd agent, SnmpVersion version, UsmUser? user) => new(
        new SnmpAgent(new IPEndPoint(IPAddress.Parse(agent.Address), agent.Port), version, "public", user) { Timeout = TimeSpan.FromSeconds(1) }, TimeProvider.System);

    private static async Task<string> NameAsync(Snmpd agent, UsmUser user)
    {
        using var manager = Manager(agent, SnmpVersion.V3, user);
        var answer = await manager.AskAsync(PduType.Get, [SysName], cancel: Cancel);
        return Encoding.UTF8.GetString(Assert.Single(answer.Variables).Content);
    }

    private static async Task<List<string>> WalkAsync(Snmpd agent, SnmpVersion version, UsmUser? user, int repetitions)
    {
        using var manager = Manager(agent, version, user);
        var found = new List<string>();
        // sysORTable: as long as the agent runs it does not change.
        await foreach (var variable in manager.WalkAsync(Oid.Parse("1.3.6.1.2.1.1.9"), repetitions, Cancel))
        {
            found.Add($"{variable.Name} = {variable.Text}");
        }

        return found;
    }
}
