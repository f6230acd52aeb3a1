using System.Globalization;
using System.Net;
using System.Text.Json;
using HotspotManager.Peers.Networks;
using HotspotManager.Peers.Processes;

namespace HotspotManager.Peers.Gateways.OpenNds;

/// <summary>
/// Real openNDS 9.10 between phones and an internet of our own, in network namespaces: phone – router (bridge <c>br-lan</c>, NAT, dnsmasq for DHCP and
/// names) – upstream, where the portal listens on <see cref="PortalAddress"/> and one web server is the internet for every name. Needs root.
/// </summary>
public sealed class OpenNdsLab : IAsyncDisposable
{
    /// <summary>The upstream address the portal listens on.</summary>
    public const string PortalAddress = "10.88.0.1";

    /// <summary>The address every name leads to.</summary>
    public const string InternetAddress = "10.88.0.3";

    /// <summary>The router's address as the upstream sees it.</summary>
    public const string RouterAddress = "10.88.0.2";

    /// <summary>The same of a second router, on a line of its own to the same upstream.</summary>
    public const string SecondRouterAddress = "10.88.1.2";

    private const string SecondUpstreamAddress = "10.88.1.1";

    /// <summary>The router's address as phones see it.</summary>
    public const string GatewayAddress = "10.77.0.1";

    private static readonly string Scripts = Path.Combine(AppContext.BaseDirectory, "Gateways", "OpenNds");
    private readonly TemporaryFolder _folder = new("opennds");
    private readonly List<Phone> _phones = [];
    private readonly bool _second;
    private InternetServer? _internet;
    private ChildProcess? _router;

    private OpenNdsLab(OpenNdsOptions options, NetworkNamespace upstream, NetworkNamespace gateway, bool second)
    {
        (Options, Upstream, Gateway, _second) = (options, upstream, gateway, second);
    }

    /// <summary>How it was set up.</summary>
    public OpenNdsOptions Options { get; }

    /// <summary>Where the portal runs.</summary>
    public NetworkNamespace Upstream { get; }

    /// <summary>The router's network.</summary>
    public NetworkNamespace Gateway { get; }

    /// <summary>All that openNDS wrote.</summary>
    public string RouterLog => _router?.Text ?? "";

