using System.Globalization;
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

    public PanelContent PasteIn(PasteInFacts f)
    {
        var radius = f.RadiusAddress?.ToString() ?? f.PortalUrl.DnsSafeHost;
        var commands = string.Create(CultureInfo.InvariantCulture,
            $"""
            /radius add service=hotspot address={radius} secret="{System.Text.Encoding.UTF8.GetString(f.Nas.Secret)}" authentication-port={f.AuthPort} accounting-port={f.AcctPort} timeout=3s require-message-auth=yes-for-request-resp
            /radius incoming set accept=yes port={f.Nas.Row.CoaPort}
            /ip hotspot profile set [find] use-radius=yes radius-accounting=yes radius-interim-update=5m login-by=mac,http-chap,http-pap,cookie nas-port-type=wireless-802.11
            /ip hotspot walled-garden ip add dst-host={f.PortalUrl.DnsSafeHost} action=accept
            /system identity set name="{f.Nas.Row.NasIdentifier ?? f.Nas.Name}"
            """);
        var fields = string.Concat(
            new[] { "mac", "ip", "username", "link-login-only", "link-orig", "error", "chap-id", "chap-challenge", "server-name", "identity" }
                .Select(name => $"<input type=\"hidden\" name=\"{name}\" value=\"$({name})\">\n"));
        var page =
            $"""
            <html><head><meta charset="utf-8"><title>...</title></head>
            <body onload="document.f.submit()"><form name="f" method="post" action="{f.PortalUrl}">
            {fields}<input type="submit" value="{f.Say("Lanjut", "Continue")}"></form></body></html>
            """;
        return new PanelContent(
            f.Say("Perintah ke terminal router; login.html menggantikan berkas di folder hotspot router.", "Commands for the router's terminal; login.html replaces the file in the router's hotspot folder."),
            [], [new PanelCode(f.Say("Terminal router", "Router's terminal"), commands), new PanelCode("hotspot/login.html", page)]);
    }
}
