using HotspotManager.Console;
using HotspotManager.Core;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Operators;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Unit.Console;

/// <summary>The console over a real store in a temporary folder, on a free port, with two access points in two areas.</summary>
public sealed class ConsoleRig : IAsyncDisposable
{
    /// <summary>The password of every operator here.</summary>
    public const string Password = "rahasia-panjang";

    private readonly IHost host;
    private readonly string folder;

    private ConsoleRig(IHost host, string folder) => (this.host, this.folder) = (host, folder);

    /// <summary>Where the console listens.</summary>
    public Uri Address => new(host.Services.GetRequiredService<ConsoleServer>().Address!);

    public IServiceProvider Services => host.Services;

    public static async Task<ConsoleRig> StartAsync(Func<ConsoleRig, Task>? seed = null, string url = "http://127.0.0.1:0", int pollSeconds = 60, Func<ConsoleOptions, ConsoleOptions>? options = null)
    {
        var folder = Path.Combine(Path.GetTempPath(), "hotspot-console-" + Guid.NewGuid().ToString("N"));
        var settings = new Dictionary<string, string?>
        {
            ["Console:Url"] = url,
            ["Portal:PublicUrl"] = "http://wifi.example",
            ["Monitor:PollSeconds"] = pollSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddStore(new DataFolder(folder), new DatabaseOptions(), new CityOptions()).AddCore().AddConsole(builder.Configuration);
        if (options is not null) builder.Services.AddSingleton(options(ConsoleOptions.Read(builder.Configuration)));
        var host = builder.Build();
        var rig = new ConsoleRig(host, folder);
        await CoreServices.PrepareStoreAsync(host.Services);
        await rig.SeedAsync();
        if (seed is not null) await seed(rig);
        await host.StartAsync();
        return rig;
    }

    public Task ChangeAsync(Func<HotspotDb, SecretBox, Task> work) =>
        Services.GetRequiredService<StoreWriter>().ChangeAsync(db => work(db, Services.GetRequiredService<SecretBox>()));

    public async Task<string> TokenAsync(string role, string? area = null)
    {
        var token = await Services.GetRequiredService<StoreWriter>().ChangeAsync(
            db => OperatorList.CreateTokenAsync(db, "t" + Guid.NewGuid().ToString("N"), role, area, DateTimeOffset.UnixEpoch));
        await LookAsync();
        return token;
    }

    /// <summary>A client of the API with a token of this role.</summary>
    public async Task<HttpClient> ClientAsync(string role, string? area = null)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", await TokenAsync(role, area));
        return client;
    }

    /// <summary>A state of an access point, as the monitor tells it: rows first, then memory, then the feed.</summary>
    public async Task SetStateAsync(string accessPoint, DeviceState state, string? cause)
    {
        var network = Services.GetRequiredService<NetworkTable>().Current;
        var point = network.FindAccessPoint(accessPoint)!;
        var now = TimeProvider.System.GetUtcNow();
        await Services.GetRequiredService<StoreWriter>().WriteAsync(async db =>
        {
            foreach (var open in await db.Set<StateInterval>().Where(s => s.DeviceId == point.DeviceId && s.To == null).ToListAsync()) open.To = now;
            db.Add(new StateInterval { DeviceId = point.DeviceId!.Value, State = state, Cause = cause, From = now });
            await FeedLog.AppendAsync(db, [new FeedEvent
            {
                At = now, Kind = FeedKind.State, AccessPoint = point.Name, Device = point.Name, Area = point.AreaCode, State = DeviceStates.Name(state),
                Data = cause is null ? null : $$"""{"cause":"{{cause}}"}""",
            }]);
        });
        Services.GetRequiredService<StateBook>().Set(point.DeviceId!.Value, new CurrentState(state, cause, now));
        Services.GetRequiredService<FeedTail>().Nudge();
    }

    /// <summary>Takes up what was changed, now.</summary>
    public Task LookAsync() => Services.GetRequiredService<RevisionWatch>().LookAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private Task SeedAsync() => ChangeAsync(async (db, secrets) =>
    {
        await NetworkList.AddAccessPointAsync(db, secrets, "LW-RW05-01", Input("35.73.05.1011/05", "10.1.0.1"));
        await NetworkList.AddAccessPointAsync(db, secrets, "KL-RW01-01", Input("35.73.02.1001/01", "10.1.0.2"));
        foreach (var role in Roles.All) await OperatorList.AddAsync(db, role, role, role == Roles.Coordinator ? "35.73.05.1011/05" : null, Password, DateTimeOffset.UnixEpoch);
    });

    internal static NetworkInput Input(string area, string address) =>
        new() { Area = area, Address = address, Secret = "secret-of-" + address, Gateway = "mikrotik", Brand = "mikrotik", SnmpCommunity = "public" };
}
