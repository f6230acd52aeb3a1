using HotspotManager.Console;
using HotspotManager.Core;
using HotspotManager.Core.Alerts;
using HotspotManager.Core.Operators;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using HotspotManager.Couriers;
using HotspotManager.Monitor;
using HotspotManager.Portal;
using HotspotManager.Radius;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Host;

/// <summary>
/// One server process: Core first (snapshots and fold complete), then the rooms that <c>Roles</c> names; stopped the other way round.
/// </summary>
public sealed class Server : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly Settings _settings;
    private readonly FileLock? _only;

    private Server(IHost host, Settings settings, FileLock? only) => (_host, _settings, _only) = (host, settings, only);

    public IServiceProvider Services => _host.Services;
    public string PortalUrl => Reachable(_settings.Configuration["Portal:PublicUrl"] ?? _settings.Configuration["Portal:Url"]?.Split(';')[0] ?? "http://0.0.0.0:8080");
    public string ConsoleUrl => ConsoleUrlOf(_settings);

    /// <summary>Prepares the store and wires the rooms; nothing listens yet.</summary>
    /// <exception cref="RefusedException">Another server runs on the folder.</exception>
    /// <exception cref="SettingsException">A room's settings are wrong.</exception>
    public static async Task<Server> CreateAsync(Settings settings, LogLevel logs, CancellationToken cancel)
    {
        settings.Folder.Ensure();
        Commands.FolderOwner.Check(settings.Folder);
        var only = FileLock.TryTake(settings.Folder.At("server.lock"))
            ?? throw new RefusedException($"A server runs on {settings.Folder.Path} already{(ServerFile.Running(settings.Folder) is { } other ? $" (process {other.Pid})" : "")}.");
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddConfiguration(settings.Configuration);
        builder.Services.AddLogs(settings.Folder, logs);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(10));
        builder.Services.AddStore(settings.Folder, settings.Database, settings.City).AddCore();
        builder.Services.AddSingleton(settings.Codes).AddSingleton(new AlertOptions { ConsoleUrl = ConsoleUrlOf(settings) }).AddCouriers();
        AddRooms(builder.Services, settings);
        try
        {
            var host = builder.Build();
            await CoreServices.PrepareStoreAsync(host.Services, cancel);
            return new Server(host, settings, only);
        }
        catch
        {
            await only.DisposeAsync();
            throw;
        }
    }

    public async Task StartAsync(CancellationToken cancel)
    {
        try
        {
            await _host.StartAsync(cancel);
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
        {
            throw new SettingsException($"The server cannot listen: {error.Message} Another program may have the port; see Radius:AuthPort, Radius:AcctPort, Portal:Url, Console:Url, Monitor:TrapPort.");
        }
        var time = _host.Services.GetRequiredService<TimeProvider>();
        ServerFile.Write(_settings.Folder, new ServerFile(Environment.ProcessId, _settings.Database.Kind, PortalUrl, ConsoleUrl, time.GetUtcNow()));
    }

    /// <summary>Runs until Ctrl-C, SIGTERM or <paramref name="cancel"/>.</summary>
    public async Task WaitAsync(CancellationToken cancel)
    {
        // Not the host's own waiting, which would also stop the rooms: what was started after them (a demo's city) must end before.
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stopping = _host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => asked.TrySetResult());
        await using var cancelled = cancel.Register(() => asked.TrySetResult());
        await asked.Task;
    }

    /// <summary>What is still missing before anybody can come online, as commands to run; empty when nothing is.</summary>
    public async Task<IReadOnlyList<string>> NextStepsAsync(CancellationToken cancel)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<HotspotDb>>().CreateDbContextAsync(cancel);
        var data = _settings.Folder.Path == Path.GetFullPath("./data") ? "" : $" --data {_settings.Folder.Path}";
        var steps = new List<string>();
        if (!await db.Set<Operator>().AnyAsync(cancel)) steps.Add($"echo 'a long password' | hotspot operator add NAME --role admin --password-stdin{data}");
        if (!await db.Set<AccessPoint>().AnyAsync(cancel))
        {
            steps.Add($"hotspot plan add NAME --minutes 120 --down-kbps 4000 --up-kbps 1000{data}");
            steps.Add($"hotspot ap add NAME --area 35.73.05.1011/05 --address IP --secret SECRET --gateway opennds --gateway-key KEY --snmp-community public{data}");
            steps.Add($"hotspot voucher create --plan NAME --count 40 --days 30{data}");
        }
        return steps;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _host.StopAsync(CancellationToken.None);
        }
        finally
        {
            ServerFile.Remove(_settings.Folder);
            if (_host is IAsyncDisposable disposable) await disposable.DisposeAsync();
            if (_only is not null) await _only.DisposeAsync();
        }
    }

    private static void AddRooms(IServiceCollection services, Settings settings)
    {
        if (settings.Roles.Contains("radius")) services.AddRadius(settings.Configuration);
        if (settings.Roles.Contains("console")) services.AddConsole(settings.Configuration);
        if (settings.Roles.Contains("portal")) services.AddPortal(settings.Configuration);
        if (settings.Roles.Contains("monitor")) services.AddMonitor(settings.Configuration);
    }

    private static string ConsoleUrlOf(Settings settings) => Reachable(settings.Configuration["Console:PublicUrl"] ?? settings.Configuration["Console:Url"] ?? "http://127.0.0.1:8081");

    private static string Reachable(string url) => url.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("[::]", "127.0.0.1", StringComparison.Ordinal).TrimEnd('/');
}
