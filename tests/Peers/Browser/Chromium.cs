using HotspotManager.Peers.Networks;
using HotspotManager.Peers.Processes;
using Microsoft.Playwright;

namespace HotspotManager.Peers.Browser;

/// <summary>How a page is looked at.</summary>
public sealed record ScreenOptions
{
    /// <summary>Width in CSS pixels.</summary>
    public int Width { get; init; } = 1280;

    /// <summary>Height in CSS pixels.</summary>
    public int Height { get; init; } = 800;

    /// <summary>Dark colour scheme.</summary>
    public bool Dark { get; init; }

    /// <summary>JavaScript runs.</summary>
    public bool JavaScript { get; init; } = true;

    /// <summary>Any certificate is good, as one of a test's own authority must be.</summary>
    public bool AnyCertificate { get; init; }

    /// <summary>The languages asked for.</summary>
    public string Locale { get; init; } = "id-ID";

    /// <summary>Image pixels for each CSS pixel in screenshots.</summary>
    public float Scale { get; init; } = 1;

    /// <summary>A cheap phone: 360 × 740, no JavaScript.</summary>
    public static ScreenOptions Phone => new() { Width = 360, Height = 740, JavaScript = false, Scale = 2 };
}

/// <summary>
/// Debian's headless Chromium, driven by Playwright over its debugging port; in a network namespace when one is given (the port is then brought out
/// by a <see cref="Relay"/>).
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--disable-default-apps", "--mute-audio", "--hide-scrollbars",
        "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,Translate", "--remote-debugging-port=0",
    ];

    private readonly TemporaryFolder _folder;
    private readonly ChildProcess _process;
    private readonly Relay? _relay;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(TemporaryFolder folder, ChildProcess process, Relay? relay, IPlaywright playwright, IBrowser browser)
    {
        (_folder, _process, _relay, _playwright, _browser) = (folder, process, relay, playwright, browser);
    }

    /// <summary>Starts the browser, with further flags of its own.</summary>
    public static async Task<Chromium> StartAsync(NetworkNamespace? space = null, params string[] more)
    {
        var program = Peer.Find("chromium");
        var folder = new TemporaryFolder("chromium");
        string[] arguments = [.. Flags, .. more, $"--user-data-dir={folder.FullPath}", "about:blank"];
        var environment = new Dictionary<string, string?> { ["HOME"] = folder.FullPath, ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:" };
        var process = space is null ? ChildProcess.Start(program, arguments, environment) : space.Start(program, arguments, environment);
        Relay? relay = null;
        try
        {
            var line = await process.LineAsync("DevTools listening on ws://", TimeSpan.FromSeconds(60));
            var address = new Uri(line[line.IndexOf("ws://", StringComparison.Ordinal)..].Trim());
            var port = address.Port;
            if (space is not null)
            {
                relay = new Relay(space, port);
                port = relay.Port;
            }

            var playwright = await Playwright.CreateAsync();
            var browser = await playwright.Chromium.ConnectOverCDPAsync($"ws://127.0.0.1:{port}{address.AbsolutePath}");
            return new Chromium(folder, process, relay, playwright, browser);
        }
        catch
        {
            relay?.Dispose();
            await process.EndAsync();
            await process.DisposeAsync();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>A page in a context of its own: nothing is shared with other pages.</summary>
    public async Task<IPage> PageAsync(ScreenOptions? options = null)
    {
        options ??= new ScreenOptions();
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = options.Width, Height = options.Height },
            ColorScheme = options.Dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = options.JavaScript,
            Locale = options.Locale,
            IgnoreHTTPSErrors = options.AnyCertificate,
            DeviceScaleFactor = options.Scale,
        });
        // A machine that builds and tests at once may be slow; what is waited for still has to come.
        context.SetDefaultTimeout(60_000);
        return await context.NewPageAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        _relay?.Dispose();
        await _process.EndAsync();
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
