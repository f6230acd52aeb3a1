using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HotspotManager.City.Network;
using HotspotManager.City.Phones;
using Microsoft.AspNetCore.Http;

namespace HotspotManager.City.Gateways;

/// <summary>
/// A wifidog gateway: redirects to <c>login/</c>, takes the phone back at <c>/wifidog/auth?token=</c>, asks the portal about the token, and tells it what the phone used every
/// <see cref="CheckSeconds"/>; <c>Auth: 0</c> puts the phone out.
/// </summary>
internal sealed class WifidogGateway : CityGateway, IDisposable
{
    private const int CheckSeconds = 10;

    private readonly HttpClient _http;

    public WifidogGateway(SimulatedAccessPoint point, GatewaySite site) : base(point, site) => _http = new HttpClient(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        ConnectCallback = (to, cancel) => point.IsReachable ? Dial.FromAsync(point.Plan.Address, to.DnsEndPoint, cancel) : throw new SocketException((int)SocketError.HostUnreachable),
    })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    public override string SessionId(int index) => index.ToString(CultureInfo.InvariantCulture);

    public override void GoesOn(PhoneSession session, DateTimeOffset now) => _ = TellAsync("counters", session);

    public override void Ended(PhoneSession session, EndCause cause, DateTimeOffset now)
    {
        base.Ended(session, cause, now);
        if (cause != EndCause.NasRequest) _ = TellAsync("logout", session);
    }

    public void Dispose() => _http.Dispose();

    protected override async Task ServeAsync(HttpContext http, Phone phone, PhoneEntry entry)
    {
        if (IsOwnPage(http.Request) && http.Request.Path == "/wifidog/auth")
        {
            var token = http.Request.Query["token"].ToString();
            var isIn = token.Length > 0 && await AskAsync("login", token, phone, 0, 0);
            if (isIn) Leaving.Plan(Point.Open(phone, token, new Terms { InterimSeconds = CheckSeconds }, token), Point, Site.Time.GetUtcNow());
            await Redirect(http, isIn ? $"{PortalPage}/portal/?gw_id={Point.Plan.Name}" : $"{PortalPage}/gw_message.php?message=denied");
            return;
        }
        await Redirect(http, $"{PortalPage}/login/?gw_address={Point.Plan.Address}&gw_port={Site.HttpPort.ToString(CultureInfo.InvariantCulture)}&gw_id={Point.Plan.Name}"
            + $"&ip={phone.LanAddress}&mac={phone.Mac.Replace('-', ':').ToLowerInvariant()}&apmac={Point.Plan.Mac}&ssid=WiFi+Warga&url={Uri.EscapeDataString(Wanted(http.Request))}");
    }

    private async Task TellAsync(string stage, PhoneSession session)
    {
        await Task.Yield();
        try
        {
            if (!await AskAsync(stage, session.Id, session.Phone, session.Down, session.Up) && stage == "counters") Point.End(session, EndCause.NasRequest);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException or SocketException)
        {
            // The line is cut: wifidog lets its phones stay and asks again.
        }
    }

    private async Task<bool> AskAsync(string stage, string token, Phone phone, ulong incoming, ulong outgoing)
    {
        var key = Point.Plan.GatewayKey is { } set ? $"key={set}&" : "";
        using var answer = await _http.GetAsync(string.Create(CultureInfo.InvariantCulture,
            $"{PortalPage}/auth/?{key}stage={stage}&ip={phone.LanAddress}&mac={phone.Mac.Replace('-', ':').ToLowerInvariant()}&token={token}&incoming={incoming}&outgoing={outgoing}&gw_id={Point.Plan.Name}"));
        // What is no answer of the protocol changes nothing (a server error).
        if (answer.StatusCode != HttpStatusCode.OK) return stage != "login";
        return (await answer.Content.ReadAsStringAsync()).Contains("Auth: 1", StringComparison.Ordinal);
    }
}
