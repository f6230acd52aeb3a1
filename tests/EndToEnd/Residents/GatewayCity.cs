using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HotspotManager.City;
using HotspotManager.City.Network;
using HotspotManager.City.Plan;
using HotspotManager.Datagrams;
using HotspotManager.EndToEnd.Serve;
using HotspotManager.Peers.Browser;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Networks;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HotspotManager.EndToEnd.Residents;

/// <summary>One access point of each simulated brand, without residents, and <c>hotspot serve</c> beside it: what a browser does here is all that happens.</summary>
public sealed class GatewayCity : IAsyncLifetime
{
    // The city's UniFi controllers at odd indices are UniFi OS, the others controllers of old; the last one is told an API key instead of a user.
    private static readonly string[] Brands = ["unifi", "unifi", "coova", "mikrotik", "omada", "wifidog", "generic", "unifi"];

    private SimulatedCity _city = null!;

    public HotspotProcess Hotspot { get; private set; } = null!;

    /// <summary>A browser for which every name below <c>NAME.example</c> leads to the gateway NAME, as on the phone's side of a real one.</summary>
    public Chromium Browser { get; private set; } = null!;

    /// <summary>Unused vouchers of an hour.</summary>
    public Queue<string> Vouchers { get; } = new();

    /// <summary>An operator's client of the console.</summary>
    public HttpClient Console { get; private set; } = null!;

    public int Port { get; } = FreePorts.Next();

    /// <summary>Access points by name: the brand, with its number.</summary>
    public IReadOnlyDictionary<string, SimulatedAccessPoint> Points { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Hotspot = HotspotProcess.Prepare(settings: ["--Portal:CounterSeconds=2", "--Monitor:PollSeconds=60"]);
        var plan = new CityPlan(1,
            [new PlannedUplink(0, "uplink", "router", IPAddress.Parse("127.15.9.1"), "public", "35.73.05", "A", 100, 1)],
            [.. Brands.Select((brand, n) => new PlannedAccessPoint(n, $"{brand}-{n}", ServedCity.Area, "Tulusrejo RW 05", IPAddress.Parse($"127.16.9.{n + 1}"), ServedCity.Secret,
                brand, brand is "mikrotik" or "generic" ? null : "key-" + brand, "public", $"02-00-5E-00-00-{n:X2}", -7.9, 112.6, "uplink", 3))]);
        await Hotspot.CommandAsync("plan add hour --minutes 60 --down-kbps 4000 --up-kbps 1000 --mb 8000");
        var agents = Free();
        _city = new SimulatedCity(plan, new CityOptions
        {
            RadiusAuth = new IPEndPoint(IPAddress.Loopback, Hotspot.AuthPort),
            RadiusAcct = new IPEndPoint(IPAddress.Loopback, Hotspot.AcctPort),
            Portal = Hotspot.Portal,
            HttpPort = Port,
            SnmpPort = agents,
            NasPort = Free(),
            Residents = false,
        }, new UdpDatagrams(), TimeProvider.System, NullLogger.Instance);
        Points = _city.AccessPoints.ToDictionary(p => p.Plan.Name);
        var nasPort = _city.NasPort;
        foreach (var p in plan.AccessPoints)
        {
            List<string> command = ["ap", "add", p.Name, "--area", p.Area, "--address", p.Address.ToString(), "--nas-id", p.Name, "--gateway", p.Gateway, "--mac", p.Mac,
                "--coa-port", nasPort.ToString(CultureInfo.InvariantCulture)];
            if (p.Gateway is not ("unifi" or "omada" or "wifidog")) command.AddRange(["--secret", p.Secret]);
            if (p.GatewayKey is { } key) command.AddRange(["--gateway-key", key]);
            if (SimulatedCity.SiteOf(p) is { } site) command.AddRange(["--gateway-url", $"http://{p.Address}:{Port}", "--gateway-site", site, .. p.Index == Brands.Length - 1 ? Array.Empty<string>() : ["--gateway-user", SimulatedCity.ControllerUser]]);
            await Hotspot.CommandAsync(command);
        }
        foreach (var voucher in (await Hotspot.CommandAsync("voucher create --plan hour --count 12")).EnumerateArray()) Vouchers.Enqueue(voucher.GetProperty("code").GetString()!);
        Console = new HttpClient { BaseAddress = Hotspot.Console, Timeout = TimeSpan.FromSeconds(60) };
        Console.DefaultRequestHeaders.Authorization = new("Bearer", (await Hotspot.CommandAsync("token create test --role operator")).GetProperty("token").GetString());
        await Hotspot.ServeAsync();
        await _city.StartAsync();
        var rules = string.Join(',', plan.AccessPoints.Select(p => $"MAP *.{p.Name}.example {p.Address}:{Port}"));
        Browser = await Chromium.StartAsync(more: [$"--host-resolver-rules={rules}"]);
    }

    public async ValueTask DisposeAsync()
    {
        Console?.Dispose();
        if (Browser is not null) await Browser.DisposeAsync();
        if (_city is not null) await _city.DisposeAsync();
        if (Hotspot is not null) await Hotspot.DisposeAsync();
    }

    private static int Free()
    {
        using var socket = new UdpClient(0);
        return ((IPEndPoint)socket.Client.LocalEndPoint!).Port;
    }
}
