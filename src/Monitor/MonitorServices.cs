using HotspotManager.Core.Networks;
using HotspotManager.Core.Panels;
using HotspotManager.Core.Store;
using HotspotManager.Datagrams;
using HotspotManager.Monitor.CheckIns;
using HotspotManager.Monitor.Outages;
using HotspotManager.Monitor.Polling;
using HotspotManager.Monitor.SelfWatch;
using HotspotManager.Monitor.Topology;
using HotspotManager.Monitor.Traps;
using HotspotManager.Monitor.Tunnels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HotspotManager.Monitor;

/// <summary>Wires the room. Call after <c>AddCore</c>.</summary>
public static class MonitorServices
{
    public static IServiceCollection AddMonitor(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MonitorOptions>().Bind(configuration.GetSection(MonitorOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MonitorOptions>, MonitorOptionsCheck>());
        services.TryAddSingleton<IDatagrams>(new UdpDatagrams());
        services.TryAddSingleton(_ => new Random(System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue)));
        services.AddSingleton<MonitorMetrics>().AddSingleton<PollResults>();
        services.AddSingleton(p => ProfileTable.Load(p.GetRequiredService<DataFolder>().Profiles));
        services.AddSingleton(p => PollTiming.ForInterval(TimeSpan.FromSeconds(p.GetRequiredService<IOptions<MonitorOptions>>().Value.PollSeconds)));
        services.AddSingleton(p => new OutageDetector(DetectorOptions.ForInterval(p.GetRequiredService<PollTiming>().Interval)));
        services.AddSingleton<SnmpClient>().AddSingleton<Pinger>().AddSingleton<InventoryFlow>().AddSingleton<SampleKeeper>().AddSingleton<PollFlow>();
        services.AddSingleton(p => new CheckInTiming(TimeSpan.FromSeconds(p.GetRequiredService<IOptions<MonitorOptions>>().Value.CheckInSeconds)));
        services.AddSingleton<CheckInWatch>().AddWorker<CheckInFollower>().AddWorker<TunnelWatch>();
        services.AddSingleton(p => TunnelPanel.OfPoint(p.GetRequiredService<IDbContextFactory<HotspotDb>>(), p.GetRequiredService<NetworkTable>(), p.GetRequiredService<Core.Areas.CityClock>()));

        // Outages that were open are known before the first poll; polling stops before the logs are written to their end.
        services.AddWorker<OutageLog>().AddWorker<PlannedWatch>().AddWorker<SeriesLog>().AddWorker<ConditionLog>().AddWorker<Poller>().AddWorker<PollCarrier>().AddWorker<Sentinels>().AddWorker<Heartbeat>().AddWorker<TrapListener>().AddWorker<SignWatch>().AddWorker<LogInWatch>().AddWorker<NeighbourWatch>();
        services.AddSingleton(p => new Panel(PanelPlace.Settings, "Topologi / Topology", "operator", request => TopologyPanel.Show(p.GetRequiredService<IDbContextFactory<HotspotDb>>(), request)));
        services.AddSingleton<MonitorWatch>();
        services.AddSingleton(p => new Panel(PanelPlace.Settings, "Server ini: pemantau / This server: the monitor", "operator", p.GetRequiredService<MonitorWatch>().Show));
        return services;
    }

    private static IServiceCollection AddWorker<T>(this IServiceCollection services) where T : class, IHostedService =>
        services.AddSingleton<T>().AddHostedService(p => p.GetRequiredService<T>());
}
