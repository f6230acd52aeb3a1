using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using HotspotManager.City;
using HotspotManager.City.Network;
using HotspotManager.City.Plan;
using HotspotManager.Datagrams;
using HotspotManager.EndToEnd.Serve;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Networks;
using HotspotManager.Peers.Processes;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HotspotManager.EndToEnd.Residents;

/// <summary>
/// A corner of the simulated city, within a network namespace beside whatever real routers stand there, or on this machine's loopback: a few gateways, and at each of them
/// phones that are curl. A phone that is online moves 2 Mbit/s.
/// </summary>
internal sealed partial class CityCorner : IAsyncDisposable
{
    /// <summary>A phone of this number or above is the same phone at every gateway.</summary>
    public const int Walker = 1000;

    private readonly NetworkNamespace? _space;
    private readonly SimulatedCity _city;
    private readonly int _port;

    private CityCorner(NetworkNamespace? space, SimulatedCity city, int port) => (_space, _city, _port) = (space, city, port);

    public SimulatedAccessPoint this[string name] => _city.AccessPoints.First(p => p.Plan.Name == name);

    /// <summary>Makes them known to the server; each brand is its access point's name.</summary>
    public static async Task<CityCorner> CreateAsync(NetworkNamespace? space, HotspotProcess hotspot, params string[] brands)
    {
        var (port, nasPort) = space is null ? (FreePorts.Next(), FreePorts.Next()) : (8090, 3799);
        var plan = new CityPlan(1,
            [new PlannedUplink(0, "uplink", "router", IPAddress.Parse("127.15.9.1"), "public", "35.73.05", "A", 100, 1)],
            [.. brands.Select((brand, n) => new PlannedAccessPoint(n, brand, ServedCity.Area, "Tulusrejo RW 05", IPAddress.Parse($"127.16.9.{n + 1}"), ServedCity.Secret,
                brand, brand == "mikrotik" ? null : "key-" + brand, "public", $"02-00-5E-00-00-{n:X2}", -7.9, 112.6, "uplink", 3))]);
        foreach (var p in plan.AccessPoints)
        {
            List<string> command = ["ap", "add", p.Name, "--area", p.Area, "--address", p.Address.ToString(), "--secret", p.Secret, "--nas-id", p.Name, "--gateway", p.Gateway,
                "--brand", p.Gateway, "--mac", p.Mac, "--coa-port", nasPort.ToString(CultureInfo.InvariantCulture)];
            if (p.Gateway == "coova") command.Add("--swap-octets");
            if (p.Gateway is "opennds" or "wifidog") command[command.IndexOf("--brand") + 1] = "ietf";
            if (p.GatewayKey is { } key) command.AddRange(["--gateway-key", key]);
            await hotspot.CommandAsync(command);
        }
        return new CityCorner(space, new SimulatedCity(plan, new CityOptions
        {
            RadiusAuth = new IPEndPoint(hotspot.Address, hotspot.AuthPort),
            RadiusAcct = new IPEndPoint(hotspot.Address, hotspot.AcctPort),
            Portal = hotspot.Portal,
            HttpPort = port,
            NasPort = nasPort,
            SnmpPort = space is null ? FreePorts.Next() : 1161,
            MacAuthentication = true,
            Residents = false,
            SteadyDemand = 2e6,
        }, new UdpDatagrams(), TimeProvider.System, NullLogger.Instance), port);
    }

    /// <summary>Opens its sockets in the namespace: all of them are bound before the first await.</summary>
    public Task StartAsync() => _space is null ? _city.StartAsync() : _space.Inside(() => _city.StartAsync());

    public ValueTask DisposeAsync() => _city.DisposeAsync();

    /// <summary>A phone's first http page, the portal's form with a code, and back to the gateway; the page of the portal when it stays there, else "".</summary>
    public async Task<string> SignInAsync(string name, int phone, string code, bool remember = false)
    {
        var (page, url) = await OpenAsync(name, phone);
        var form = new List<string> { "--data-urlencode", $"code={code}", "-d", "lang=id", "--data-urlencode", "q=" + WebUtility.HtmlDecode(Hidden().Match(page).Groups[1].Value) };
        if (remember) form.AddRange(["-d", "remember=yes"]);
        var (answer, go) = Split(await CurlAsync(null, [.. form, "-w", "##%{redirect_url}", new Uri(new Uri(url), WebUtility.HtmlDecode(Action().Match(page).Groups[1].Value)).AbsoluteUri]));
        if (go.Length == 0) return answer;
        await CurlAsync(Source(name, phone), ["-o", "/dev/null", go]);
        return "";
    }

    /// <summary>The page that a phone's first http request leads to, and its address.</summary>
    public async Task<(string Page, string Url)> OpenAsync(string name, int phone)
    {
        var url = "http://berita.example/kota";
        for (var hop = 0; hop < 6; hop++)
        {
            var at = new Uri(url);
            var isOwn = at.Host == "berita.example" || IPAddress.TryParse(at.Host, out var ip) && IPAddress.IsLoopback(ip);
            var (text, next) = Split(await CurlAsync(isOwn ? Source(name, phone) : null, ["-w", "##%{redirect_url}", "--connect-to", $"berita.example:80:{this[name].Plan.Address}:{_port}", url]));
            if (next.Length == 0 && Refresh().Match(text) is { Success: true } refresh) next = WebUtility.HtmlDecode(refresh.Groups[1].Value);
            if (next.Length == 0) return (text, url);
            url = next;
        }
        throw new InvalidOperationException($"a circle of redirects at {url}");
    }

    /// <summary>Waits until the phones there have moved so many octets since the start.</summary>
    public Task MovedAsync(string name, long octets) => Eventually.TrueAsync(
        $"{octets} octets at {name}", () => Task.FromResult((long)(this[name].Down + this[name].Up) >= octets), TimeSpan.FromSeconds(60));

    /// <summary>A phone logs out at its gateway.</summary>
    public async Task LeaveAsync(string name, int phone)
    {
        await CurlAsync(Source(name, phone), ["-o", "/dev/null", $"http://{this[name].Plan.Address}:{_port}/logout"]);
        await Eventually.IsAsync("out at the gateway", () => Task.FromResult(this[name].Clients), clients => clients == 0);
    }

    private string Source(string name, int phone) => phone >= Walker ? $"127.200.0.{2 + phone - Walker}" : $"127.64.{this[name].Plan.Index}.{2 + phone}";

    private async Task<string> CurlAsync(string? source, string[] arguments)
    {
        string[] from = source is null ? [] : ["--interface", source];
        string[] all = ["-sS", "-m", "20", .. from, .. arguments];
        return (await (_space is null ? ChildProcess.RunAsync("curl", all) : _space.RunAsync("curl", all))).OrThrow("curl");
    }

    private static (string Text, string After) Split(string output)
    {
        var at = output.LastIndexOf("##", StringComparison.Ordinal);
        return (output[..at], output[(at + 2)..].Trim());
    }

    [GeneratedRegex("http-equiv=\"refresh\" content=\"0; url=([^\"]*)\"")]
    private static partial Regex Refresh();

    [GeneratedRegex("action=\"([^\"]*)\"")]
    private static partial Regex Action();

    [GeneratedRegex("name=\"q\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
