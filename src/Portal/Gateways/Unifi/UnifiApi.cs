using System.Net;
using System.Text;
using System.Text.Json;
using HotspotManager.Core.Admission;
using HotspotManager.Portal.Gateways.Controllers;

namespace HotspotManager.Portal.Gateways.Unifi;

/// <summary>
/// The calls to one UniFi Network controller, either generation: a controller of its own (<c>/api/login</c>) or an application on UniFi OS (<c>/api/auth/login</c>, everything
/// else under <c>/proxy/network</c> with the CSRF token of the sign-in). Signs in when it must, once for all who wait; again when the controller has forgotten us. Without a user
/// the key is an API key of UniFi OS: it goes with each request, and nobody signs in.
/// </summary>
internal sealed class UnifiApi(ControllerHttp way)
{
    private const string CsrfHeader = "x-csrf-token", KeyHeader = "X-API-KEY";

    private readonly SemaphoreSlim _signIn = new(1);
    private string? _prefix;
    private int _signIns;

    private bool HasApiKey => string.IsNullOrEmpty(way.Nas.Row.GatewayUser) && !string.IsNullOrEmpty(way.Nas.GatewayKey);

    private string Site => way.Nas.Row.GatewaySite ?? "default";

    /// <summary>Whether the controller runs on UniFi OS; known after a call.</summary>
    public bool IsUnifiOs => _prefix == "/proxy/network";

    /// <summary>All stations of the site, with what each moved since it associated (<c>rx</c> is what the access point received: from the phone).</summary>
    public async Task<IReadOnlyList<ControllerClient>> ClientsAsync(CancellationToken cancel)
    {
        var reply = await CallAsync(HttpMethod.Get, "/stat/sta", null, cancel);
        var data = reply.At("data");
        if (data.ValueKind != JsonValueKind.Array) throw new ControllerException($"The controller at {way.Nas.Row.GatewayUrl} answers without a list of clients: is that UniFi Network?");
        return [.. data.EnumerateArray().Select(Client).OfType<ControllerClient>()];
    }

    /// <summary>One station; null when the site does not know it.</summary>
    public async Task<ControllerClient?> FindAsync(string mac, CancellationToken cancel)
    {
        var reply = await CallAsync(HttpMethod.Get, "/stat/sta/" + Spell(mac), null, cancel, unknownIsNothing: true);
        return reply.At("data") is { ValueKind: JsonValueKind.Array } data ? data.EnumerateArray().Select(Client).OfType<ControllerClient>().FirstOrDefault(c => c.Mac == mac) : null;
    }

    /// <summary>Whole minutes, kbit/s and megabytes are what it counts in; each rounded up, because the exact limit is kept by us as well.</summary>
    public Task AuthorizeAsync(string mac, string? accessPoint, Limits limits, CancellationToken cancel)
    {
        var command = new Dictionary<string, object>
        {
            ["cmd"] = "authorize-guest",
            ["mac"] = Spell(mac),
            ["minutes"] = Math.Max(1, (limits.SessionSeconds + 59) / 60),
            ["up"] = limits.UpKbps,
            ["down"] = limits.DownKbps,
        };
        if (limits.GatewayOctets is { } octets) command["bytes"] = Math.Max(1, (octets + 999_999) / 1_000_000);
        if (accessPoint is not null) command["ap_mac"] = Spell(accessPoint);
        return CallAsync(HttpMethod.Post, "/cmd/stamgr", command, cancel);
    }

    public Task UnauthorizeAsync(string mac, CancellationToken cancel) =>
        CallAsync(HttpMethod.Post, "/cmd/stamgr", new Dictionary<string, object> { ["cmd"] = "unauthorize-guest", ["mac"] = Spell(mac) }, cancel);

    private static string Spell(string mac) => mac.Replace('-', ':').ToLowerInvariant();

    private static ControllerClient? Client(JsonElement row) => !PhoneAddress.TryReadMac(ControllerReply.Text(row, "mac"), out var mac) ? null
        : new ControllerClient(mac, ControllerReply.Flag(row, "authorized"), ControllerReply.Octets(row, "rx_bytes"), ControllerReply.Octets(row, "tx_bytes"));

