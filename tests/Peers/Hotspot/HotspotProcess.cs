using System.Net;
using System.Text.Json;
using HotspotManager.Peers.Networks;
using HotspotManager.Peers.Processes;

namespace HotspotManager.Peers.Hotspot;

/// <summary>
/// The real <c>hotspot serve</c>, as built, on free ports with a temporary data folder, and the commands beside it. In a network namespace when one is
/// given: then it has its standard ports there.
/// </summary>
public sealed class HotspotProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly string[] _settings;
    private ChildProcess? _server;

    private HotspotProcess(TemporaryFolder folder, NetworkNamespace? space, IPAddress address, string[] more)
    {
        (_folder, Space, Address) = (folder, space, address);
        (AuthPort, AcctPort, RadSecPort, TrapPort) = (Port(1812), Port(1813), Port(2083), Port(1162));
        Portal = new Uri($"http://{address}:{Port(8080)}/");
        Console = new Uri($"http://{address}:{Port(8081)}/");
        _settings =
        [
            $"--Radius:AuthPort={AuthPort}", $"--Radius:AcctPort={AcctPort}", $"--Radius:RadSecPort={RadSecPort}", $"--Radius:Bind={address}",
            $"--Monitor:TrapPort={TrapPort}", $"--Portal:Url={Portal.GetLeftPart(UriPartial.Authority)}",
            $"--Console:Url={Console.GetLeftPart(UriPartial.Authority)}", .. more,
        ];
        Http = space?.Http() ?? new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    }

    /// <summary>The data folder.</summary>
    public string Data => _folder.At("data");

    /// <summary>The namespace it runs in, if any.</summary>
    public NetworkNamespace? Space { get; }

    /// <summary>The address all its listeners are bound to.</summary>
    public IPAddress Address { get; }

    /// <summary>UDP, authentication.</summary>
    public int AuthPort { get; }

    /// <summary>UDP, accounting.</summary>
    public int AcctPort { get; }

    /// <summary>TCP, RADIUS over TLS.</summary>
    public int RadSecPort { get; }

    /// <summary>UDP, SNMP traps.</summary>
    public int TrapPort { get; }

    /// <summary>The portal's address.</summary>
    public Uri Portal { get; }

    /// <summary>The console's address.</summary>
    public Uri Console { get; }

    /// <summary>A client that reaches it; it follows no redirects and keeps no cookies.</summary>
    public HttpClient Http { get; }

    /// <summary>What it does: the setting <c>Roles</c>, else HOTSPOT_Roles (which the server reads as well), else all.</summary>
    public IReadOnlyList<string> Roles =>
        (_settings.LastOrDefault(setting => setting.StartsWith("--Roles=", StringComparison.Ordinal))?["--Roles=".Length..]
        ?? System.Environment.GetEnvironmentVariable("HOTSPOT_Roles") ?? "radius,portal,monitor,console").Split(',');

    /// <summary>The running server's process id.</summary>
    public int ProcessId => _server?.Id ?? throw new InvalidOperationException("the server does not run");

    /// <summary>Further environment of the server, e.g. <c>TZDIR</c>.</summary>
    public Dictionary<string, string?> Environment { get; } = new() { ["DOTNET_gcServer"] = "0", ["NO_COLOR"] = "1" };

    /// <summary>All that the server wrote since its last start.</summary>
    public string Log => _server?.Text ?? "";

    /// <summary>Makes the data folder (commands can be run), but starts nothing yet.</summary>
    public static HotspotProcess Prepare(NetworkNamespace? space = null, string address = "127.0.0.1", params string[] settings) =>
        new(new TemporaryFolder("data"), space, IPAddress.Parse(address), settings);

    /// <summary>Starts one on loopback and waits until it answers.</summary>
    public static async Task<HotspotProcess> StartAsync(params string[] settings)
    {
        var hotspot = Prepare(settings: settings);
        try
        {
            await hotspot.ServeAsync();
            return hotspot;
        }
        catch
        {
            await hotspot.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the server (again) and waits until portal and console say they are well.</summary>
    public async Task ServeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        string[] arguments = [HotspotProgram.Library, "serve", "--data", Data, .. _settings];
        _server = Space is null
            ? ChildProcess.Start(HotspotProgram.Dotnet, arguments, Environment)
            : Space.Start(HotspotProgram.Dotnet, arguments, Environment);
        // Its last line says that everything listens.
        await _server.LineAsync("Data ", TimeSpan.FromSeconds(60));
        foreach (var (role, page) in new[] { ("portal", Portal), ("console", Console) })
        {
            if (Roles.Contains(role))
            {
                await Eventually.TrueAsync($"{page}healthz", () => IsWellAsync(page), TimeSpan.FromSeconds(60));
            }
        }
    }

    /// <summary><c>kill -9</c>.</summary>
    public Task KillAsync() => _server!.EndAsync(Signal.Kill);

    /// <summary>SIGTERM, and the exit code.</summary>
    public async Task<int> StopAsync()
    {
        _server!.Send(Signal.Terminate);
        return await _server.ExitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Runs a command on its data folder, e.g. <c>ap add NAME …</c>, and returns how it ended.</summary>
    public Task<Finished> TryAsync(IEnumerable<string> command, string? input = null) =>
        ChildProcess.RunAsync(HotspotProgram.Dotnet, [HotspotProgram.Library, .. command, "--data", Data], input, TimeSpan.FromSeconds(60));

    /// <summary>Runs a command with <c>--json</c>, expects success, and returns what it printed (an array or an object; undefined when it printed nothing).</summary>
    public async Task<JsonElement> CommandAsync(IEnumerable<string> command, string? input = null)
    {
        var words = command.ToArray();
        var text = (await TryAsync([.. words, "--json"], input)).OrThrow("hotspot " + string.Join(' ', words));
        if (string.IsNullOrWhiteSpace(text))
        {
            return default;
        }

        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>Runs a command written as one line, words separated by spaces.</summary>
    public Task<JsonElement> CommandAsync(string line) => CommandAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Http.Dispose();
        _folder.Dispose();
    }

    private int Port(int standard) => Space is null ? FreePorts.Next() : standard;

    private async Task<bool> IsWellAsync(Uri page)
    {
        if (_server!.HasExited)
        {
            throw new InvalidOperationException($"hotspot serve ended:\n{_server.Text}");
        }

        try
        {
            using var response = await Http.GetAsync(new Uri(page, "healthz"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Nobody listens there yet.
            return false;
        }
    }
}
