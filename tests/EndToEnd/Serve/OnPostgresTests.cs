using System.Text.Json;
using HotspotManager.Peers;
using HotspotManager.Peers.Databases;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Radius;
using Xunit;

namespace HotspotManager.EndToEnd.Serve;

/// <summary>The same server and commands on PostgreSQL, chosen by one setting in the data folder.</summary>
[Collection<OneAfterAnother>]
public sealed class OnPostgresTests
{
    [Fact]
    public async Task A_voucher_is_let_in_counted_and_refused_once_it_is_used_up()
    {
        Peer.Find("radclient");
        var postgres = await PostgresServer.SharedAsync();
        await using var hotspot = HotspotProcess.Prepare();
        Directory.CreateDirectory(hotspot.Data);
        var settings = new Dictionary<string, object> { ["Database"] = new { Connection = await postgres.NewDatabaseAsync() } };
        await File.WriteAllTextAsync(Path.Combine(hotspot.Data, "hotspot.json"), JsonSerializer.Serialize(settings), TestContext.Current.CancellationToken);
        await hotspot.CommandAsync($"ap add tik --area {ServedCity.Area} --address 127.0.0.1 --secret {ServedCity.Secret} --brand mikrotik");
        await hotspot.CommandAsync("plan add small --minutes 60 --mb 1 --down-kbps 4000 --up-kbps 1000");
        await hotspot.ServeAsync();

        // A command beside the running server is taken up by it.
        var code = (await hotspot.CommandAsync("voucher create --plan small"))[0].GetProperty("code").GetString()!;
        var login = $"User-Name={code},User-Password={code},Message-Authenticator=0x00";
        await Eventually.IsAsync("the voucher let in", () => Radclient.SendAsync(login, "127.0.0.1", hotspot.AuthPort, "auth", ServedCity.Secret, tries: 1),
            answer => answer.Reply?.Code == "Access-Accept");
        var stop = $"Acct-Status-Type=Stop\nAcct-Session-Id=1\nUser-Name={code}\nAcct-Session-Time=30\nAcct-Input-Octets=1000\nAcct-Output-Octets=1200000";
        Assert.Equal("Accounting-Response", (await Radclient.SendAsync(stop, "127.0.0.1", hotspot.AcctPort, "acct", ServedCity.Secret)).Reply?.Code);

        await hotspot.KillAsync();
        await hotspot.ServeAsync();
        var session = Assert.Single((await hotspot.CommandAsync("session list --all")).EnumerateArray());
        Assert.Equal(1_200_000, session.GetProperty("outputOctets").GetInt64());
        var refused = await Radclient.SendAsync(login, "127.0.0.1", hotspot.AuthPort, "auth", ServedCity.Secret, tries: 1);
        Assert.Equal("Access-Reject", refused.Reply?.Code);
        Assert.Equal(0, await hotspot.StopAsync());
    }
}
