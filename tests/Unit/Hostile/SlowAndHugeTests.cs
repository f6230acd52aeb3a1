using System.Net;
using System.Net.Sockets;
using HotspotManager.Console;
using HotspotManager.Portal;
using HotspotManager.Unit.Console;
using HotspotManager.Unit.Portal;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HotspotManager.Unit.Hostile;

/// <summary>Both web servers against clients that are slow or send too much.</summary>
public sealed class SlowAndHugeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task The_portal_ends_slow_and_huge_requests_and_serves_others_meanwhile()
    {
        await using var portal = await TestPortal.StartAsync(options: o => o with { Patience = Patience });
        await RoughClient.PlayAsync(portal.Phone.BaseAddress!, "/g/nds");
    }

    [Fact]
    public async Task The_console_ends_slow_and_huge_requests_and_serves_others_meanwhile()
    {
        await using var rig = await ConsoleRig.StartAsync(options: o => o with { Patience = Patience });
        await RoughClient.PlayAsync(rig.Address, "/login");
    }

    [Fact]
    public async Task One_address_cannot_take_all_connections()
    {
        await using var portal = await TestPortal.StartAsync(options: o => o with { ConnectionsOfOne = 20 });
        var server = portal.Phone.BaseAddress!;
        var held = new List<Socket>();
        for (var i = 0; i < 20; i++) held.Add(await RoughClient.SendAsync(server, "GET /healthz HTTP/1.1\r\nHost: x\r\nX: ", "127.0.0.7"));
        Assert.Equal("", await RoughClient.EndAsync(await RoughClient.SendAsync(server, "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "127.0.0.7")));
        // Another address, and a proxy on this machine, are served.
        foreach (var from in new[] { "127.0.0.8", "127.0.0.1" })
            Assert.Equal("HTTP/1.1 200 OK", await RoughClient.EndAsync(await RoughClient.SendAsync(server, "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", from)));
        held.ForEach(s => s.Dispose());
        // What is let go can be had again.
        await TestPortal.UntilAsync(async () =>
            await RoughClient.EndAsync(await RoughClient.SendAsync(server, "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "127.0.0.7")) == "HTTP/1.1 200 OK");
    }

    [Fact]
    public async Task Another_sites_form_changes_nothing_at_the_console()
    {
        await using var rig = await ConsoleRig.StartAsync();
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = rig.Address };
        // Right name and password, but not from our page: without its token nobody is signed in (and so nobody is in another's name).
        var answer = await browser.PostAsync("/login", new FormUrlEncodedContent(new Dictionary<string, string> { ["Name"] = "admin", ["Password"] = ConsoleRig.Password, ["Form.Name"] = "admin", ["Form.Password"] = ConsoleRig.Password }), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain(answer.Headers, h => h.Key == "Set-Cookie" && h.Value.Any(v => v.Contains("hotspot=", StringComparison.Ordinal)));
    }
}
