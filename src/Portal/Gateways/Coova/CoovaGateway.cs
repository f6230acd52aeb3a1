using System.Globalization;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Panels;
using HotspotManager.Portal.Login;

namespace HotspotManager.Portal.Gateways.Coova;

/// <summary>CoovaChilli by UAM: the phone carries the grant's name and a CHAP response, or where CoovaChilli gives no challenge (<c>nochallenge</c>) the grant's password; CoovaChilli asks RADIUS.</summary>
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
        if (uam is { Result: UamResult.LoggedOff, Challenge: null }) return (null, GatewayFault.BadChallenge);
        return (new Visit(this, request.Point, request.Nas, uam.Mac, uam.Ip?.ToString(), stage, uam.OriginalUrl, uam), GatewayFault.None);
    }

    public Task<GatewayAnswer> LetInAsync(Visit visit, GrantEntry grant, Limits limits, string landing, CancellationToken cancel) =>
        Task.FromResult<GatewayAnswer>(new GatewayAnswer.GoTo(UamAnswer.Url((UamRequest)visit.Request, visit.Nas.GatewayKey, grant.UserName, grant.Password, landing)));

    public PanelContent PasteIn(PasteInFacts f)
    {
        string[] config =
        [
            $"HS_NASID={PasteText.Shell(f.Nas.Row.NasIdentifier ?? f.Nas.Name)}",
            $"HS_RADIUS={f.Radius}",
            $"HS_RADIUS2={f.Radius}",
            $"HS_RADSECRET={PasteText.Shell(f.Secret)}",
            string.Create(CultureInfo.InvariantCulture, $"HS_RADAUTH={f.AuthPort}"),
            string.Create(CultureInfo.InvariantCulture, $"HS_RADACCT={f.AcctPort}"),
            $"HS_UAMSECRET={PasteText.Shell(f.Nas.GatewayKey ?? "")}",
            $"HS_UAMSERVER={f.PortalUrl.DnsSafeHost}",
            $"HS_UAMFORMAT={f.PortalUrl}",
            "HS_UAMHOMEPAGE=",
            $"HS_UAMALLOW={string.Join(',', [f.PortalUrl.DnsSafeHost, .. f.Garden.Where(h => !h.IsWildcard).Select(h => h.Text)])}",
            $"HS_UAMDOMAINS={PasteText.Shell(string.Join(' ', f.Garden.Where(h => h.IsWildcard).Select(h => "." + h.Name)))}",
            // A phone that is remembered is let in before it asks for anything (RADIUS, User-Name the phone's address).
            "HS_MACAUTH=on",
            string.Create(CultureInfo.InvariantCulture, $"HS_COAPORT={f.Nas.Row.CoaPort}"),
            string.Create(CultureInfo.InvariantCulture, $"HS_DEFINTERIMINTERVAL={PasteInFacts.InterimSeconds}"),
            .. f.Resolvers.Take(2).Select((r, n) => string.Create(CultureInfo.InvariantCulture, $"HS_DNS{n + 1}={r}")),
        ];
        // Answers that take longer than a router's patience are asked for three times (RFC 2865 section 2.5 leaves the figures to the client).
        List<string> local = ["radiustimeout 3", "radiusretry 3", string.Create(CultureInfo.InvariantCulture, $"lease {PasteInFacts.LeaseSeconds}"), "challengetimeout 600"];
        // The phone's own API address (RFC 8910): CoovaChilli fills in its hardware address, so each phone is told of itself. Only https counts.
        if (f.PortalUrl.Scheme == Uri.UriSchemeHttps) local.Add($"captiveportalapi_uri \"{f.PortalUrl.GetLeftPart(UriPartial.Authority)}/capport?ap={Uri.EscapeDataString(f.Point.Name)}&sid=%{{s}}&mac=%{{m}}\"");
        return new PanelContent(
            f.Say("Tempel ke berkas di bawah, lalu mulai ulang chilli. Jaringan tamu tanpa IPv6, karena chilli hanya menjaga IPv4.",
                "Paste into the files below, then restart chilli. The guests' network goes without IPv6, because chilli guards IPv4 only."),
            [new PanelField("swapoctets", f.Nas.Row.SwapOctets ? f.Say("tidak perlu", "not needed") : f.Say("set HS_SWAPOCTETS=on di router, atau --swap-octets di sini", "set HS_SWAPOCTETS=on on the router, or --swap-octets here"))],
            [
                new PanelCode("/etc/chilli/config", string.Join('\n', config)),
                new PanelCode("/etc/chilli/local.conf", string.Join('\n', local)),
                new PanelCode(f.Say("OpenWrt: jaringan", "OpenWrt: network"), OpenWrtLan.Text(f)),
            ]);
    }

    private static string? Called(PortalQuery query) => PhoneAddress.TryReadMac(query["called"], out var mac) ? mac : null;
}
