using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using HotspotManager.City.Network;
using Microsoft.AspNetCore.Http;

namespace HotspotManager.City.Gateways;

/// <summary>
/// openNDS 9.10 with forwarding authentication (FAS) at level 1 and the city's BinAuth script: a base64 redirect to the portal, <c>/opennds_auth/</c> back with the hashed
/// token, limits from the sealed ticket, counters by <see cref="OpenNdsScript"/>. It asks no RADIUS server.
/// </summary>
internal sealed class OpenNdsGateway : CityGateway, IDisposable
{
    private readonly OpenNdsScript _script;
    private readonly ConcurrentDictionary<string, string> _tokens = new(StringComparer.Ordinal);

    public OpenNdsGateway(SimulatedAccessPoint point, GatewaySite site) : base(point, site) => _script = new OpenNdsScript(point, PortalPage, Key, site.Time);

    private string Key => Point.Plan.GatewayKey ?? "";

    public override string SessionId(int index) => index.ToString(CultureInfo.InvariantCulture);

    protected override Task ServeAsync(HttpContext http, Phone phone, PhoneEntry entry)
    {
        if (!IsOwnPage(http.Request)) return ToPortal(http, phone, entry, Wanted(http.Request));
        switch (http.Request.Path.Value)
        {
            case "/opennds_auth/":
                return Authenticate(http, phone, entry);
            case "/opennds_deny/":
                if (Point.TryFind(s => s.Phone.Source.Equals(phone.Source), out var session)) Point.End(session, EndCause.UserRequest);
                return Redirect(http, $"http://{Authority}/", StatusCodes.Status307TemporaryRedirect);
            default:
                return Point.IsOnline(phone) ? Html(http, "<!doctype html><title>status</title><p>Authenticated.") : ToPortal(http, phone, entry, Wanted(http.Request));
        }
    }

    public override void Began(PhoneSession session, DateTimeOffset now) => _script.Tell("client_auth", session, Token(session), now);

    public override void Ended(PhoneSession session, EndCause cause, DateTimeOffset now)
    {
        base.Ended(session, cause, now);
        _script.Tell(cause switch
        {
            EndCause.UserRequest => "client_deauth",
            EndCause.SessionTimeout => "timeout_deauth",
            EndCause.NasRequest => "downquota_deauth",
            EndCause.AdminReset => "ndsctl_deauth",
            _ => "idle_deauth",
        }, session, Token(session), now);
        _tokens.TryRemove(session.Id, out _);
    }

    public override void PowerChanged(bool powered, DateTimeOffset now)
    {
        base.PowerChanged(powered, now);
        _tokens.Clear();
        _script.Forget();
    }

    public override void Tick(DateTimeOffset now) => _script.Tick(now, Token);

    public void Dispose() => _script.Dispose();

    private string Token(PhoneSession session) => _tokens.GetValueOrDefault(session.Id, "00000000");

    private Task Authenticate(HttpContext http, Phone phone, PhoneEntry entry)
    {
        var query = http.Request.Query;
        var (sent, custom, redirect) = (query["tok"].ToString(), query["custom"].ToString(), query["redir"].ToString());
        // The client's entry must be the one the portal saw: sha256(hid and faskey), as src/http_microhttpd.c compares it.
        if (entry.Token is not { } token || sent != RouterSeal.Hash(RouterSeal.Hash(token) + Key)) return ToPortal(http, phone, entry, redirect);
        if (OpenNdsScript.Ticket(custom, phone, token, Key) is not var (grant, terms)) return ToPortal(http, phone, entry, redirect);
        _tokens[grant] = token;
        var session = Point.Open(phone, grant, terms, grant);
        Phones.Leaving.Plan(session, Point, Site.Time.GetUtcNow());
        return Redirect(http, redirect, StatusCodes.Status307TemporaryRedirect);
    }

    private Task ToPortal(HttpContext http, Phone phone, PhoneEntry entry, string wanted)
    {
        lock (Point.Gate) entry.Token = Point.Random.NextInt64(1L << 32).ToString("x8", CultureInfo.InvariantCulture);
        var mac = Point.Plan.Mac.Replace('-', ':').ToLowerInvariant();
        var name = Encode($"{Point.Plan.Name} Node:{mac.Replace(":", "", StringComparison.Ordinal)} ");
        var plain = $"hid={RouterSeal.Hash(entry.Token)}, clientip={phone.LanAddress}, clientmac={phone.Mac.Replace('-', ':').ToLowerInvariant()}, client_type=cpd_can, "
            + $"gatewayname={name}, gatewayurl={Encode("http://status.client")}, version=9.10.0, gatewayaddress={Authority}, gatewaymac={mac}, "
            + $"originurl={Encode(wanted)}, clientif=wlan0, themespec=(null), (null)(null)(null)(null)";
        return Redirect(http, $"{PortalPage}?fas={Convert.ToBase64String(Encoding.UTF8.GetBytes(plain))}", StatusCodes.Status307TemporaryRedirect);
    }

    /// <summary>openNDS's uh_urlencode: lower-case hex for all but the unreserved characters.</summary>
    private static string Encode(string text)
    {
        var encoded = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~') encoded.Append((char)octet);
            else encoded.Append(CultureInfo.InvariantCulture, $"%{octet:x2}");
        }
        return encoded.ToString();
    }
}
