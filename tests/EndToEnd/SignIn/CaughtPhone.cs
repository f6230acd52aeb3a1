using System.Globalization;
using System.Net;
using HotspotManager.Peers.Browser;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Networks;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Radius;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace HotspotManager.EndToEnd.SignIn;

/// <summary>How a phone's own browser for captive portals behaves.</summary>
public enum MiniBrowser
{
    /// <summary>Android's CaptivePortalLogin: a WebView with script, its cache cleared at every open.</summary>
    Android,

    /// <summary>iOS's websheet: here without script, and nothing is kept.</summary>
    Ios,
}

/// <summary>
/// One phone behind a MikroTik-like router: what it opens is caught and sent to the portal, the router takes the log-in that the portal answers with and asks RADIUS (by
/// radclient), and only an Access-Accept makes the probe say 204. Its mini-browser has one window and forgets everything when it is closed.
/// </summary>
public sealed class CaughtPhone : IAsyncDisposable
{
    private readonly HotspotProcess _hotspot;
    private readonly Chromium _chromium;
    private readonly MiniBrowser _kind;
    private readonly WebApplication _router;
    private readonly int _port = FreePorts.Next();
    private IPage? _page;
    private bool _online;

    private CaughtPhone(HotspotProcess hotspot, Chromium chromium, MiniBrowser kind, string mac)
    {
        (_hotspot, _chromium, _kind, Mac) = (hotspot, chromium, kind, mac);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{_port}");
        _router = builder.Build();
        _router.Run(RouteAsync);
    }

    /// <summary>The phone's address.</summary>
    public string Mac { get; }

    /// <summary>The one window; it must be open.</summary>
    public IPage Page => _page ?? throw new InvalidOperationException("the mini-browser is closed");

    /// <summary>A phone that has just joined. When the router's question about its MAC is answered with yes, it is online before any browser opens.</summary>
    public static async Task<CaughtPhone> JoinAsync(HotspotProcess hotspot, Chromium chromium, MiniBrowser kind, string mac, bool asksByMac = false)
    {
        var phone = new CaughtPhone(hotspot, chromium, kind, mac);
        await phone._router.StartAsync();
        if (asksByMac) phone._online = await phone.AskAsync(mac, mac);
        return phone;
    }

    /// <summary>The phone's own test for a portal: 204 when it is free.</summary>
    public async Task<int> ProbeAsync()
    {
        using var answer = await _hotspot.Http.GetAsync(new Uri($"http://127.0.0.1:{_port}/generate_204"));
        return (int)answer.StatusCode;
    }

    /// <summary>Opens the mini-browser with nothing kept from before, on the probe's address.</summary>
    public async Task OpenAsync()
    {
        _page = await _chromium.PageAsync(ScreenOptions.Phone with { JavaScript = _kind == MiniBrowser.Android });
        await _page.GotoAsync($"http://127.0.0.1:{_port}/generate_204", new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        await _page.WaitForLoadStateAsync();
    }

    /// <summary>Another app comes to the front: the mini-browser is gone, with all it had.</summary>
    public async Task LoseFocusAsync()
    {
        await Page.Context.CloseAsync();
        _page = null;
    }

    /// <summary>What the operating system does after each page: probes again within 10 s, and closes the window once it is free.</summary>
    public async Task IsFreeAsync()
    {
        await Eventually.IsAsync("the way out", ProbeAsync, status => status == 204, TimeSpan.FromSeconds(30));
        if (_page is not null) await LoseFocusAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_page is not null) await _page.Context.CloseAsync();
        await _router.DisposeAsync();
    }

    private async Task RouteAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.CacheControl = "no-store";
        if (request.Path == "/login")
        {
            _online |= await AskAsync(request.Query["username"]!, request.Query["password"]!);
            response.Redirect(_online ? request.Query["dst"]! : Caught("&error=" + Uri.EscapeDataString("invalid username or password")));
        }
        else if (_online)
        {
            response.StatusCode = request.Path == "/generate_204" ? StatusCodes.Status204NoContent : StatusCodes.Status200OK;
        }
        else
        {
            response.Redirect(Caught(""));
        }
    }

    private string Caught(string more)
    {
        var orig = Uri.EscapeDataString("http://connectivitycheck.gstatic.com/generate_204");
        var login = Uri.EscapeDataString($"http://127.0.0.1:{_port}/login");
        return string.Create(CultureInfo.InvariantCulture,
            $"{_hotspot.Portal}g/tik?mac={Uri.EscapeDataString(Mac)}&ip=10.5.50.9&link-login-only={login}&link-orig={orig}&chap-id=&chap-challenge=&server-name=hs1&identity=tik{more}");
    }

    private async Task<bool> AskAsync(string name, string password) => (await Radclient.SendAsync(
        $"User-Name=\"{name}\",User-Password=\"{password}\",Calling-Station-Id=\"{Mac}\",NAS-Identifier=tik,Message-Authenticator=0x00",
        IPAddress.Loopback.ToString(), _hotspot.AuthPort, "auth", SmsCity.Secret)).Reply?.Code == "Access-Accept";
}