    /// <summary>Cables everything and starts the internet; the router itself is started by <see cref="StartRouterAsync"/>.</summary>
    /// <param name="options">How the router is set up.</param>
    /// <param name="beside">Another lab, whose upstream and internet this router shares; it must live longer than this one.</param>
    public static async Task<OpenNdsLab> CreateAsync(OpenNdsOptions? options = null, OpenNdsLab? beside = null)
    {
        foreach (var program in new[] { "opennds", "dnsmasq", "nft", "iptables", "dhclient", "curl", "unshare", "nsenter" })
        {
            Peer.Find(program);
        }

        // openNDS encrypts, and its authmon asks, by PHP.
        if (options?.FasLevel >= 2)
        {
            Peer.Find("php");
        }

        var upstream = beside?.Upstream ?? await NetworkNamespace.CreateAsync("up");
        var gateway = await NetworkNamespace.CreateAsync("gw");
        var lab = new OpenNdsLab(options ?? new OpenNdsOptions(), upstream, gateway, beside is not null);
        try
        {
            await lab.CableAsync();
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts openNDS and waits until it takes phones; the portal need not run yet.</summary>
    public async Task StartRouterAsync()
    {
        WriteFiles();
        _folder.Write("nexthop", $"{NextHop} {await Upstream.MacAsync(Line)}\n");
        _router = Gateway.Start(
            "unshare",
            [
                "--mount", "--pid", "--fork", "--kill-child=KILL", "--mount-proc", "--propagation", "private",
                "bash", _folder.At("gateway.sh"), _folder.FullPath,
            ]);
        await _router.LineAsync("openNDS is now running", TimeSpan.FromSeconds(60));
        // It has dnsmasq started again in the background, with its option 114: a lease taken in that moment would be lost.
        await Eventually.TrueAsync(
            "dnsmasq's second start",
            () => Task.FromResult(File.Exists(_folder.At("dnsmasq-starts")) && File.ReadAllLines(_folder.At("dnsmasq-starts")).Length >= 2));
    }

    /// <summary>A new phone that joins the Wi-Fi; the last octet of its hardware address is the number.</summary>
    public async Task<Phone> JoinAsync(byte number = 0x11)
    {
        var space = await NetworkNamespace.CreateAsync("phone", nameServer: GatewayAddress);
        var mac = $"02:00:00:00:77:{number:x2}";
        await NetworkNamespace.CableAsync(space, "wlan0", Gateway, $"ap{number}");
        await space.LinkAsync("set", "wlan0", "address", mac);
        await Gateway.LinkAsync("set", $"ap{number}", "master", "br-lan");
        var phone = await Phone.ConnectAsync(space, mac, _folder.At("lease.sh"));
        _phones.Add(phone);
        // openNDS answers 403 to a phone that is not in the file of leases or among its neighbours yet; a real phone asks again, too.
        await Eventually.IsAsync("the redirect of a new phone", phone.ProbeAsync, status => status == 307);
        return phone;
    }

    /// <summary>Runs a program on the router, beside openNDS (<c>ndsctl</c>, <c>cat</c> …).</summary>
    public async Task<Finished> OnRouterAsync(string program, params string[] arguments)
    {
        var router = _router ?? throw new InvalidOperationException("The router was not started.");
        var inner = (await File.ReadAllTextAsync($"/proc/{router.Id}/task/{router.Id}/children")).Split(' ')[0];
        return await ChildProcess.RunAsync("nsenter", ["-t", inner, "-m", "-n", "-p", "--", program, .. arguments]);
    }

    /// <summary><c>ndsctl json</c>: the phones openNDS knows, by hardware address; an empty object when none.</summary>
    public async Task<JsonElement> ClientsAsync()
    {
        var text = (await OnRouterAsync("ndsctl", "json")).OrThrow("ndsctl json");
        using var document = JsonDocument.Parse(text);
        return document.RootElement.TryGetProperty("clients", out var clients) ? clients.Clone() : JsonDocument.Parse("{}").RootElement;
    }

    /// <summary>Puts a phone off line, as the router's administrator would.</summary>
    public async Task DeauthAsync(Phone phone) => (await OnRouterAsync("ndsctl", "deauth", phone.Mac)).OrThrow("ndsctl deauth");

    /// <summary>Stops openNDS politely (its phones are put off line first, with method <c>shutdown_deauth</c>).</summary>
    public async Task StopRouterAsync()
    {
        if (_router is { HasExited: false } router)
        {
            var inner = (await File.ReadAllTextAsync($"/proc/{router.Id}/task/{router.Id}/children")).Split(' ')[0];
            await ChildProcess.RunAsync("kill", ["-TERM", inner]);
            await router.ExitAsync(TimeSpan.FromSeconds(20));
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var phone in _phones)
        {
            await phone.DisposeAsync();
        }

        if (_router is not null)
        {
            await _router.EndAsync(Signal.Kill);
            await _router.DisposeAsync();
        }

        if (_internet is not null)
        {
            await _internet.DisposeAsync();
        }

        await Gateway.DisposeAsync();
        if (!_second)
        {
            await Upstream.DisposeAsync();
        }

        _folder.Dispose();
    }

    private string NextHop => _second ? SecondUpstreamAddress : PortalAddress;

    private string Line => _second ? "lan2" : "lan";

    private async Task CableAsync()
    {
        await NetworkNamespace.CableAsync(Gateway, "wan", Upstream, Line);
        await Upstream.AddressAsync($"{NextHop}/24", Line);
        if (!_second)
        {
            await Upstream.AddressAsync($"{InternetAddress}/24", Line);
        }

        await Gateway.AddressAsync($"{(_second ? SecondRouterAddress : RouterAddress)}/24", "wan");
        await Gateway.LinkAsync("add", "br-lan", "address", "02:00:00:00:77:01", "type", "bridge");
        // openNDS waits for a bridge that is up, and one without a live port is not: this port is always there.
        await NetworkNamespace.CableAsync(Gateway, "lan0", Gateway, "lan0-end");
        await Gateway.LinkAsync("set", "lan0", "master", "br-lan");
        await Gateway.LinkAsync("set", "br-lan", "up");
        await Gateway.AddressAsync($"{GatewayAddress}/24", "br-lan");
        await Gateway.DefaultRouteAsync(NextHop);
        (await Gateway.RunAsync("sysctl", ["-qw", "net.ipv4.ip_forward=1"])).OrThrow("sysctl");
        (await Gateway.RunAsync("iptables", ["-t", "nat", "-A", "POSTROUTING", "-o", "wan", "-j", "MASQUERADE"])).OrThrow("iptables");
        _folder.Write("lease.sh", File.ReadAllText(Path.Combine(Scripts, "lease.sh")), executable: true);
        if (!_second)
        {
            _internet = await InternetServer.StartAsync(Upstream, IPAddress.Parse(InternetAddress));
        }
    }

    private void WriteFiles()
    {
        foreach (var script in new[] { "gateway.sh", "stand-ins/nft", "stand-ins/systemctl", "stand-ins/logger" })
        {
            _folder.Write(script, File.ReadAllText(Path.Combine(Scripts, script)), executable: true);
        }

        Directory.CreateDirectory(_folder.At("files"));
        foreach (var (path, text) in Options.Files)
        {
            _folder.Write("files/" + path.TrimStart('/'), text, executable: true);
        }

        _folder.Write("hosts", $"127.0.0.1 localhost\n{(Options.PortalName is { } name ? $"{PortalAddress} {name}\n" : "")}");
        if (Options.Authority is { } authority)
        {
            _folder.Write("ca.pem", authority);
        }

        _folder.Write("dnsmasq.conf", $"""
            interface=br-lan
            bind-interfaces
            no-resolv
            no-ping
            user=root
            pid-file=/run/dnsmasq.pid
            dhcp-authoritative
            dhcp-leasefile=/var/lib/misc/dnsmasq.leases
            dhcp-range=10.77.0.10,10.77.0.200,255.255.255.0,2h
            dhcp-option=3,{GatewayAddress}
            dhcp-option=6,{GatewayAddress}
            address=/#/{InternetAddress}

            """);
        string[] lines =
        [
            "gatewayinterface br-lan",
            $"gatewayname {Options.GatewayName}",
            $"fasport {Options.PortalPort.ToString(CultureInfo.InvariantCulture)}",
            $"fasremoteip {PortalAddress}",
            .. Options.PortalName is { } fqdn ? [$"fasremotefqdn {fqdn}"] : Array.Empty<string>(),
            // Not a keyword of 9.10's daemon, which would end over it; authmon finds it in this remark all the same.
            "# nat_traversal_poll_interval 1",
            $"faspath {Options.PortalPath}",
            $"fas_secure_enabled {Options.FasLevel.ToString(CultureInfo.InvariantCulture)}",
            $"faskey {Options.FasKey}",
            "login_option_enabled 0",
            "debuglevel 2",
            .. Options.Lines,
            "FirewallRuleSet authenticated-users {", "}",
            "FirewallRuleSet preauthenticated-users {", "}",
            "FirewallRuleSet users-to-router {",
            "FirewallRule allow udp port 53", "FirewallRule allow tcp port 53", "FirewallRule allow udp port 67", "FirewallRule allow tcp port 80", "}",
        ];
        _folder.Write("opennds.conf", string.Join('\n', lines) + "\n");
    }
}
