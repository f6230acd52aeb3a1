using HotspotManager.Core.Admission;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Panels;
using HotspotManager.Portal.Login;

namespace HotspotManager.Portal.Gateways.Mikrotik;

/// <summary>A MikroTik hotspot: its login page hands the phone to us, we hand back the grant's name and CHAP response; the router asks RADIUS.</summary>
public sealed class MikrotikGateway : IGateway
{
    public string Key => "mikrotik";

    public bool AsksByRadius => true;

    public bool Recognises(PortalQuery query) => HotspotRequest.Recognises(query);

    public GatewayHints Hints(PortalQuery query) => new(null, query["identity"], query["server-name"]);

    public (Visit? Visit, GatewayFault Fault) Read(GatewayRequest request)
    {
        var (hotspot, fault) = HotspotRequest.Read(request.Query, request.KnownHosts);
        if (hotspot is null) return (null, fault);
        var stage = hotspot.Error is null ? VisitStage.SignIn : VisitStage.Refused;
        return (new Visit(this, request.Point, request.Nas, hotspot.Mac, hotspot.Ip?.ToString(), stage, hotspot.OriginalUrl, hotspot), GatewayFault.None);
    }

    public Task<GatewayAnswer> LetInAsync(Visit visit, GrantEntry grant, Limits limits, string landing, CancellationToken cancel) =>
        Task.FromResult<GatewayAnswer>(new GatewayAnswer.GoTo(HotspotAnswer.Url((HotspotRequest)visit.Request, grant.UserName, grant.Password, landing)));

    public PanelContent PasteIn(PasteInFacts f) => new(
        f.Say("RouterOS 7. Tempel urut ke terminal router; login.html menggantikan berkas di folder hotspot router.",
            "RouterOS 7. Paste into the router's terminal in this order; login.html replaces the file in the router's hotspot folder."),
        [
            new PanelField("device-mode", f.Say("mode home melarang hotspot; langkah 1 memeriksanya, mengubahnya perlu menekan tombol di perangkat", "mode home forbids the hotspot; step 1 checks it, changing it needs a button pressed at the device")),
            new PanelField("IPv6", f.Say("hotspot RouterOS hanya IPv4: langkah 2 menutup IPv6 di jaringan itu", "RouterOS's hotspot is IPv4 only: step 2 closes IPv6 on that network")),
        ],
        [
            new PanelCode(f.Say("1. Periksa (terminal router)", "1. Check (router's terminal)"), HotspotScript.Check),
            new PanelCode(f.Say("2. Perintah (terminal router)", "2. Commands (router's terminal)"), HotspotScript.Commands(f)),
            new PanelCode("3. hotspot/login.html", HotspotScript.LoginPage(f)),
        ]);
}
