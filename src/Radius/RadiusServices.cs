using HotspotManager.Radius.Replies;
using HotspotManager.Core.Store;
using System.Net;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Plans;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Control;
using HotspotManager.Radius.Eap;
using HotspotManager.Radius.Eap.Certificates;
using HotspotManager.Radius.Eap.Tls;
using HotspotManager.Radius.Proxy;
using HotspotManager.Radius.RadSec;
using HotspotManager.Radius.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HotspotManager.Radius;

/// <summary>Wires this room.</summary>
public static class RadiusServices
{
    /// <summary>The authenticator: listeners, flows, session control. Call after Core's services, so that the listeners open last and close first.</summary>
    public static IServiceCollection AddRadius(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RadiusOptions>().Bind(configuration.GetSection("Radius")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RadiusOptions>, RadiusOptionsCheck>();
        services.TryAddSingleton<IDatagrams>(_ => new UdpDatagrams());
        services.AddSingleton<NasClientTable>().AddSingleton<ReplyChangeTable>().AddSingleton<PacketGate>().AddSingleton<AccessFlow>().AddSingleton<AccountingFlow>();
        services.AddSingleton(p => new DuplicateCache(p.GetRequiredService<TimeProvider>()));
        services.AddWorker<TlsKeeper>().AddSingleton<ProofCheck>();
        services.AddSingleton(p => new EapServer(p.GetRequiredService<ProofCheck>(), p.GetRequiredService<TlsKeeper>(),
            RadiusOptions.EapOffers[p.GetRequiredService<IOptions<RadiusOptions>>().Value.EapOffer], p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new TryLimit(p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new ControlClient(p.GetRequiredService<IDatagrams>(),
            IPAddress.Parse(p.GetRequiredService<IOptions<RadiusOptions>>().Value.Bind), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<StreamTable>(), p.GetRequiredService<ControlReach>()));
        services.AddSingleton<StreamTable>().AddSingleton<StreamDispatch>();
        services.TryAddSingleton(p => new StreamLimits { Idle = TimeSpan.FromSeconds(p.GetRequiredService<IOptions<RadiusOptions>>().Value.StreamIdleSeconds) });
        services.AddSingleton<DisconnectFlow>().AddSingleton<RelimitFlow>();
        services.AddSingleton<ProxyFlow>().AddWorker<HomeServers>();
        services.AddWorker<NasMeter>().AddWorker<UnknownSenders>().AddWorker<SecretAlarm>().AddWorker<MessageAuthenticatorLearner>().AddWorker<ControlReach>().AddWorker<OrderCarrier>();
        services.AddWorker<ConnectionBook>().AddWorker<CertificateWatch>();
        services.AddWorker<RadSecListener>().AddWorker<RadiusListener>();
        services.AddSingleton(p => RadiusPanels.AccessPoint(
            p.GetRequiredService<NetworkTable>(), p.GetRequiredService<NasClientTable>(), p.GetRequiredService<PlanTable>(), p.GetRequiredService<StoreWriter>(),
            p.GetRequiredService<ConnectionBook>()));
        services.AddSingleton(p => p.GetRequiredService<CertificateWatch>().Panel());
        services.AddSingleton(p => RadiusPanels.Strangers(p.GetRequiredService<UnknownSenders>()));
        return services;
    }

    private static IServiceCollection AddWorker<T>(this IServiceCollection services) where T : class, IHostedService =>
        services.AddSingleton<T>().AddHostedService(p => p.GetRequiredService<T>());
}
