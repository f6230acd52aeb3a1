using System.Runtime.CompilerServices;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Panels;
using HotspotManager.Portal.Gateways.Controllers;
using HotspotManager.Portal.Login;

namespace HotspotManager.Portal.Gateways.Unifi;

/// <summary>A UniFi Network controller with external portal: its access points send the phone, we tell the controller.</summary>
public sealed class UnifiGateway(TimeProvider time) : ControllerGateway(time)
{
    private readonly ConditionalWeakTable<ControllerHttp, UnifiApi> _apis = [];

    public override string Key => "unifi";

    public override bool Recognises(PortalQuery query) => UnifiRequest.Recognises(query);

    public override GatewayHints Hints(PortalQuery query) => UnifiRequest.Read(query).Request is { } unifi ? new GatewayHints(unifi.AccessPointMac, unifi.Site, unifi.AccessPointMac) : default;

    public override (Visit? Visit, GatewayFault Fault) Read(GatewayRequest request)
    {
        var (unifi, fault) = UnifiRequest.Read(request.Query);
        return unifi is null ? (null, fault)
            : (new Visit(this, request.Point, request.Nas, unifi.Mac, null, VisitStage.SignIn, unifi.OriginalUrl, unifi), GatewayFault.None);
    }

    public override Task<IReadOnlyList<ControllerClient>> ClientsAsync(NasEntry nas, CancellationToken cancel) => Api(nas).ClientsAsync(cancel);

    public override Task PutOutAsync(NasEntry nas, string mac, CancellationToken cancel) => Api(nas).UnauthorizeAsync(mac, cancel);

    public override async Task<bool> ChangeAsync(NasEntry nas, string mac, Limits limits, CancellationToken cancel)
    {
        await Api(nas).AuthorizeAsync(mac, null, limits, cancel);
        return true;
    }

    protected override async Task<ControllerClient?> AdmitAsync(Visit visit, Limits limits, CancellationToken cancel)
    {
        var api = Api(visit.Nas);
        // Anybody can write a phone's address into the link: only one that stands at this site's access points is let in.
        var client = await api.FindAsync(visit.Mac, cancel) ?? throw new ControllerException("The controller does not know this phone: it is not at an access point of the site.");
        await api.AuthorizeAsync(visit.Mac, ((UnifiRequest)visit.Request).AccessPointMac, limits, cancel);
        return client;
    }

    protected override async Task<(string Indonesian, string English)> LookAsync(NasEntry nas, CancellationToken cancel)
    {
        var api = Api(nas);
        var count = (await api.ClientsAsync(cancel)).Count;
        var kind = api.IsUnifiOs ? "UniFi OS" : "UniFi Network";
        return ($"Pengendali {kind} menerima kita; {count} perangkat di situs {nas.Row.GatewaySite ?? "default"}.", $"The {kind} controller takes our sign-in; {count} clients at site {nas.Row.GatewaySite ?? "default"}.");
    }

    public override PanelContent PasteIn(PasteInFacts f) => new(
        f.Say("Di pengendali UniFi: Hotspot, pilih External Portal Server. UniFi hanya menerima alamat IP atau nama, tanpa porta: portal harus mendengar di porta 80 (atau 443 dengan HTTPS). "
                + "Matikan IPv6 di jaringan itu, nyalakan Client Device Isolation.",
            "In the UniFi controller: Hotspot, choose External Portal Server. UniFi takes an IP address or name only, no port: the portal must listen on port 80 (or 443 with HTTPS). "
                + "Turn IPv6 off on that network, Client Device Isolation on."),
        [
            new PanelField("External Portal Server", f.PortalUrl.DnsSafeHost),
            new PanelField(f.Say("Porta portal sekarang", "The portal's port now"), f.PortalUrl.Port is 80 or 443
                ? f.PortalUrl.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)
                : f.Say($"{f.PortalUrl.Port}: harus 80 atau 443", $"{f.PortalUrl.Port}: must be 80 or 443")),
            new PanelField(f.Say("MAC titik akses (--mac)", "Access point's MAC (--mac)"), f.Point.Mac ?? f.Say("belum diisi: titik dikenali dari situs saja", "not set: the place is told by the site alone")),
            new PanelField(f.Say("Situs (--gateway-site)", "Site (--gateway-site)"), f.Nas.Row.GatewaySite ?? "default"),
            .. PasteText.ByHand(f),
        ],
        [
            new PanelCode("Pre-Authorization Access", string.Join('\n', [f.PortalUrl.DnsSafeHost, .. f.Garden.Select(h => h.Name)])),
            new PanelCode(f.Say("Di sini", "Here"),
                $"hotspot nas set {f.Nas.Name} --gateway unifi --gateway-url {f.Nas.Row.GatewayUrl ?? "https://CONTROLLER:8443"} {(f.Nas is { Row.GatewayUser: null, GatewayKey: not null } ? "" : $"--gateway-user {f.Nas.Row.GatewayUser ?? "USER"} ")}"
                    + $"--gateway-key {PasteText.Shell(f.Nas.GatewayKey ?? "PASSWORD")} --gateway-site {f.Nas.Row.GatewaySite ?? "default"}"),
        ]);

    private UnifiApi Api(NasEntry nas) => _apis.GetValue(Way(nas), way => new UnifiApi(way));
}
