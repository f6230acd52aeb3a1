using System.Globalization;
using HotspotManager.Peers.Networks;
using HotspotManager.Peers.Processes;

namespace HotspotManager.Peers.Gateways.OpenNds;

/// <summary>A resident's phone in a lab: a namespace whose address came by DHCP from the router.</summary>
public sealed class Phone : IAsyncDisposable
{
    private readonly ChildProcess _dhcp;
    private readonly TemporaryFolder _folder;

    private Phone(NetworkNamespace space, ChildProcess dhcp, TemporaryFolder folder, string mac, string address)
    {
        (Space, _dhcp, _folder, Mac, Address) = (space, dhcp, folder, mac, address);
    }

    /// <summary>Where programs on the phone run.</summary>
    public NetworkNamespace Space { get; }

    /// <summary>Its hardware address, lower case with colons.</summary>
    public string Mac { get; }

    /// <summary>The IPv4 address it got.</summary>
    public string Address { get; }

    /// <summary>Gets an address on <c>wlan0</c> of a namespace that is already cabled to the router.</summary>
    public static async Task<Phone> ConnectAsync(NetworkNamespace space, string mac, string leaseScript)
    {
        var folder = new TemporaryFolder("phone");
        var dhcp = space.Start(
            "dhclient", ["-1", "-d", "-sf", leaseScript, "-lf", folder.At("leases"), "-pf", folder.At("pid"), "-cf", "/dev/null", "wlan0"]);
        var line = await dhcp.LineAsync("lease address=", TimeSpan.FromSeconds(60));
        return new Phone(space, dhcp, folder, mac, line.Split(' ')[1]["address=".Length..]);
    }

    /// <summary>Runs curl on the phone: quiet, no proxy, 20 s at most.</summary>
    public Task<Finished> CurlAsync(params string[] arguments) => Space.RunAsync("curl", ["-sS", "-m", "20", .. arguments]);

    /// <summary>The status of the phone's connectivity check: 307 while captive, 204 once online, 0 when nothing answers.</summary>
    public async Task<int> ProbeAsync()
    {
        var probe = await CurlAsync("-o", "/dev/null", "-w", "%{http_code}", "http://connectivitycheck.gstatic.com/generate_204");
        return int.Parse(probe.Output.Trim(), CultureInfo.InvariantCulture);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _dhcp.DisposeAsync();
        await Space.DisposeAsync();
        _folder.Dispose();
    }
}