    private async Task<ControllerReply> CallAsync(HttpMethod method, string path, object? body, CancellationToken cancel, bool unknownIsNothing = false)
    {
        if (HasApiKey) (_prefix, way.Headers[KeyHeader]) = ("/proxy/network", way.Nas.GatewayKey!);
        var before = Volatile.Read(ref _signIns);
        if (before == 0 && !HasApiKey) await SignInAsync(before, cancel);
        before = Volatile.Read(ref _signIns);
        var reply = await way.SendAsync(method, $"{_prefix}/api/s/{Site}{path}", body, cancel);
        if (reply.IsRefused && HasApiKey)
            throw new ControllerException("The controller refused our API key: make one under Integrations of UniFi OS (Network 9.1.105 or later), or set --gateway-user and its password.");
        if (reply.IsRefused)
        {
            // The sign-in was forgotten (a restart, an hour's age): once more.
            await SignInAsync(before, cancel);
            reply = await way.SendAsync(method, $"{_prefix}/api/s/{Site}{path}", body, cancel);
        }
        if (reply.Status == HttpStatusCode.OK && ControllerReply.Text(reply.At("meta"), "rc") is "ok") return reply;
        var why = ControllerReply.Text(reply.At("meta"), "msg");
        if (unknownIsNothing && why == "api.err.UnknownStation") return default;
        throw new ControllerException(why switch
        {
            "api.err.NoSiteContext" => $"The controller has no site '{Site}': set --gateway-site to the short name in its address (…/manage/SITE/…).",
            "api.err.NoPermission" or "api.err.LoginRequired" => "The controller's user may not do this: it needs a local administrator of the site.",
            null => $"The controller at {way.Nas.Row.GatewayUrl} answered {(int)reply.Status} to {path}.",
            _ => $"The controller refused {path}: {Word(why)}.",
        });
    }

    private async Task SignInAsync(int before, CancellationToken cancel)
    {
        await _signIn.WaitAsync(cancel);
        try
        {
            if (_signIns != before) return; // another phone's visit has just done it
            if (way.Nas.Row.GatewayUser is not { Length: > 0 } user) throw new ControllerException($"{way.Nas.Name} has no --gateway-user: a local administrator of the controller, without a second factor.");
            // UniFi OS shows its own page at the root; the controller of old redirects to /manage.
            _prefix ??= (await way.SendAsync(HttpMethod.Get, "/", null, cancel)).Status == HttpStatusCode.OK ? "/proxy/network" : "";
            way.Headers.Remove(CsrfHeader);
            var reply = await way.SendAsync(HttpMethod.Post, IsUnifiOs ? "/api/auth/login" : "/api/login",
                new Dictionary<string, object> { ["username"] = user, ["password"] = way.Nas.GatewayKey!, ["remember"] = true }, cancel);
            if (reply.Status != HttpStatusCode.OK)
            {
                _prefix = null;
                throw new ControllerException((int)reply.Status switch
                {
                    499 => "The controller wants a second factor: use a local administrator without one.",
                    429 => "The controller has locked sign-in for a while after wrong ones: check --gateway-user and --gateway-key.",
                    400 or 401 or 403 => "The controller refused our sign-in: check --gateway-user and --gateway-key.",
                    _ => $"The controller at {way.Nas.Row.GatewayUrl} answered {(int)reply.Status} to the sign-in.",
                });
            }
            if ((reply.CsrfToken ?? CsrfOfCookie()) is { } csrf) way.Headers[CsrfHeader] = csrf;
            Volatile.Write(ref _signIns, _signIns + 1);
        }
        finally
        {
            _signIn.Release();
        }
    }

    /// <summary><c>csrfToken</c> of the JWT in the cookie TOKEN (RFC 7519); it goes back where it came from, so its signature is not ours to check.</summary>
    private string? CsrfOfCookie()
    {
        var parts = way.Cookies.GetCookies(way.Nas.GatewayUrl!)["TOKEN"]?.Value.Split('.');
        if (parts is not { Length: 3 }) return null;
        try
        {
            var text = parts[1].Replace('-', '+').Replace('_', '/');
            using var claims = JsonDocument.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='))));
            return ControllerReply.Text(claims.RootElement, "csrfToken");
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Into attempts and logs only as a word.</summary>
    private static string Word(string text) => new([.. text.Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-').Take(64)]);
}
