using System.Globalization;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Panels;
using HotspotManager.Portal.Login;

namespace HotspotManager.Portal.Gateways.OpenNds;

/// <summary>openNDS at FAS level 1 with our BinAuth script: limits travel in a sealed ticket, counters come back from the script (<see cref="CountersFlow"/>).</summary>
public sealed class OpenNdsGateway : IGateway
{
    /// <summary>As in <c>--gateway</c>.</summary>
    public const string Name = "opennds";

    public string Key => Name;

    public bool AsksByRadius => false;

    public bool Recognises(PortalQuery query) => FasRequest.Recognises(query);

    public GatewayHints Hints(PortalQuery query) =>
        FasRequest.Read(query, []) is { Request: { } fas } ? new GatewayHints(null, fas.PlainGatewayName.Length > 0 ? fas.PlainGatewayName : null, null) : default;

    public (Visit? Visit, GatewayFault Fault) Read(GatewayRequest request)
    {
        if (string.IsNullOrEmpty(request.Nas.GatewayKey)) return (null, GatewayFault.NoKey);
        var (fas, fault) = FasRequest.Read(request.Query, request.KnownHosts);
        if (fas is null) return (null, fault);
        var stage = fas.Authenticated ? VisitStage.Online : VisitStage.SignIn;
        return (new Visit(this, request.Point, request.Nas, fas.Mac, fas.Ip.ToString(), stage, fas.OriginalUrl, fas), GatewayFault.None);
    }

    public Task<GatewayAnswer> LetInAsync(Visit visit, GrantEntry grant, Limits limits, string landing, CancellationToken cancel)
    {
        var (fas, key) = ((FasRequest)visit.Request, visit.Nas.GatewayKey!);
        var octets = LimitsTicket.KiB(limits.RemainingOctets);
        var ticket = new LimitsTicket(grant.UserName, visit.Mac, fas.Hid, limits.SessionSeconds, limits.UpKbps, limits.DownKbps, octets, octets);
        return Task.FromResult<GatewayAnswer>(new GatewayAnswer.GoTo(FasAnswer.Url(fas, key, ticket.Write(key), landing)));
    }

    public PanelContent PasteIn(PasteInFacts f)
    {
        var secure = f.PortalUrl.Scheme == Uri.UriSchemeHttps;
        var host = f.PortalUrl.DnsSafeHost;
        var named = !System.Net.IPAddress.TryParse(host, out _);
        var script = string.Create(CultureInfo.InvariantCulture,
            $"""
            mkdir -p /usr/lib/hotspot
            wget -O /usr/lib/hotspot/binauth.sh {f.PortalUrl}/binauth.sh
            chmod 755 /usr/lib/hotspot/binauth.sh
            (crontab -l 2>/dev/null | grep -v hotspot/binauth; echo '* * * * * /usr/lib/hotspot/binauth.sh watch') | crontab -
            """);
        string[] options =
        [
            $"gatewayname {f.Point.Name}", "fas_secure_enabled 1", $"fasremoteip {(named ? f.Say("ALAMAT-IP-PORTAL", "PORTAL-IP-ADDRESS") : host)}",
            .. named ? [$"fasremotefqdn {host}"] : Array.Empty<string>(),
            string.Create(CultureInfo.InvariantCulture, $"fasport {f.PortalUrl.Port}"), $"faspath {f.PortalUrl.AbsolutePath}",
            $"faskey {f.Nas.GatewayKey ?? f.Say("KUNCI-BELUM-DIATUR", "KEY-NOT-SET")}", "login_option_enabled 0",
            // What a phone used since openNDS last looked is not in the final report: look often (the default is 15 s).
            "checkinterval 5", "binauth /usr/lib/hotspot/binauth.sh",
        ];
        var uci = options.Select(o => o.Split(' ', 2)).Select(o => $"uci set opennds.@opennds[0].{o[0]}='{o[1]}'");
        var text = f.Say(
            "openNDS 9.10 atau lebih baru. Tempel ke terminal router; skrip mengatur batas tiap ponsel dan melaporkan pemakaiannya.",
            "openNDS 9.10 or newer. Paste into the router's terminal; the script sets each phone's limits and reports what it used.");
        if (secure)
            text += " " + f.Say("openNDS tingkat 1 memakai http: buka juga alamat http untuk portal.", "openNDS at level 1 speaks http: give the portal an http address as well.");
        return new PanelContent(text, [], [
            new PanelCode(f.Say("1. Skrip (terminal router)", "1. Script (router's terminal)"), script),
            new PanelCode("2a. OpenWrt", string.Join('\n', uci) + "\nuci commit opennds\nservice opennds restart"),
            new PanelCode("2b. Debian: /etc/opennds/opennds.conf", string.Join('\n', options)),
        ]);
    }
}
