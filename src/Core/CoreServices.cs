using HotspotManager.Core.Admission;
using HotspotManager.Core.Alerts;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Attempts;
using HotspotManager.Core.CheckIns;
using HotspotManager.Core.Disk;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Gardens;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Hours;
using HotspotManager.Core.Looks;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Networks;
using HotspotManager.Core.OneTimeCodes;
using HotspotManager.Core.Operators;
using HotspotManager.Core.Outages;
using HotspotManager.Core.People;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Realms;
using HotspotManager.Core.Reports;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Series;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.SignIns;
using HotspotManager.Core.Store;
using HotspotManager.Core.Upkeep;
using HotspotManager.Core.Vouchers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Core;

/// <summary>Wires what every room shares. Start order is the order below: snapshots and the fold are complete before any room opens a listener.</summary>
public static partial class CoreServices
{
    /// <summary>The store and the vocabulary: what a set-up command needs.</summary>
    public static IServiceCollection AddStore(this IServiceCollection services, DataFolder folder, DatabaseOptions database, CityOptions city)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(folder).AddSingleton(database).AddSingleton(city);
        services.AddSingleton(_ => SecretBox.Open(folder.DataKey));
        services.AddSingleton(p => new CityClock(city, p.GetRequiredService<TimeProvider>()));
        services.AddDbContextFactory<HotspotDb>(o => o.UseStore(database, folder));
        services.AddSingleton<StoreWriter>().AddSingleton<DiskReserve>().AddSingleton<ReportBook>();
        return services;
    }

    /// <summary>Everything a server shares: snapshots, journal, fold, feed, quotas, upkeep. Call after <see cref="AddStore"/> and before the rooms.</summary>
    public static IServiceCollection AddCore(this IServiceCollection services)
    {
        services.AddSingleton<CheckInNumbers>().AddWorker<CheckInDesk>().AddWorker<CheckInStrangers>();
        services.AddSnapshot<AreaTable>().AddSnapshot<NetworkTable>().AddSnapshot<PlanTable>().AddSnapshot<VoucherTable>().AddSnapshot<AccountTable>().AddSnapshot<OperatorTable>()
            .AddSnapshot<RealmTable>().AddSnapshot<SignInOfferTable>().AddSnapshot<GardenTable>().AddSnapshot<HoursTable>().AddSnapshot<CourierTable>().AddSnapshot<MaintenanceTable>()
            .AddSnapshot<LookTable>();
        services.AddSingleton<UsageBook>().AddSingleton<SessionBook>().AddSingleton<GrantTable>().AddSingleton<StateBook>().AddSingleton<SampleRing>().AddSingleton<Gatekeeper>().AddSingleton<RunningLimits>().AddSingleton<RateTurns>().AddSingleton<Footsteps>().AddSingleton<CodeDesk>().AddSingleton<ReturningPhones>();
        services.AddSnapshot<AlertTable>().AddSingleton<AlertWriter>().AddSingleton<AlertPress>();
        services.TryAddSingleton<CodeLimits>();
        services.AddSingleton<SeriesStore>();
        services.AddSingleton<CourierAlarm>();
        services.TryAddSingleton<AlertOptions>();
        services.AddWorker<DiskAlarm>().AddWorker<RevisionWatch>().AddWorker<FeedTail>().AddHostedService<BooksLoader>();
        services.AddWorker<Journal>().AddWorker<JournalFollower>().AddWorker<QuotaWatch>().AddWorker<LostSessions>().AddWorker<AttemptLog>().AddWorker<MessageDispatch>().AddWorker<OpenCodes>().AddWorker<RememberedPhones>().AddWorker<UpkeepService>();
        services.AddWorker<ReportKeeper>();
        services.AddWorker<AlertDesk>();
        return services;
    }

    /// <summary>Brings the schema up to date and puts in what a new city starts with: its areas, and a plan for click-through.</summary>
    /// <exception cref="StoreException">The database cannot be used; the message says why.</exception>
    public static async Task PrepareStoreAsync(IServiceProvider services, CancellationToken cancel = default)
    {
        var folder = services.GetRequiredService<DataFolder>();
        folder.Ensure();
        // The key is made together with the store: a back-up without it would be worth nothing.
        _ = services.GetRequiredService<SecretBox>();
        await using var db = await services.GetRequiredService<IDbContextFactory<HotspotDb>>().CreateDbContextAsync(cancel);
        await StoreSetup.MigrateAsync(db, folder, cancel);
        if (await db.Set<Area>().AnyAsync(cancel)) return;
        await services.GetRequiredService<StoreWriter>().ChangeAsync(async w =>
        {
            if (await w.Set<Area>().AnyAsync(cancel)) return;
            await AreaList.ImportAsync(w, AreaList.KotaMalang(), cancel);
            await PlanList.AddAsync(w, new Plan { Name = PlanList.ClickThrough, Minutes = 60, DailyMinutes = 180, DailyMb = 500, DownKbps = 2000, UpKbps = 1000 }, cancel);
        }, cancel);
    }

    private static IServiceCollection AddSnapshot<T>(this IServiceCollection services) where T : class, ISnapshot =>
        services.AddSingleton<T>().AddSingleton<ISnapshot>(p => p.GetRequiredService<T>());

    private static IServiceCollection AddWorker<T>(this IServiceCollection services) where T : class, Microsoft.Extensions.Hosting.IHostedService =>
        services.AddSingleton<T>().AddHostedService(p => p.GetRequiredService<T>());

    /// <summary>Reads states and grants into memory before the rooms start, then new grants of other processes twice a second.</summary>
    private sealed partial class BooksLoader(
        IDbContextFactory<HotspotDb> databases, StateBook states, GrantTable grants, TimeProvider time, ILogger<BooksLoader> log) : Microsoft.Extensions.Hosting.BackgroundService
    {
        public override async Task StartAsync(CancellationToken cancellationToken)
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            await states.LoadAsync(db, cancellationToken);
            await grants.CatchUpAsync(db, cancellationToken);
            await base.StartAsync(cancellationToken);
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500), time);
            try
            {
                while (await timer.WaitForNextTickAsync(stoppingToken)) await CatchUpAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // Stopping.
            }
        }

        private async Task CatchUpAsync(CancellationToken cancel)
        {
            try
            {
                await using var db = await databases.CreateDbContextAsync(cancel);
                await grants.CatchUpAsync(db, cancel);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // The store may be away for a moment; this process's own grants are in memory anyway.
                CouldNotCatchUp(log, error);
            }
        }

        [LoggerMessage(Level = LogLevel.Error, Message = "Grants of other processes could not be read; trying again")]
        private static partial void CouldNotCatchUp(ILogger log, Exception error);
    }
}
