using HotspotManager.Core;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Unit.Core;

/// <summary>A data folder of its own with everything of Core in it, on SQLite or (with a connection string) PostgreSQL. Nothing runs until <see cref="StartAsync"/>.</summary>
public sealed class TestStore : IAsyncDisposable
{
    private readonly List<IHostedService> _started = [];
    private readonly ServiceProvider _services;

    private TestStore(DataFolder folder, ServiceProvider services) => (Folder, _services) = (folder, services);

    public DataFolder Folder { get; }
    public IServiceProvider Services => _services;
    public StoreWriter Writer => Get<StoreWriter>();

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public HotspotDb Open() => Get<IDbContextFactory<HotspotDb>>().CreateDbContext();

    /// <param name="time">The clock everything uses.</param>
    /// <param name="postgres">A PostgreSQL connection string; empty: SQLite.</param>
    /// <param name="folder">An existing folder to open again; it is then left in place.</param>
    /// <param name="more">Adds rooms.</param>
    public static async Task<TestStore> CreateAsync(TimeProvider? time = null, string postgres = "", DataFolder? folder = null, Action<IServiceCollection>? more = null)
    {
        folder ??= new DataFolder(Path.Combine(Path.GetTempPath(), "hotspot-test-" + Guid.NewGuid().ToString("N")));
        folder.Ensure();
        var services = new ServiceCollection();
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddStore(folder, new DatabaseOptions { Connection = postgres }, new CityOptions()).AddCore();
        more?.Invoke(services);
        var store = new TestStore(folder, services.BuildServiceProvider());
        await CoreServices.PrepareStoreAsync(store.Services);
        return store;
    }

    /// <summary>Starts every worker in the order it was added, as a server does.</summary>
    public async Task<TestStore> StartAsync()
    {
        foreach (var worker in _services.GetServices<IHostedService>())
        {
            await worker.StartAsync(CancellationToken.None);
            _started.Add(worker);
        }
        return this;
    }

    /// <summary>Stops the workers but leaves the folder, for a second life.</summary>
    public async Task StopAsync()
    {
        foreach (var worker in Enumerable.Reverse(_started)) await worker.StopAsync(CancellationToken.None);
        _started.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (Directory.Exists(Folder.Path)) Directory.Delete(Folder.Path, recursive: true);
    }
}
