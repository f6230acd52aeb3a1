using System.Globalization;
using HotspotManager.Core;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using HotspotManager.Monitor;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.EndToEnd.Monitor;

/// <summary>A server with Core and Monitor only, on a data folder of its own, polling every second.</summary>
internal sealed class MonitorServer : IAsyncDisposable
{
    private readonly IHost host;
    private readonly DataFolder folder;

    private MonitorServer(IHost host, DataFolder folder) => (this.host, this.folder) = (host, folder);

    public T Get<T>() where T : notnull => host.Services.GetRequiredService<T>();

    public HotspotDb Open() => Get<IDbContextFactory<HotspotDb>>().CreateDbContext();

    public static async Task<MonitorServer> StartAsync(int trapPort = 0, int pollSeconds = 1, string? profile = null)
    {
        var folder = new DataFolder(Path.Combine(Path.GetTempPath(), "hotspot-monitor-" + Guid.NewGuid().ToString("N")));
        folder.Ensure();
        if (profile is not null)
        {
            Directory.CreateDirectory(folder.Profiles);
            await File.WriteAllTextAsync(Path.Combine(folder.Profiles, "own.json"), profile);
        }

        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Monitor:PollSeconds"] = pollSeconds.ToString(CultureInfo.InvariantCulture),
            ["Monitor:TrapPort"] = trapPort.ToString(CultureInfo.InvariantCulture),
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddStore(folder, new DatabaseOptions(), new CityOptions()).AddCore().AddMonitor(builder.Configuration);
        var host = builder.Build();
        await CoreServices.PrepareStoreAsync(host.Services);
        await host.StartAsync();
        return new MonitorServer(host, folder);
    }

    /// <summary>Adds an access point that is its own NAS and device, as <c>hotspot ap add</c> does.</summary>
    public Task AddAsync(string name, string address, int port, string? uplink = null, (string User, string Auth, string Priv)? v3 = null) =>
        Get<StoreWriter>().ChangeAsync(db => NetworkList.AddAccessPointAsync(db, Get<SecretBox>(), name, new NetworkInput
        {
            Area = "35.73.05.1011/05",
            Address = address,
            Secret = "0123456789abcdef",
            NasId = name,
            SnmpCommunity = v3 is null ? "public" : null,
            SnmpUser = v3?.User,
            SnmpAuth = v3?.Auth,
            SnmpPriv = v3?.Priv,
            SnmpPort = port,
            Uplink = uplink,
        }));

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder.Path, recursive: true);
    }
}
