using HotspotManager.Peers;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Radius;
using Xunit;

namespace HotspotManager.EndToEnd.Radius;

/// <summary>People of elsewhere, known to FreeRADIUS as their home server.</summary>
[Collection<OneAfterAnother>]
public sealed class ProxyTests
{
    private const string Phone = "Calling-Station-Id=02-00-00-00-00-01";

    /// <summary>A home server that would also put its people into a VLAN of this network, and count their use on a voucher of ours.</summary>
    private static string Users(string welcome) => $"""
        alice@kampus.ac.id	Cleartext-Password := "rahasia"
        	Reply-Message := "{welcome}",
        	Session-Timeout := 1800,
        	Tunnel-Private-Group-Id := "666",
        	Class := 0x68733a303a313a766f75636865723a35

        """;

    private static string Alice(string proof) => $"User-Name=alice@kampus.ac.id,{proof},Message-Authenticator=0x00,Proxy-State=0x4242,{Phone}";

    [Fact]
    public async Task A_visitor_is_let_in_by_the_home_server_within_this_networks_limits_and_fails_over()
    {
        await using var first = await FreeRadius.StartAsync(Users("first"));
        await using var second = await FreeRadius.StartAsync(Users("second"));
        await using var server = await RadiusServer.StartAsync();
        await server.Hotspot.CommandAsync(
            ["realm", "add", "kampus.ac.id", "--server", first.At, "--server", second.At, "--secret", FreeRadius.Secret, "--plan", "jam"]);

        var accept = await Eventually.IsAsync("the realm is known", async () =>
            (await server.AccessAsync(Alice("User-Password=rahasia"))).Reply, reply => reply?.Code == "Access-Accept");
        Assert.Equal("Message-Authenticator", accept!.Attributes[0].Name);
        Assert.Equal("0x4242", accept["Proxy-State"]);
        Assert.Single(accept.Attributes, a => a.Name == "Proxy-State");
        Assert.Equal("first", accept["Reply-Message"]);
        Assert.Equal("1800", accept["Session-Timeout"]);
        Assert.Equal("2000k/5000k", accept["Mikrotik-Rate-Limit"]);
        Assert.Null(accept["Tunnel-Private-Group-Id"]);
        var mark = Assert.Single(accept.Attributes, a => a.Name == "Class").Value;
        Assert.Contains("visitor:alice@kampus.ac.id", System.Text.Encoding.UTF8.GetString(Convert.FromHexString(mark[2..])), StringComparison.Ordinal);
        Assert.Equal("Access-Accept", (await server.AccessAsync(Alice("CHAP-Password=rahasia"))).Reply?.Code);
        var refused = (await server.AccessAsync(Alice("User-Password=salah"))).Reply;
        Assert.Equal(("Access-Reject", "Message-Authenticator"), (refused?.Code, refused?.Attributes[0].Name));

        Assert.Equal("Accounting-Response", (await server.AccountingAsync(
            $"Acct-Status-Type=Start,Acct-Session-Id=p1,User-Name=alice@kampus.ac.id,{Phone},Class={mark}")).Reply?.Code);
        await Eventually.TrueAsync("the home server has the record", () => Task.FromResult(first.Accounting.Contains("p1", StringComparison.Ordinal)));
        await Eventually.IsAsync("so have we", server.SessionsAsync, s => s.GetArrayLength() == 1);

        // The first dies: the second answers, and no later request waits for the first.
        await first.StopAsync();
        var other = (await server.AccessAsync(Alice("User-Password=rahasia"), tries: 1, seconds: 8)).Reply;
        Assert.Equal("second", other?["Reply-Message"]);
        Assert.Equal("second", (await server.AccessAsync(Alice("User-Password=rahasia"), tries: 1, seconds: 1.5)).Reply?["Reply-Message"]);

        // It comes back: Status-Server finds it.
        await first.StartAsync();
        await Eventually.IsAsync("the first again", async () =>
            (await server.AccessAsync(Alice("User-Password=rahasia"))).Reply?["Reply-Message"], message => message == "first");

        // None is left: an answer all the same, and silence where it is set so.
        await first.StopAsync();
        await second.StopAsync();
        var offline = (await server.AccessAsync(Alice("User-Password=rahasia"), tries: 1, seconds: 9)).Reply;
        Assert.Equal("Access-Reject", offline?.Code);
        Assert.Contains("sibuk", offline!["Reply-Message"], StringComparison.Ordinal);
        await server.Hotspot.CommandAsync("realm set kampus.ac.id --when-offline silence");
        await Eventually.TrueAsync("silence", async () => (await server.AccessAsync(Alice("User-Password=rahasia"), tries: 1, seconds: 1)).Reply is null);
    }

    [Fact]
    public async Task A_visitors_phone_speaks_PEAP_with_its_home_server_and_each_conversation_stays_where_it_began()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("radius.kampus.ac.id", ["radius.kampus.ac.id"]);
        await using var first = await FreeRadius.StartAsync(Users("first"), certificate);
        await using var second = await FreeRadius.StartAsync(Users("second"), certificate);
        await using var server = await RadiusServer.StartAsync();
        await server.Hotspot.CommandAsync(
            ["realm", "add", "kampus.ac.id", "--server", first.At, "--server", second.At, "--secret", FreeRadius.Secret, "--plan", "jam"]);
        using var folder = new TemporaryFolder("home");
        string[] network =
        [
            "key_mgmt=WPA-EAP", "eap=PEAP", "identity=\"alice@kampus.ac.id\"", "anonymous_identity=\"anonymous@kampus.ac.id\"", "password=\"rahasia\"", "phase2=\"auth=MSCHAPV2\"",
            $"ca_cert=\"{folder.Write("ca.pem", authority.Pem)}\"", "domain_match=\"radius.kampus.ac.id\"",
        ];
        Task<EapolResult> RunAsync(int again = 0) => EapolTest.RunAsync(network, server.Hotspot.AuthPort, RadiusServer.Secret, again: again);

        var inside = await Eventually.IsAsync("PEAP through the proxy", () => RunAsync(again: 1), result => result.Success);
        Assert.Equal((2, 0), (inside.KeysRight, inside.KeysWrong));

        // The first dies: the second answers the next conversation, keys and all.
        await first.StopAsync();
        var other = await Eventually.IsAsync("PEAP with the second", () => RunAsync(), result => result.Success);
        Assert.Equal((1, 0), (other.KeysRight, other.KeysWrong));

        // The first comes back (Status-Server finds it) while conversations with the second are under way: each ends where it began.
        var meanwhile = RunAsync(again: 60);
        await first.StartAsync();
        var many = await meanwhile;
        Assert.True(many.Success, many.Text);
        Assert.Equal((61, 0), (many.KeysRight, many.KeysWrong));
        await Eventually.IsAsync("PEAP with the first again", () => RunAsync(), result => result.Success && first.Text.Contains("Sent Access-Accept", StringComparison.Ordinal));
    }
}
