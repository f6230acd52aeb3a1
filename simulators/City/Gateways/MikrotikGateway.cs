using System.Globalization;
using System.Net;
using System.Text;
using HotspotManager.City.Nas;
using HotspotManager.City.Network;
using HotspotManager.Radius.Wire;
using Microsoft.AspNetCore.Http;

namespace HotspotManager.City.Gateways;

/// <summary>
/// A RouterOS hotspot: its <c>login.html</c> sends the phone on to the portal with chap-id and chap-challenge, and <c>/login</c> takes the CHAP password (RouterOS manual,
/// hotspot customisation).
/// </summary>
internal sealed class MikrotikGateway(SimulatedAccessPoint point, GatewaySite site, NasClient nas) : RadiusGateway(point, site, nas)
{
    protected override bool InputIsDown => false;

    // RouterOS sends the hotspot server's name here.
    protected override string CalledStation => "hs-" + Point.Plan.Name;

    protected override char MacSeparator => ':';

    protected override async Task ServeAsync(HttpContext http, Phone phone, PhoneEntry entry)
    {
        if (!IsOwnPage(http.Request))
        {
            await Redirect(http, $"http://{Authority}/login?dst={Uri.EscapeDataString(Wanted(http.Request))}");
            return;
        }
        IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> sent = http.Request.HasFormContentType ? await http.Request.ReadFormAsync() : http.Request.Query;
        var fields = sent.ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);
        switch (http.Request.Path.Value)
        {
            case "/login" when fields.TryGetValue("username", out var userName) && userName.Length > 0:
                await LogIn(http, phone, entry, userName, fields.GetValueOrDefault("password", ""), fields.GetValueOrDefault("dst", ""));
                return;
            case "/login":
                await LoginPage(http, phone, entry, fields.GetValueOrDefault("dst", ""), "");
                return;
            case "/logout":
                if (Point.TryFind(s => s.Phone.Source.Equals(phone.Source), out var session)) Point.End(session, EndCause.UserRequest);
                await Html(http, "<!doctype html><title>logout</title><p>Logged out.");
                return;
            default:
                if (Point.IsOnline(phone)) await Html(http, "<!doctype html><title>status</title><p>You are logged in.");
                else await Redirect(http, $"http://{Authority}/login");
                return;
        }
    }

    private async Task LogIn(HttpContext http, Phone phone, PhoneEntry entry, string userName, string password, string destination)
    {
        if (entry.Challenge is not { } challenge || password.Length != 32 || !password.All(char.IsAsciiHexDigit))
        {
            await LoginPage(http, phone, entry, destination, "web browser did not send challenge response (try again, enable JavaScript)");
            return;
        }
        var answer = await LogInAsync(phone, userName, [entry.ChapId, .. Convert.FromHexString(password)], challenge);
        if (answer.IsIn) await Redirect(http, destination.Length > 0 ? destination : $"http://{Authority}/status");
        else await LoginPage(http, phone, entry, destination, answer.Message ?? "RADIUS server is not responding");
    }

    /// <summary>What the router's login.html becomes when it hands the phone on to the portal.</summary>
    private Task LoginPage(HttpContext http, Phone phone, PhoneEntry entry, string destination, string error)
    {
        var challenge = new byte[16];
        lock (Point.Gate)
        {
            Point.Random.NextBytes(challenge);
            entry.ChapId = (byte)Point.Random.Next(256);
        }
        entry.Challenge = challenge;
        // chap-id and chap-challenge as RouterOS writes them, with backslashes; the others percent-encoded, as its -esc variables are.
        var url = $"{PortalPage}?mac={Uri.EscapeDataString(phone.Mac.Replace('-', ':'))}&ip={phone.LanAddress}&link-login-only={Uri.EscapeDataString($"http://{Authority}/login")}"
            + $"&link-orig={Uri.EscapeDataString(destination)}&chap-id={Octal([entry.ChapId])}&chap-challenge={Octal(challenge)}&server-name={CalledStation}&identity={Point.Plan.Name}"
            + (error.Length > 0 ? "&error=1" : "");
        return Html(http, $"""
            <!doctype html><html><head><meta charset="utf-8"><title>WiFi</title><link rel="icon" href="data:,">
            <meta http-equiv="refresh" content="0; url={WebUtility.HtmlEncode(url)}"></head>
            <body><p><a href="{WebUtility.HtmlEncode(url)}">Lanjut</a></p></body></html>
            """);
    }

    private static string Octal(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder();
        foreach (var octet in octets) text.Append('\\').Append((char)('0' + (octet >> 6))).Append((char)('0' + (octet >> 3 & 7))).Append((char)('0' + (octet & 7)));
        return text.ToString();
    }

    protected override void AddOwn(ref RadiusWriter request, Phone phone) => request.Add(Mikrotik.HostIP, phone.LanAddress);
}
