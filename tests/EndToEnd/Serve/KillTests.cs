using System.Diagnostics;
using System.Text.Json;
using HotspotManager.Peers;
using HotspotManager.Peers.Databases;
using HotspotManager.Peers.Hotspot;
using Xunit;

namespace HotspotManager.EndToEnd.Serve;

/// <summary><c>kill -9</c> at random moments in the middle of accounting, again and again on one data folder: an answered record is on disk.</summary>
[Collection<OneAfterAnother>]
public sealed class KillTests(ITestOutputHelper output)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static int Rounds => Peer.Long ? 25 : 3;

    [Fact]
    public async Task No_answered_record_is_lost_on_SQLite()
    {
        await using var hotspot = HotspotProcess.Prepare(settings: "--Roles=radius");
        await KillAsync(hotspot, Rounds);
    }

    [Fact]
    public async Task No_answered_record_is_lost_on_PostgreSQL()
    {
        var postgres = await PostgresServer.SharedAsync();
        await using var hotspot = HotspotProcess.Prepare(settings: "--Roles=radius");
        Directory.CreateDirectory(hotspot.Data);
        var settings = new Dictionary<string, object> { ["Database"] = new { Connection = await postgres.NewDatabaseAsync() } };
        await File.WriteAllTextAsync(Path.Combine(hotspot.Data, "hotspot.json"), JsonSerializer.Serialize(settings), Cancel);
        await KillAsync(hotspot, Peer.Long ? 10 : 1);
    }

    private async Task KillAsync(HotspotProcess hotspot, int rounds)
    {
        await hotspot.CommandAsync($"ap add plain --area {ServedCity.Area} --address 127.0.0.1 --secret {ServedCity.Secret} --nas-id plain --brand ietf");
        var random = new Random(Environment.TickCount);
        var promised = new Dictionary<string, long>();
        for (var round = 1; round <= rounds; round++)
        {
            await hotspot.ServeAsync();
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            var load = new AccountingLoad(hotspot.AcctPort, $"kill{round}", round);
            var running = load.RunAsync(24, TimeSpan.FromSeconds(2), enough.Token);
            var (began, life) = (Stopwatch.StartNew(), random.Next(30, 1500));
            while (load.Answers == 0 || began.ElapsedMilliseconds < life) await Task.Delay(1, Cancel);
            await hotspot.KillAsync();
            await enough.CancelAsync();
            await running;
            foreach (var (session, octets) in load.Promised) promised[session] = octets;
            output.WriteLine($"round {round}: killed after {life} ms, {load.Answers} records answered");
        }

        await hotspot.ServeAsync();
        var stored = new Dictionary<string, long>();
        foreach (var session in (await hotspot.CommandAsync("session list --all")).EnumerateArray())
        {
            // Never twice: each id was one session.
            Assert.True(stored.TryAdd(session.GetProperty("userName").GetString()!, session.GetProperty("outputOctets").GetInt64()), session.ToString());
        }
        // A record may be on disk whose answer was still on its way.
        Assert.DoesNotContain(promised, p => !stored.TryGetValue(p.Key, out var octets) || octets < p.Value);
        Assert.True(promised.Count > rounds, $"only {promised.Count} sessions");
    }
}
