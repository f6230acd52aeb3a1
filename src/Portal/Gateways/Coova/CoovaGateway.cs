using System.Globalization;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Panels;
using HotspotManager.Portal.Login;

namespace HotspotManager.Portal.Gateways.Coova;

/// <summary>CoovaChilli by UAM: the phone carries the grant's name and a CHAP response; CoovaChilli asks RADIUS.</summary>
public sealed class CoovaGateway : IGateway
{
    public string Key => "coova";

    public bool AsksByRadius => true;

    public bool Recognises(PortalQuery query) => UamRequest.Recognises(query);

    public GatewayHints Hints(PortalQuery query) => new(Called(query), query["nasid"], query["called"]);

    public (Visit? Visit, GatewayFault Fault) Read(GatewayRequest request)
    {
        var (uam, fault) = UamRequest.Read(request.Query, request.KnownHosts, request.Nas.GatewayKey, request.Addresses);
        if (uam is null) return (null, fault);
        var stage = uam.Result switch
        {
            UamResult.Already or UamResult.Success => VisitStage.Online,
            UamResult.Failed => VisitStage.Refused,
            _ => VisitStage.SignIn,
        };
        // After a log-off the redirect has no challenge to answer: the phone must be sent anew.
        if (stage == VisitStage.SignIn && uam.Challenge is null) return (null, GatewayFault.BadChallenge);
        return (new Visit(this, request.Point, request.Nas, uam.Mac, uam.Ip?.ToString(), stage, uam.OriginalUrl, uam), GatewayFault.None);
    }

    public Task<GatewayAnswer> LetInAsync(Visit visit, GrantEntry grant, Limits limits, string landing, CancellationToken cancel) =>
        Task.FromResult<GatewayAnswer>(new GatewayAnswer.GoTo(UamAnswer.Url((UamRequest)visit.Request, visit.Nas.GatewayKey, grant.UserName, grant.Password, landing)));

    public PanelContent PasteIn(PasteInFacts f)
    {
        var radius = f.RadiusAddress?.ToString() ?? f.PortalUrl.DnsSafeHost;
        var text = string.Create(CultureInfo.InvariantCulture,
            $"""
            HS_NASID={f.Nas.Row.NasIdentifier ?? f.Nas.Name}
            HS_RADIUS={radius}
            HS_RADIUS2={radius}
            HS_RADSECRET={System.Text.Encoding.UTF8.GetString(f.Nas.Secret)}
            HS_RADAUTH={f.AuthPort}
            HS_RADACCT={f.AcctPort}
            HS_UAMSECRET={f.Nas.GatewayKey ?? ""}
            HS_UAMSERVER={f.PortalUrl.DnsSafeHost}
            HS_UAMFORMAT={f.PortalUrl}
            HS_UAMHOMEPAGE=
            HS_UAMALLOW={f.PortalUrl.DnsSafeHost}
            HS_MACAUTH=on
            HS_COAPORT={f.Nas.Row.CoaPort}
            HS_DEFINTERIMINTERVAL=300
            """);
        return new PanelContent(
            f.Say("Tempel ke /etc/chilli/config, lalu mulai ulang chilli.", "Paste into /etc/chilli/config, then restart chilli."),
            [new PanelField("swapoctets", f.Nas.Row.SwapOctets ? f.Say("tidak perlu", "not needed") : f.Say("set HS_SWAPOCTETS=on di router, atau --swap-octets di sini", "set HS_SWAPOCTETS=on on the router, or --swap-octets here"))],
            [new PanelCode("/etc/chilli/config", text)]);
    }

    private static string? Called(PortalQuery query) => PhoneAddress.TryReadMac(query["called"], out var mac) ? mac : null;
}
