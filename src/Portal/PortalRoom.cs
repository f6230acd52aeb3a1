using System.Net;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Panels;
using HotspotManager.Portal.Gateways;
using HotspotManager.Portal.Gateways.Coova;
using HotspotManager.Portal.Gateways.Mikrotik;
using HotspotManager.Portal.Gateways.OpenNds;
using HotspotManager.Portal.Login;
using HotspotManager.Portal.SignIn;
using HotspotManager.Portal.SignIn.Account;
using HotspotManager.Portal.SignIn.ClickThrough;
using HotspotManager.Portal.SignIn.Voucher;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HotspotManager.Portal;

/// <summary>Wires the portal. A new gateway or sign-in method is one line here.</summary>
public static class PortalRoom
{
    /// <summary>Adds the portal and its server; call after AddCore. What is wrong with its settings ends the start.</summary>
    public static IServiceCollection AddPortal(this IServiceCollection services, IConfiguration configuration)
    {
        var options = PortalOptions.Read(configuration);
        services.AddOptions<PortalOptions>().Validate(_ => options.Errors().Count == 0, string.Join(' ', options.Errors())).ValidateOnStart();
        services.AddSingleton(options);

        services.AddSingleton<IGateway, OpenNdsGateway>();
        services.AddSingleton<IGateway, CoovaGateway>();
        services.AddSingleton<IGateway, MikrotikGateway>();

        services.AddSingleton<ClickThroughSignIn>();
        services.AddSingleton<ISignInMethod, VoucherSignIn>();
        services.AddSingleton<ISignInMethod, AccountSignIn>();
        services.AddSingleton<ISignInMethod>(p => p.GetRequiredService<ClickThroughSignIn>());
        services.AddSingleton<OfferedWays>();

        services.AddSingleton<Whereabouts>().AddSingleton<GuessLimits>().AddSingleton<StatusLink>().AddSingleton<StatusReader>().AddSingleton<PhoneSessions>();
        services.AddSingleton<RefusalNotes>().AddSingleton<LoginFlow>().AddSingleton<PortalScreens>();
        services.AddSingleton<RouterOrders>().AddHostedService(p => p.GetRequiredService<RouterOrders>()).AddSingleton<CountersFlow>();
        services.AddSingleton<PortalEndpoints>().AddSingleton<PortalServer>().AddHostedService(p => p.GetRequiredService<PortalServer>());
        services.AddSingleton(p => new Panel(PanelPlace.AccessPoint, "Tempel ke router / Paste into the router", "operator", request => PasteIn(p, request)));
        return services;
    }

    private static PanelContent? PasteIn(IServiceProvider services, PanelRequest request)
    {
        var network = services.GetRequiredService<NetworkTable>().Current;
        if (request.AccessPoint is not { } name || network.FindAccessPoint(name) is not { } point || network.FindNas(point.NasId) is not { } nas) return null;
        if (services.GetServices<IGateway>().FirstOrDefault(g => g.Key == nas.Row.Gateway) is not { } gateway) return null;
        var options = services.GetRequiredService<PortalOptions>();
        var address = options.PublicUrl.Length > 0 ? options.PublicUrl : services.GetRequiredService<PortalServer>().Address?.ToString().TrimEnd('/') ?? options.Url;
        var url = new Uri($"{address}/g/{Uri.EscapeDataString(point.Name)}");
        return gateway.PasteIn(new PasteInFacts(
            point, nas, url, IPAddress.TryParse(url.DnsSafeHost, out var ip) ? ip : null, options.RadiusAuthPort, options.RadiusAcctPort, request.Language));
    }
}
