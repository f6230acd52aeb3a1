using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using HotspotManager.City.Network;
using Microsoft.AspNetCore.Http;

namespace HotspotManager.City.Gateways;

/// <summary>
/// A UniFi access point with its controller: redirects to <c>/guest/s/SITE/</c> and takes <c>cmd/stamgr</c> and <c>stat/sta</c>. At every second access point a controller of old
/// (<c>/api/login</c>), at the others UniFi OS (<c>/api/auth/login</c>, <c>/proxy/network</c>, CSRF token in the cookie's JWT, or an API key).
/// </summary>
internal sealed class UnifiGateway(SimulatedAccessPoint point, GatewaySite site) : ControllerGateway(point, site)
{
    private bool IsOs => Point.Plan.Index % 2 == 1;

    private string SiteName => SimulatedCity.SiteOf(Point.Plan)!;

    protected override string ToPortal(Phone phone, string wanted) => string.Create(CultureInfo.InvariantCulture,
        $"{Site.Options.Portal.GetLeftPart(UriPartial.Authority)}/guest/s/{SiteName}/?id={Colons(phone.Mac)}&ap={Colons(Point.Plan.Mac)}&t={Site.Time.GetUtcNow().ToUnixTimeSeconds()}&url={Uri.EscapeDataString(wanted)}&ssid=WiFi+Warga");

    protected override async Task AnswerAsync(HttpContext http)
    {
        var (request, path) = (http.Request, http.Request.Path.Value ?? "");
        var prefix = IsOs ? "/proxy/network" : "";
        if (path == "/")
        {
            if (IsOs) await Html(http, "<!doctype html><title>UniFi OS</title>");
            else await Redirect(http, "/manage");
        }
        else if (request.Method == "POST" && path == (IsOs ? "/api/auth/login" : "/api/login")) await SignIn(http);
        else if (!path.StartsWith($"{prefix}/api/s/", StringComparison.Ordinal)) http.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (!MaySpeak(request)) await Say(http, StatusCodes.Status401Unauthorized, "api.err.LoginRequired");
        else if (!path.StartsWith($"{prefix}/api/s/{SiteName}/", StringComparison.Ordinal)) await Say(http, StatusCodes.Status400BadRequest, "api.err.NoSiteContext");
        else await InSite(http, path[$"{prefix}/api/s/{SiteName}".Length..]);
    }

    private async Task SignIn(HttpContext http)
    {
        var body = await BodyAsync(http);
        if (!IsPassword((string?)body?["username"], (string?)body?["password"]))
        {
            await Say(http, IsOs ? StatusCodes.Status403Forbidden : StatusCodes.Status400BadRequest, "api.err.Invalid");
            return;
        }
        var token = NewToken();
        if (IsOs)
        {
            var claims = Convert.ToBase64String(Encoding.UTF8.GetBytes(new JsonObject { ["csrfToken"] = "csrf-" + token, ["userId"] = token }.ToJsonString())).TrimEnd('=').Replace('+', '-').Replace('/', '_');
            http.Response.Headers.SetCookie = $"TOKEN=e30.{claims}.{token}; path=/; httponly";
            await Json(http, new JsonObject { ["username"] = User });
            return;
        }
        http.Response.Headers.SetCookie = $"unifises={token}; path=/; httponly";
        await Say(http, StatusCodes.Status200OK, null);
    }

    private bool MaySpeak(HttpRequest request)
    {
        if (IsOs && request.Headers["X-API-KEY"].ToString() is { Length: > 0 } key) return key == Point.Plan.GatewayKey;
        if (!IsOs) return IsToken(request.Cookies["unifises"]);
        var token = request.Cookies["TOKEN"]?.Split('.') is [_, _, var last] ? last : null;
        return IsToken(token) && (request.Method == "GET" || request.Headers["x-csrf-token"] == "csrf-" + token);
    }

    private async Task InSite(HttpContext http, string path)
    {
        if (http.Request.Method == "GET" && path.StartsWith("/stat/sta", StringComparison.Ordinal))
        {
            var asked = path.Length > "/stat/sta/".Length ? Spell(path["/stat/sta/".Length..]) : null;
            var stations = Phones.Values.Where(p => asked is null || p.Mac == asked).Select(Station).ToArray<JsonNode?>();
            if (asked is not null && stations.Length == 0) await Say(http, StatusCodes.Status400BadRequest, "api.err.UnknownStation");
            else await Json(http, new JsonObject { ["meta"] = new JsonObject { ["rc"] = "ok" }, ["data"] = new JsonArray(stations) });
            return;
        }
        if (http.Request.Method != "POST" || path != "/cmd/stamgr" || await BodyAsync(http) is not { } body)
        {
            await Say(http, StatusCodes.Status400BadRequest, "api.err.InvalidObject");
            return;
        }
        var done = (string?)body["cmd"] switch
        {
            "authorize-guest" => LetIn((string?)body["mac"], new Terms
            {
                SessionSeconds = (long?)body["minutes"] * 60,
                DownRate = (double?)body["down"] * 1000,
                UpRate = (double?)body["up"] * 1000,
                TotalOctets = (ulong?)body["bytes"] * 1_000_000,
            }),
            "unauthorize-guest" => PutOut((string?)body["mac"]) || true,
            _ => false,
        };
        await Say(http, done ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, done ? null : "api.err.InvalidPayload");
    }

    private JsonObject Station(Phone phone)
    {
        var counted = Counted(phone.Mac);
        return new JsonObject
        {
            ["mac"] = Colons(phone.Mac),
            ["ap_mac"] = Colons(Point.Plan.Mac),
            ["ip"] = phone.LanAddress.ToString(),
            ["is_guest"] = true,
            ["authorized"] = counted is not null,
            ["rx_bytes"] = counted?.Up ?? 0,
            ["tx_bytes"] = counted?.Down ?? 0,
        };
    }

    private static Task Say(HttpContext http, int status, string? error) => Json(http, new JsonObject
    {
        ["meta"] = error is null ? new JsonObject { ["rc"] = "ok" } : new JsonObject { ["rc"] = "error", ["msg"] = error },
        ["data"] = new JsonArray(),
    }, status);

    private static string Colons(string mac) => mac.Replace('-', ':').ToLowerInvariant();
}
