using System.Globalization;
using HotspotManager.Peers.Networks;
using HotspotManager.Peers.Processes;

namespace HotspotManager.Peers.Snmp;

/// <summary>net-snmp's agent on a loopback port. <see cref="Default"/> answers the community <c>public</c> (v2c) with this machine's own values.</summary>
public sealed class Snmpd : IAsyncDisposable
{
    /// <summary>A configuration with one read-only community and fixed system group.</summary>
    public const string Default = """
        rocommunity public
        sysName snmpd-under-test
        sysLocation RW 05 Lowokwaru
        sysContact noc@example.org
        """;

    private static readonly Dictionary<string, string?> NoMibs = new() { ["MIBS"] = "" };
    private readonly TemporaryFolder _folder;
    private readonly string _configuration;
    private ChildProcess _process;

    private Snmpd(TemporaryFolder folder, string configuration, ChildProcess process, string address, int port)
    {
        (_folder, _configuration, _process, Address, Port) = (folder, configuration, process, address, port);
    }

    /// <summary>The address it listens on.</summary>
    public string Address { get; }

    /// <summary>The UDP port.</summary>
    public int Port { get; }

    /// <summary>Starts one and waits until it answers; any address of 127.0.0.0/8 will do.</summary>
    public static async Task<Snmpd> StartAsync(string configuration = Default, string address = "127.0.0.1", int? port = null)
    {
        var folder = new TemporaryFolder("snmpd");
        var path = folder.Write("agent.conf", configuration);
        Directory.CreateDirectory(folder.At("state"));
        var number = port ?? FreePorts.Next();
        var agent = new Snmpd(folder, path, Run(path, folder.FullPath, address, number), address, number);
        try
        {
            await agent.ReadyAsync();
            return agent;
        }
        catch
        {
            await agent.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the agent at once, as a power cut does.</summary>
    public Task KillAsync() => _process.EndAsync(Signal.Kill);

    /// <summary>Starts it again on the same address and port.</summary>
    public async Task RestartAsync()
    {
        await _process.DisposeAsync();
        _process = Run(_configuration, _folder.FullPath, Address, Port);
        await ReadyAsync();
    }

    /// <summary>Runs one of net-snmp's tools (<c>snmpget</c>, <c>snmpbulkwalk</c>, <c>snmptrap</c> …) without MIB files.</summary>
    public static Task<Finished> ToolAsync(string tool, params string[] arguments) => ChildProcess.RunAsync(tool, arguments, environment: NoMibs);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private static ChildProcess Run(string configuration, string folder, string address, int port) => ChildProcess.Start(
        "snmpd",
        ["-f", "-Lo", "-C", "-c", configuration, "-x", "", "-p", Path.Combine(folder, "pid"), $"udp:{address}:{port.ToString(CultureInfo.InvariantCulture)}"],
        new Dictionary<string, string?> { ["MIBS"] = "", ["SNMP_PERSISTENT_DIR"] = Path.Combine(folder, "state") });

    private Task ReadyAsync() => _process.LineAsync("NET-SNMP version");
}
