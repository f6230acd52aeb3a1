using System.Text.Json;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Networks;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Radius;

namespace HotspotManager.EndToEnd.Radius;

/// <summary><c>hotspot serve</c> with the RADIUS room alone, and one access point whose packets come from <see cref="NasAddress"/>.</summary>
public sealed class RadiusServer : IAsyncDisposable
{
    public const string Secret = "testing123";

    private readonly HotspotProcess _hotspot;
    private readonly NetworkNamespace? _space;
    private ChildProcess? _server;

    private readonly string[] _settings;

    private RadiusServer(HotspotProcess hotspot, NetworkNamespace? space, string[] settings) => (_hotspot, _space, _settings) = (hotspot, space, settings);

    public HotspotProcess Hotspot => _hotspot;

    /// <param name="brand">The access point's brand.</param>
    /// <param name="space">Where the server runs; the host's loopback when null.</param>
    /// <param name="address">The server's address.</param>
    /// <param name="nasAddress">The access point's address.</param>
    /// <param name="more">Further options of <c>ap add</c>.</param>
    public static Task<RadiusServer> StartAsync(
        string brand = "mikrotik", NetworkNamespace? space = null, string address = "127.0.0.1", string nasAddress = "127.0.0.1", params string[] more) =>
        StartAsync(brand, [], space, address, nasAddress, more);

    /// <summary>The same with settings of the server, as on its command line.</summary>
    public static async Task<RadiusServer> StartAsync(
        string brand, string[] settings, NetworkNamespace? space = null, string address = "127.0.0.1", string nasAddress = "127.0.0.1", params string[] more)
    {
        var server = new RadiusServer(HotspotProcess.Prepare(space, address), space, settings);
        try
        {
            await server._hotspot.CommandAsync("plan add jam --minutes 60 --mb 5000 --down-kbps 5000 --up-kbps 2000 --devices 4");
            await server._hotspot.CommandAsync(
                ["ap", "add", "rw05", "--area", "35.73.05.1011/05", "--address", nasAddress, "--secret", Secret, "--brand", brand, .. more]);
            await server.ServeAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task ServeAsync()
    {
        string[] arguments =
        [
            HotspotProgram.Library, "serve", "--data", _hotspot.Data, "--Roles=radius", $"--Radius:Bind={_hotspot.Address}",
            $"--Radius:AuthPort={_hotspot.AuthPort}", $"--Radius:AcctPort={_hotspot.AcctPort}", $"--Radius:RadSecPort={_hotspot.RadSecPort}",
            .. _settings,
        ];
        _server = _space is null ? ChildProcess.Start(HotspotProgram.Dotnet, arguments) : _space.Start(HotspotProgram.Dotnet, arguments);
        await _server.LineAsync("RADIUS authentication on", TimeSpan.FromSeconds(60));
    }

    public Task KillAsync() => _server!.EndAsync(Signal.Kill);

    public async Task<string> VoucherAsync() => (await _hotspot.CommandAsync("voucher create --plan jam --count 1"))[0].GetProperty("code").GetString()!;

    public Task<JsonElement> SessionsAsync() => _hotspot.CommandAsync("session list --all");

    public Task<RadclientResult> AccessAsync(string request, string secret = Secret, int tries = 3, double seconds = 3) =>
        Radclient.SendAsync(request, _hotspot.Address.ToString(), _hotspot.AuthPort, "auth", secret, tries, seconds);

    public Task<RadclientResult> AccountingAsync(string request, int parallel = 1) =>
        Radclient.SendAsync(request, _hotspot.Address.ToString(), _hotspot.AcctPort, "acct", Secret, parallel: parallel);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        await _hotspot.DisposeAsync();
    }
}
