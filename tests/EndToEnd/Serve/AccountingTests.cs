using System.Text.Json;
using HotspotManager.Peers;
using HotspotManager.Peers.Processes;
using Xunit;

namespace HotspotManager.EndToEnd.Serve;

/// <summary>Accounting by radclient, read back by <c>hotspot session list</c>.</summary>
[Collection<OneAfterAnother>]
public sealed class AccountingTests(ServedCity city) : IClassFixture<ServedCity>
{
    [Fact]
    public async Task Start_interim_and_stop_appear_with_their_octets_above_four_gibibytes_too()
    {
        const ulong Input = 5_000_000_123, Output = 13_000_000_456;
        string[] records =
        [
            ServedCity.Record("Start", "big", "1000000001", "02-00-00-00-00-A1"),
            ServedCity.Record("Interim-Update", "big", "1000000001", "02-00-00-00-00-A1", 30, Input / 2, Output / 2),
            ServedCity.Record("Stop", "big", "1000000001", "02-00-00-00-00-A1", 60, Input, Output),
        ];
        foreach (var record in records)
        {
            Assert.Equal("Accounting-Response", (await city.AcctAsync(record)).Reply?.Code);
        }

        var session = await SessionAsync("02-00-00-00-00-A1", s => s.GetProperty("endedAt").ValueKind == JsonValueKind.String);
        Assert.Equal(Input, session.GetProperty("inputOctets").GetUInt64());
        Assert.Equal(Output, session.GetProperty("outputOctets").GetUInt64());
        Assert.Equal(60, session.GetProperty("seconds").GetInt32());
        Assert.Equal("plain", session.GetProperty("accessPoint").GetString());
        Assert.Equal("10.5.0.7", session.GetProperty("framedIp").GetString());

        // The same records again, in new packets, change nothing.
        var before = JsonSerializer.Serialize(await city.SessionsAsync());
        foreach (var record in records)
        {
            Assert.Equal("Accounting-Response", (await city.AcctAsync(record)).Reply?.Code);
        }

        await Task.Delay(1500, TestContext.Current.CancellationToken);
        Assert.Equal(before, JsonSerializer.Serialize(await city.SessionsAsync()));
    }

    [Fact]
    public async Task Accounting_on_ends_what_the_router_forgot()
    {
        await city.AcctAsync(ServedCity.Record("Start", "lost", "1000000002", "02-00-00-00-00-A2"));
        await SessionAsync("02-00-00-00-00-A2", s => s.GetProperty("endedAt").ValueKind == JsonValueKind.Null);
        Assert.Equal("Accounting-Response", (await city.AcctAsync("Acct-Status-Type=Accounting-On\nAcct-Session-Id=boot\nNAS-Identifier=plain")).Reply?.Code);
        await SessionAsync("02-00-00-00-00-A2", s => s.GetProperty("endedAt").ValueKind == JsonValueKind.String);
    }

    [Fact]
    public async Task A_forged_record_gets_silence_and_leaves_nothing()
    {
        var before = (await city.SessionsAsync()).Length;
        var forged = await HotspotManager.Peers.Radius.Radclient.SendAsync(
            ServedCity.Record("Start", "forged", "1000000003", "02-00-00-00-00-A3"), "127.0.0.1", city.Hotspot.AcctPort, "acct", "not-the-secret", tries: 1);
        Assert.Null(forged.Reply);
        Assert.DoesNotContain(await city.SessionsAsync(), s => s.GetProperty("mac").GetString()!.EndsWith("A3", StringComparison.OrdinalIgnoreCase));
        Assert.True((await city.SessionsAsync()).Length >= before);
    }

    private Task<JsonElement> SessionAsync(string mac, Func<JsonElement, bool> fits) => Eventually.IsAsync(
        $"the session of {mac}",
        async () => (await city.SessionsAsync()).FirstOrDefault(s => Bare(s.GetProperty("mac").GetString()) == Bare(mac)),
        session => session.ValueKind == JsonValueKind.Object && fits(session));

    private static string Bare(string? mac) => (mac ?? "").Replace(":", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
}
