using System.Net;
using System.Text;
using HotspotManager.Core.Gardens;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Looks;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Panels;
using HotspotManager.Portal.CheckIns;
using HotspotManager.Portal.Gateways;
using HotspotManager.Portal.Gateways.Controllers;
using HotspotManager.Portal.Gateways.Coova;
using HotspotManager.Portal.Gateways.Mikrotik;
using HotspotManager.Portal.Gateways.Omada;
using HotspotManager.Portal.Gateways.OpenNds;
using HotspotManager.Portal.Gateways.Unifi;
using HotspotManager.Portal.Gateways.Wifidog;
using HotspotManager.Portal.Gateways.Wispr;
using HotspotManager.Portal.Login;
using HotspotManager.Portal.SignIn;
using HotspotManager.Portal.SignIn.Account;
using HotspotManager.Portal.SignIn.ClickThrough;
using HotspotManager.Portal.SignIn.Phone;
using HotspotManager.Portal.SignIn.Returning;
using HotspotManager.Portal.SignIn.Voucher;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
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
        services.AddSingleton<IGateway, UnifiGateway>().AddSingleton<IGateway, OmadaGateway>().AddSingleton<WifidogGateway>().AddSingleton<IGateway>(p => p.GetRequiredService<WifidogGateway>()).AddSingleton<IGateway, WisprGateway>();
        services.AddSingleton<ControllerWatch>().AddHostedService(p => p.GetRequiredService<ControllerWatch>());
        services.AddSingleton<WifidogFlow>().AddSingleton<WifidogEndpoints>().AddSingleton<WifidogOrders>().AddHostedService(p => p.GetRequiredService<WifidogOrders>());

        services.AddSingleton<ClickThroughSignIn>();
        services.AddSingleton<ISignInMethod, VoucherSignIn>();
        services.AddSingleton<ISignInMethod, PhoneSignIn>();
        services.AddSingleton<ISignInMethod, AccountSignIn>();
        services.AddSingleton<ISignInMethod>(p => p.GetRequiredService<ClickThroughSignIn>());
        services.AddSingleton<ReturningSignIn>().AddSingleton<ISignInMethod>(p => p.GetRequiredService<ReturningSignIn>());
        services.AddSingleton<OfferedWays>().AddSingleton<DeliveryReports>();

        services.AddSingleton<Whereabouts>().AddSingleton<GuessLimits>().AddSingleton<StatusLink>().AddSingleton<FormSeal>().AddSingleton<KnownPhones>().AddSingleton<StatusReader>().AddSingleton<CaptiveApi>().AddSingleton<PhoneSessions>();
        services.AddSingleton<RefusalNotes>().AddSingleton<LoginFlow>().AddSingleton<PortalScreens>().AddSingleton<LookPages>().AddSingleton<ScannedCodes>().AddSingleton<RecentVisits>();
        services.AddSingleton(p => new LookPreview(draft => p.GetRequiredService<LookPages>().Show(draft)));
        services.AddSingleton<RouterOrders>().AddHostedService(p => p.GetRequiredService<RouterOrders>()).AddSingleton<RouterReports>().AddSingleton<RouterNonces>().AddSingleton<CountersFlow>();
        services.AddSingleton<AuthList>().AddSingleton<AuthmonFlow>().AddSingleton<WaitFlow>().AddSingleton<OpenNdsEndpoints>().AddSingleton<OpenNdsChecks>();
        services.AddSingleton<GatewayContacts>().AddHostedService(p => p.GetRequiredService<GatewayContacts>()).AddSingleton<KeySearches>();
        services.AddSingleton<CheckInFlow>().AddSingleton<CheckInEndpoints>();
        services.AddSingleton<PortalEndpoints>().AddSingleton<PortalServer>().AddHostedService(p => p.GetRequiredService<PortalServer>());
        services.AddSingleton(p => new Panel(PanelPlace.AccessPoint, "Tempel ke router / Paste into the router", "operator", request => PasteIn(p, request)));
        services.AddSingleton(p => new Panel(PanelPlace.AccessPoint, "Lapor sendiri / Check-in", "operator",
            request => CheckInPanel.OfPoint(p.GetRequiredService<IDbContextFactory<HotspotDb>>(), p.GetRequiredService<NetworkTable>(), p.GetRequiredService<CityClock>(), Address(p), Placeholder, request)));
        services.AddSingleton(p => new Panel(PanelPlace.Settings, "Lapor sendiri / Check-in", "operator", request => CheckInPanel.OfStrangers(p.GetRequiredService<IDbContextFactory<HotspotDb>>(), request)));
        services.AddSingleton(p => new Panel(PanelPlace.Settings, "Kurir pesan / Couriers of messages", "operator",
            request => SignInPanel.Show(p.GetRequiredService<IDbContextFactory<HotspotDb>>(), p.GetRequiredService<SecretBox>(), request.Language)));
        return services;
    }

    /// <summary>What stands in a paste-in page where a secret would, until somebody asks for it.</summary>
    internal const string Placeholder = "********";

    private static PanelContent? PasteIn(IServiceProvider services, PanelRequest request)
    {
        var network = services.GetRequiredService<NetworkTable>().Current;
        if (request.AccessPoint is not { } name || network.FindAccessPoint(name) is not { } point || network.FindNas(point.NasId) is not { } nas) return null;
        if (services.GetServices<IGateway>().FirstOrDefault(g => g.Key == nas.Row.Gateway) is not { } gateway) return null;
        var options = services.GetRequiredService<PortalOptions>();
        var url = new Uri($"{Address(services)}/g/{Uri.EscapeDataString(point.Name)}");
        // A brand cannot show by mistake what it is not given.
        var shown = request.Secrets ? nas : nas with { Secret = Encoding.ASCII.GetBytes(Placeholder), GatewayKey = nas.GatewayKey is null ? null : Placeholder };
        var content = gateway.PasteIn(new PasteInFacts(
            point, shown, url, IPAddress.TryParse(url.DnsSafeHost, out var ip) ? ip : null, options.RadiusAuthPort, options.RadiusAcctPort,
            services.GetRequiredService<GardenTable>().Of(point.AreaCode), options.Resolvers, request.Language));
        return content with { HidesSecrets = !request.Secrets && content.Code.Any(c => c.Text.Contains(Placeholder, StringComparison.Ordinal)) };
    }

    /// <summary>How routers reach the portal, without a slash at its end.</summary>
    private static string Address(IServiceProvider services)
    {
        var options = services.GetRequiredService<PortalOptions>();
        return options.PublicUrl.Length > 0 ? options.PublicUrl : services.GetRequiredService<PortalServer>().Address?.ToString().TrimEnd('/') ?? options.Url.Split(';')[0];
    }
}
