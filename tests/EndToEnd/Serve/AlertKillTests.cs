using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using HotspotManager.Peers;
using HotspotManager.Peers.Hotspot;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace HotspotManager.EndToEnd.Serve;

/// <summary>A real server, a real outage (nobody answers at that address), a receiver of webhooks, and <c>kill -9</c> while the receiver has not answered yet.</summary>
[Collection<OneAfterAnother>]
public sealed class AlertKillTests
{
    private const string Secret = "a secret between server and receiver";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_kill_while_an_alert_is_being_handed_over_loses_none_and_its_copy_can_be_told()
    {
        var (arrived, hold) = (new ConcurrentQueue<(string Id, string Kind, bool Signed)>(), new TaskCompletionSource());
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var receiver = builder.Build();
        receiver.MapPost("/", async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            var body = await reader.ReadToEndAsync();
            var headers = http.Request.Headers;
            var signed = "v1," + Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{headers["webhook-id"]}.{headers["webhook-timestamp"]}.{body}")));
            using var json = System.Text.Json.JsonDocument.Parse(body);
            arrived.Enqueue((headers["webhook-id"].ToString(), json.RootElement.GetProperty("kind").GetString()!, headers["webhook-signature"] == signed));
            // The first answer never comes: the server is killed while it waits for it.
            if (arrived.Count == 1) await hold.Task.WaitAsync(TimeSpan.FromMinutes(5), http.RequestAborted);
        });
        await receiver.StartAsync(Cancel);
        var url = receiver.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

        await using var hotspot = HotspotProcess.Prepare(settings: ["--Roles=monitor", "--Monitor:PollSeconds=1"]);
        await hotspot.CommandAsync("courier add hook --kind webhook --timeout 60 --password-stdin".Split(' '), Secret);
        await hotspot.CommandAsync($"alert add aduan --channel webhook --to {url}/ --point-after 0");
        await hotspot.CommandAsync($"ap add gone --area {ServedCity.Area} --address 127.0.0.1 --secret {ServedCity.Secret} --snmp-community public --snmp-port 9");
        await hotspot.ServeAsync();
        await Until(() => !arrived.IsEmpty);
        await hotspot.KillAsync();
        hold.SetResult();
        await hotspot.ServeAsync();
        await Until(() => arrived.Count >= 2);
        // Nothing more comes but what is asked for: one incident, one name, one copy.
        await hotspot.CommandAsync("alert test aduan");
        Assert.Equal(["sent", "sent"], (await hotspot.CommandAsync("message list")).EnumerateArray().Select(m => m.GetProperty("state").GetString()));
        Assert.All(arrived, a => Assert.True(a.Signed));
        Assert.Equal(["alert", "alert", "test"], arrived.Select(a => a.Kind));
        Assert.Single(arrived.Where(a => a.Kind == "alert").Select(a => a.Id).Distinct());
        Assert.EndsWith(":1", arrived.First().Id);
    }

    private static async Task Until(Func<bool> what)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (!what()) await Task.Delay(50, patience.Token);
    }
}
