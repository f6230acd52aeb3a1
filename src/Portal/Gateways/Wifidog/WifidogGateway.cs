using System.Globalization;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Panels;
using HotspotManager.Portal.Login;

namespace HotspotManager.Portal.Gateways.Wifidog;

/// <summary>wifidog, Ruijie, Reyee: the phone takes a token to the gateway, the gateway asks us about the token and then every minute whether it may stay (<see cref="WifidogFlow"/>).</summary>
public sealed class WifidogGateway : IGateway
{
    /// <summary>As in <c>--gateway</c>.</summary>
    public const string Name = "wifidog";

    public string Key => Name;

    public bool AsksByRadius => false;

    public bool Recognises(PortalQuery query) => WifidogRequest.Recognises(query);

    public GatewayHints Hints(PortalQuery query) => new(
        PhoneAddress.TryReadMac(query["apmac"], out var ap) ? ap : null, query["gw_id"], PhoneAddress.TryReadMac(query["apmac"], out var called) ? called : null);

    public (Visit? Visit, GatewayFault Fault) Read(GatewayRequest request)
    {
        var (wifidog, fault) = WifidogRequest.Read(request.Query, request.KnownHosts);
        return wifidog is null ? (null, fault)
            : (new Visit(this, request.Point, request.Nas, wifidog.Mac, wifidog.Ip, VisitStage.SignIn, wifidog.OriginalUrl, wifidog), GatewayFault.None);
    }

    /// <summary>The token is the grant's user name: random, for this phone and this gateway alone.</summary>
    public Task<GatewayAnswer> LetInAsync(Visit visit, GrantEntry grant, Limits limits, string landing, CancellationToken cancel) =>
        Task.FromResult<GatewayAnswer>(new GatewayAnswer.GoTo($"http://{((WifidogRequest)visit.Request).Gateway}/wifidog/auth?token={Uri.EscapeDataString(grant.UserName)}"));

    public PanelContent PasteIn(PasteInFacts f)
    {
        var key = f.Nas.GatewayKey is { Length: > 0 } set ? $"key={Uri.EscapeDataString(set)}&" : "";
        var secure = f.PortalUrl.Scheme == Uri.UriSchemeHttps;
        var conf = string.Create(CultureInfo.InvariantCulture,
            $$"""
            GatewayID {{PasteText.Shell(f.Nas.Row.NasIdentifier ?? f.Nas.Name)}}
            CheckInterval 60
            ClientTimeout 15
            AuthServer {
                Hostname {{f.PortalUrl.DnsSafeHost}}
                SSLAvailable {{(secure ? "yes" : "no")}}
                {{(secure ? "SSLPort" : "HTTPPort")}} {{f.PortalUrl.Port}}
                Path {{f.PortalUrl.AbsolutePath}}/
                LoginScriptPathFragment login/?
                PortalScriptPathFragment portal/?
                MsgScriptPathFragment gw_message.php?
                PingScriptPathFragment ping/?{{key}}
                AuthScriptPathFragment auth/?{{key}}
            }
            FirewallRuleSet global {
            {{string.Join('\n', f.Garden.Where(h => !h.IsWildcard).Select(h => $"    FirewallRule allow tcp to {h.Text}"))}}
            }
            FirewallRuleSet unknown-users {
                FirewallRule allow udp port 53
                FirewallRule allow tcp port 53
                FirewallRule allow udp port 67
            }
            """);
        return new PanelContent(
            f.Say("wifidog: tempel ke /etc/wifidog.conf. Ruijie/Reyee: isi alamat portal di bawah pada Authentication, External Portal (WiFiDog).",
                "wifidog: paste into /etc/wifidog.conf. Ruijie/Reyee: enter the portal address below at Authentication, External Portal (WiFiDog)."),
            [
                new PanelField(f.Say("Alamat portal (Ruijie)", "Portal address (Ruijie)"), f.PortalUrl + "/"),
                new PanelField(f.Say("Panggilan router diterima", "The router's calls are taken"), key.Length > 0
                    ? f.Say("dengan kunci ini, atau dari " + f.Nas.Address, "with this key, or from " + f.Nas.Address)
                    : f.Say($"hanya dari {f.Nas.Address}; di balik alamat yang berubah: --gateway-key", $"from {f.Nas.Address} only; behind a changing address: --gateway-key")),
                .. PasteText.ByHand(f),
            ],
            [new PanelCode("/etc/wifidog.conf", conf), new PanelCode(f.Say("OpenWrt: jaringan", "OpenWrt: network"), OpenWrtLan.Text(f))]);
    }
}
