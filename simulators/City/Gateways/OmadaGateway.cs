using System.Globalization;
using System.Text.Json.Nodes;
using HotspotManager.City.Network;
using Microsoft.AspNetCore.Http;

namespace HotspotManager.City.Gateways;

/// <summary>An Omada access point with its controller of version 5: external portal redirect, hotspot operator's sign-in, <c>extPortal/auth</c>, list and disconnect (TP-Link FAQ 3231).</summary>
internal sealed class OmadaGateway(SimulatedAccessPoint point, GatewaySite site) : ControllerGateway(point, site)
{
    private const string ControllerId = "8c0ffee0c0ffee0c0ffee0c0ffee0c0f";

    private string SiteName => SimulatedCity.SiteOf(Point.Plan)!;

    protected override string ToPortal(Phone phone, string wanted) => string.Create(CultureInfo.InvariantCulture,
        $"{PortalPage}?clientMac={phone.Mac}&clientIp={phone.LanAddress}&apMac={Point.Plan.Mac}&ssidName=WiFi%20Warga&radioId=1&t={Site.Time.GetUtcNow().ToUnixTimeSeconds()}&site={SiteName}&redirectUrl={Uri.EscapeDataString(wanted)}");

    protected override async Task AnswerAsync(HttpContext http)
    {
        var (request, path) = (http.Request, http.Request.Path.Value ?? "");
        const string api = "/" + ControllerId + "/api/v2/hotspot/";
        if (path == "/api/info") await Say(http, 0, new JsonObject { ["controllerVer"] = "5.15.8.2", ["apiVer"] = "3", ["configured"] = true, ["omadacId"] = ControllerId });
        else if (path == api + "login") await SignIn(http);
        else if (!path.StartsWith(api, StringComparison.Ordinal)) http.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (!IsToken(request.Cookies["TPOMADA_SESSIONID"]) || request.Headers["Csrf-Token"] != "csrf" + request.Cookies["TPOMADA_SESSIONID"]) await Say(http, -1200, null);
        else await Call(http, path[api.Length..]);
    }

    private async Task SignIn(HttpContext http)
    {
        var body = await BodyAsync(http);
        if (!IsPassword((string?)body?["name"], (string?)body?["password"]))
        {
            await Say(http, -30109, null);
            return;
        }
        var token = NewToken();
        http.Response.Headers.SetCookie = $"TPOMADA_SESSIONID={token}; Path=/{ControllerId}; HttpOnly";
        await Say(http, 0, new JsonObject { ["token"] = "csrf" + token });
    }

    private async Task Call(HttpContext http, string path)
    {
        if (http.Request.Method == "POST" && path == "extPortal/auth")
        {
            var body = await BodyAsync(http);
            var isOurs = (string?)body?["site"] == SiteName && (string?)body?["apMac"] == Point.Plan.Mac && (int?)body?["authType"] == 4 && (string?)body?["ssidName"] == "WiFi Warga";
            var done = isOurs && LetIn((string?)body!["clientMac"], new Terms { SessionSeconds = (long?)body["time"] / 1000 });
            await Say(http, done ? 0 : -41501, null);
        }
        else if (path == $"sites/{SiteName}/clients")
        {
            var rows = Phones.Values.Select(p => (p.Mac, Counted: Counted(p.Mac))).Where(c => c.Counted is not null).Select(c => (JsonNode?)new JsonObject
            {
                ["id"] = "c" + c.Mac.Replace("-", "", StringComparison.Ordinal),
                ["mac"] = c.Mac,
                ["valid"] = true,
                ["upload"] = c.Counted!.Value.Up,
                ["download"] = c.Counted.Value.Down,
            }).ToArray();
            await Say(http, 0, new JsonObject { ["totalRows"] = rows.Length, ["currentPage"] = 1, ["data"] = new JsonArray(rows) });
        }
        else if (path.StartsWith($"sites/{SiteName}/cmd/clients/c", StringComparison.Ordinal) && path.EndsWith("/disconnect", StringComparison.Ordinal))
        {
            var id = path[$"sites/{SiteName}/cmd/clients/c".Length..^"/disconnect".Length];
            await Say(http, PutOut(Phones.Keys.FirstOrDefault(m => m.Replace("-", "", StringComparison.Ordinal) == id)) ? 0 : -41500, null);
        }
        else await Say(http, -1600, null);
    }

    private static Task Say(HttpContext http, int error, JsonNode? result)
    {
        var answer = new JsonObject { ["errorCode"] = error, ["msg"] = error == 0 ? "Success." : "Failed." };
        if (result is not null) answer["result"] = result;
        return Json(http, answer);
    }
}
