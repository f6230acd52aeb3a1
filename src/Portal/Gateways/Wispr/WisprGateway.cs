using System.Globalization;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Panels;
using HotspotManager.Portal.Login;

namespace HotspotManager.Portal.Gateways.Wispr;

/// <summary>Every gateway that takes a name and a password by a form and asks RADIUS about them: the phone posts the grant's.</summary>
public sealed class WisprGateway : IGateway
{
    public string Key => "generic";

    public bool AsksByRadius => true;

    public bool Recognises(PortalQuery query) => WisprDialect.Of(query) is not null;

    public GatewayHints Hints(PortalQuery query)
    {
        if (WisprDialect.Of(query) is not { } dialect) return default;
        var mac = dialect.AccessPoint is { } name && PhoneAddress.TryReadMac(query[name], out var read) ? read : null;
        return new GatewayHints(mac, dialect.NasId is { } id ? query[id] : null, mac);
    }

    public (Visit? Visit, GatewayFault Fault) Read(GatewayRequest request)
    {
        var (wispr, fault) = WisprRequest.Read(request.Query, request.Nas.GatewayUrl, request.KnownHosts);
        return wispr is null ? (null, fault)
            : (new Visit(this, request.Point, request.Nas, wispr.Mac, wispr.Ip, wispr.IsRefused ? VisitStage.Refused : VisitStage.SignIn, wispr.OriginalUrl, wispr), GatewayFault.None);
    }

    public Task<GatewayAnswer> LetInAsync(Visit visit, GrantEntry grant, Limits limits, string landing, CancellationToken cancel)
    {
        var wispr = (WisprRequest)visit.Request;
        return Task.FromResult<GatewayAnswer>(new GatewayAnswer.Post(wispr.LoginUrl,
            [.. wispr.Dialect.Form(wispr.Query, grant.UserName, grant.Password, landing).Where(f => f.Value is not null).Select(f => KeyValuePair.Create(f.Name, f.Value!))]));
    }

    public PanelContent PasteIn(PasteInFacts f) => new(
        f.Say("Aruba, Ruckus, Cisco, Grandstream dan gateway lain: portal luar (external captive portal) dengan RADIUS. Matikan IPv6 di jaringan itu, nyalakan isolasi klien, "
                + "dan izinkan alamat di bawah sebelum masuk.",
            "Aruba, Ruckus, Cisco, Grandstream and others: external captive portal with RADIUS. Turn IPv6 off on that network, client isolation on, "
                + "and allow the addresses below before sign-in."),
        [
            new PanelField(f.Say("Alamat portal", "Portal address"), f.PortalUrl.ToString()),
            new PanelField("RADIUS", f.Radius),
            new PanelField(f.Say("Porta auth, acct, CoA", "Ports auth, acct, CoA"), string.Create(CultureInfo.InvariantCulture, $"{f.AuthPort}, {f.AcctPort}, {f.Nas.Row.CoaPort}")),
            new PanelField(f.Say("Batas waktu RADIUS", "RADIUS timeout"), "3 s × 3"),
            new PanelField("Interim", string.Create(CultureInfo.InvariantCulture, $"{PasteInFacts.InterimSeconds} s")),
            new PanelField("NAS-Identifier", f.Nas.Row.NasIdentifier ?? f.Nas.Name),
            .. PasteText.ByHand(f),
            new PanelField(f.Say("Alamat masuk gateway", "The gateway's log-in"), f.Nas.GatewayUrl?.ToString()
                ?? f.Say("dari permintaannya sendiri; bila bukan alamat lokal: --gateway-url", "from its own request; where that is no local address: --gateway-url")),
        ],
        [
            new PanelCode("RADIUS secret", f.Secret),
            new PanelCode(f.Say("Boleh dibuka sebelum masuk", "Open before sign-in"), string.Join('\n', [f.PortalUrl.DnsSafeHost, .. f.Garden.Select(h => h.Text)])),
        ]);
}
