using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using HotspotManager.City.Network;
using Microsoft.AspNetCore.Http;

namespace HotspotManager.City.Gateways;

/// <summary>What the controllers of the city have in common: phones they know, sign-ins they remember, and sessions they open on somebody's word.</summary>
internal abstract class ControllerGateway(SimulatedAccessPoint point, GatewaySite site) : CityGateway(point, site)
{
    /// <summary>Who may sign in.</summary>
    public const string User = "portal";

    private readonly ConcurrentDictionary<string, Phone> _phones = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _tokens = new(StringComparer.Ordinal);

    /// <summary>Phones that stand at the access point, by <c>AA-BB-…</c>.</summary>
    protected IReadOnlyDictionary<string, Phone> Phones => _phones;

    public override string SessionId(int index) => index.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public override void PowerChanged(bool powered, DateTimeOffset now)
    {
        base.PowerChanged(powered, now);
        _tokens.Clear();
        _phones.Clear();
    }

    protected override async Task ServeAsync(HttpContext http, Phone phone, PhoneEntry entry)
    {
        if (!IsOwnPage(http.Request))
        {
            _phones[phone.Mac] = phone;
            await Redirect(http, ToPortal(phone, Wanted(http.Request)));
        }
        else if (!Point.IsReachable) http.Abort(); // the controller stands behind the line that is cut
        else if (http.Request.Method == "GET" && http.Request.Path == "/enter")
        {
            // A guest on this machine begins here: a phone at the access point that asks for a page.
            _phones[phone.Mac] = phone;
            await Redirect(http, ToPortal(phone, $"http://{Authority}/"));
        }
        else await AnswerAsync(http);
    }

    /// <summary>The portal's address with what this brand says.</summary>
    protected abstract string ToPortal(Phone phone, string wanted);

    /// <summary>A call of the controller's API.</summary>
    protected abstract Task AnswerAsync(HttpContext http);

    protected bool IsPassword(string? user, string? password) => user == User && password == Point.Plan.GatewayKey;

    protected string NewToken()
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _tokens[token] = true;
        return token;
    }

    protected bool IsToken(string? token) => token is not null && _tokens.ContainsKey(token);

    /// <summary>Lets a phone in; false when it does not stand here.</summary>
    protected bool LetIn(string? mac, Terms terms)
    {
        if (mac is null || !_phones.TryGetValue(Spell(mac), out var phone)) return false;
        if (Point.TryFind(s => s.Phone.Mac == phone.Mac, out var running)) Point.Change(running, _ => terms);
        else City.Phones.Leaving.Plan(Point.Open(phone, phone.Mac, terms), Point, Site.Time.GetUtcNow());
        return true;
    }

    protected bool PutOut(string? mac) => mac is not null && Spell(mac) is var spelt && Point.TryFind(s => s.Phone.Mac == spelt, out var session) && Point.End(session, EndCause.AdminReset);

    /// <summary>Up to now: octets from and to a phone that is in.</summary>
    protected (ulong Up, ulong Down)? Counted(string mac)
    {
        Point.Advance(Site.Time.GetUtcNow());
        return Point.TryFind(s => s.Phone.Mac == mac, out var session) ? (session.Up, session.Down) : null;
    }

    protected static string Spell(string mac) => mac.Replace(':', '-').ToUpperInvariant();

    protected static async Task<JsonNode?> BodyAsync(HttpContext http)
    {
        try
        {
            return await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    protected static Task Json(HttpContext http, JsonNode node, int status = StatusCodes.Status200OK)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json;charset=UTF-8";
        return http.Response.WriteAsync(node.ToJsonString());
    }
}
