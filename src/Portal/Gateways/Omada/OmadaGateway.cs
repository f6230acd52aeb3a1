using System.Runtime.CompilerServices;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Panels;
using HotspotManager.Portal.Gateways.Controllers;
using HotspotManager.Portal.Login;

namespace HotspotManager.Portal.Gateways.Omada;

/// <summary>A TP-Link Omada controller with external portal server: it sends the phone, we tell it to let the phone in.</summary>
public sealed class OmadaGateway(TimeProvider time) : ControllerGateway(time)
{
    private readonly ConditionalWeakTable<ControllerHttp, OmadaApi> _apis = [];

    public override string Key => "omada";

    public override bool Recognises(PortalQuery query) => OmadaRequest.Recognises(query);

    public override GatewayHints Hints(PortalQuery query) => OmadaRequest.Read(query).Request is { } omada
        ? new GatewayHints(omada.AccessPointMac ?? omada.GatewayMac, omada.Site, omada.AccessPointMac ?? omada.GatewayMac) : default;

    public override (Visit? Visit, GatewayFault Fault) Read(GatewayRequest request)
    {
        var (omada, fault) = OmadaRequest.Read(request.Query);
        return omada is null ? (null, fault)
            : (new Visit(this, request.Point, request.Nas, omada.Mac, omada.Ip, VisitStage.SignIn, omada.OriginalUrl, omada), GatewayFault.None);
    }

    public override Task<IReadOnlyList<ControllerClient>> ClientsAsync(NasEntry nas, CancellationToken cancel) => Api(nas).ClientsAsync(Site(nas), cancel);

    public override Task PutOutAsync(NasEntry nas, string mac, CancellationToken cancel) => Api(nas).PutOutAsync(Site(nas), mac, cancel);

    /// <summary>Omada's portal call knows no rate and no amount; what is used up is ended by us.</summary>
    public override Task<bool> ChangeAsync(NasEntry nas, string mac, Limits limits, CancellationToken cancel) => Task.FromResult(false);

    protected override async Task<ControllerClient?> AdmitAsync(Visit visit, Limits limits, CancellationToken cancel)
    {
        // The controller itself refuses a phone that does not stand at the access point the request names.
        await Api(visit.Nas).AuthorizeAsync((OmadaRequest)visit.Request, limits, cancel);
        return new ControllerClient(visit.Mac, true, 0, 0);
    }

    protected override async Task<(string Indonesian, string English)> LookAsync(NasEntry nas, CancellationToken cancel)
    {
        var api = Api(nas);
        var count = (await api.ClientsAsync(Site(nas), cancel)).Count;
        return ($"Pengendali Omada {api.Version} menerima kita; {count} ponsel di situs {Site(nas)}.", $"The Omada controller {api.Version} takes our sign-in; {count} phones at site {Site(nas)}.");
    }

    public override PanelContent PasteIn(PasteInFacts f) => new(
        f.Say("Di pengendali Omada (5.0.15 ke atas): Authentication, Portal, Authentication Type: External Portal Server. Batas kecepatan dan kuota tidak dikenal panggilan portal Omada: "
                + "atur Rate Limit pada SSID; kuota diputus dari sini. Matikan IPv6 di jaringan itu, nyalakan Guest Network (isolasi).",
            "In the Omada controller (5.0.15 or later): Authentication, Portal, Authentication Type: External Portal Server. Omada's portal call knows no rate and no amount: "
                + "set a Rate Limit on the SSID; quotas are ended from here. Turn IPv6 off on that network, Guest Network (isolation) on."),
        [
            new PanelField("Custom Portal URL", f.PortalUrl.ToString()),
            new PanelField(f.Say("Situs (--gateway-site)", "Site (--gateway-site)"), f.Nas.Row.GatewaySite ?? f.Say("belum diisi", "not set")),
            .. PasteText.ByHand(f),
        ],
        [
            new PanelCode("Pre-Authentication Access", string.Join('\n', [f.PortalUrl.DnsSafeHost, .. f.Garden.Select(h => h.Text)])),
            new PanelCode(f.Say("Di sini", "Here"),
                $"hotspot nas set {f.Nas.Name} --gateway omada --gateway-url {f.Nas.Row.GatewayUrl ?? "https://CONTROLLER:8043"} --gateway-user {f.Nas.Row.GatewayUser ?? "OPERATOR"} "
                    + $"--gateway-key {PasteText.Shell(f.Nas.GatewayKey ?? "PASSWORD")} --gateway-site {PasteText.Shell(f.Nas.Row.GatewaySite ?? "SITE")}"),
        ]);

    private static string Site(NasEntry nas) => nas.Row.GatewaySite ?? throw new ControllerException($"{nas.Name} has no --gateway-site: the site as Omada names it in its portal requests (site=…).");

    private OmadaApi Api(NasEntry nas) => _apis.GetValue(Way(nas), way => new OmadaApi(way));
}
