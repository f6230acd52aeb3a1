using HotspotManager.Peers;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Radius;
using Xunit;

namespace HotspotManager.EndToEnd.RadSec;

/// <summary>radclient → radsecproxy (UDP) → <c>hotspot serve</c> (TLS).</summary>
[Collection<OneAfterAnother>]
public sealed class RadsecproxyTests
{
    private const string Phone = "Calling-Station-Id=02-00-00-00-00-01";

    private static string Ask(string code) => $"User-Name={code},User-Password={code},Message-Authenticator=0x00,{Phone}";

    [Fact]
    public async Task A_voucher_its_session_and_the_end_of_a_revoked_certificate()
    {
        Peer.Find("radclient");
        await using var server = await RadSecServer.StartAsync();
        var code = await server.VoucherAsync();
        using var certificate = server.Authority.Issue("router", ["rw05"]);
        await using (var older = await server.ProxyAsync(certificate, tlsVersion: "TLS1_2"))
            Assert.NotNull((await older.AccessAsync(Ask(code))).Reply);
        await using var proxy = await server.ProxyAsync(certificate);

        var accept = await Eventually.IsAsync("the voucher is known", async () => (await proxy.AccessAsync(Ask(code))).Reply, reply => reply?.Code == "Access-Accept");
        Assert.Equal("2000k/5000k", accept!["Mikrotik-Rate-Limit"]);
        var chap = await proxy.AccessAsync($"User-Name={code},CHAP-Password={code},{Phone}");
        Assert.Equal("Access-Accept", chap.Reply?.Code);
        var reject = await proxy.AccessAsync(Ask("0000000000"));
        Assert.Equal("Access-Reject", reject.Reply?.Code);

        foreach (var status in new[] { "Start", "Interim-Update", "Stop" })
        {
            var stored = await proxy.AccountingAsync(
                $"Acct-Status-Type={status},Acct-Session-Id=00000001,User-Name={code},{Phone},Acct-Session-Time=60,Acct-Input-Octets=1000,Acct-Output-Octets=2000");
            Assert.Equal("Accounting-Response", stored.Reply?.Code);
        }
        var sessions = await Eventually.IsAsync("the session is on record", () => server.Hotspot.CommandAsync("session list --all"),
            list => list.GetArrayLength() == 1 && list[0].GetProperty("outputOctets").GetInt64() == 2000);
        Assert.Equal("rw05", sessions[0].GetProperty("accessPoint").GetString());

        await Eventually.IsAsync("nas list shows the connection", () => server.Hotspot.CommandAsync("nas list"),
            nas => nas[0].GetProperty("radSec").ValueKind == System.Text.Json.JsonValueKind.True && nas[0].GetProperty("radSecFrom").GetString()!.StartsWith("127.0.0.1:", StringComparison.Ordinal));

        server.Revoke(certificate);
        await Eventually.TrueAsync("the connection is closed", () => Task.FromResult(
            server.Hotspot.Log.Contains("The connection of rw05 is closed: Its certificate was revoked", StringComparison.Ordinal)), TimeSpan.FromSeconds(30));
        Assert.Null((await proxy.AccessAsync(Ask(code), tries: 1)).Reply);
        await Eventually.IsAsync("nas list shows that it is gone", () => server.Hotspot.CommandAsync("nas list"),
            nas => nas[0].GetProperty("radSec").ValueKind == System.Text.Json.JsonValueKind.False);
    }

    [Fact]
    public async Task Who_has_no_good_certificate_is_refused_by_name()
    {
        Peer.Find("radclient");
        await using var server = await RadSecServer.StartAsync();
        using var stranger = new TestAuthority("Stranger");
        using var revoked = server.Authority.Issue("router", ["rw05"]);
        server.Revoke(revoked);
        var cases = new[]
        {
            (stranger.Issue("router", ["rw05"]), "is of an authority that is not in Radius:Tls:ClientCa"),
            (server.Authority.Issue("router", ["rw99"]), "No NAS has the name in its certificate"),
            (server.Authority.Issue("router", ["rw05"], days: -1), "has expired"),
            (revoked, "was revoked"),
        };
        await Eventually.TrueAsync("the new list is read", () => Task.FromResult(
            server.Hotspot.Log.Contains("RadSec took new TLS files", StringComparison.Ordinal)), TimeSpan.FromSeconds(30));
        foreach (var (certificate, words) in cases)
        {
            await using var proxy = await server.ProxyAsync(certificate);
            await Eventually.TrueAsync(words, () => Task.FromResult(server.Hotspot.Log.Contains(words, StringComparison.Ordinal)), TimeSpan.FromSeconds(20));
            Assert.Null((await proxy.AccessAsync(Ask("0000000000"), tries: 1, seconds: 1)).Reply);
        }
    }

    [Fact]
    public async Task IPv6_on_udp_and_on_tls()
    {
        Peer.Find("radclient");
        Peer.NeedIPv6();
        await using var server = await RadSecServer.StartAsync(bind: "::", nasAddress: "::1");
        var code = await server.VoucherAsync();
        var udp = await Eventually.IsAsync("the voucher is known",
            async () => (await Radclient.SendAsync(Ask(code), "[::1]", server.Hotspot.AuthPort, "auth", "other-than-radsec", more: "-6")).Reply,
            reply => reply?.Code == "Access-Accept");
        Assert.Equal("Message-Authenticator", udp!.Attributes[0].Name);
        var stored = await Radclient.SendAsync(
            $"Acct-Status-Type=Start,Acct-Session-Id=6,User-Name={code},{Phone}", "[::1]", server.Hotspot.AcctPort, "acct", "other-than-radsec", more: "-6");
        Assert.Equal("Accounting-Response", stored.Reply?.Code);
        using var certificate = server.Authority.Issue("rw05");
        await using var proxy = await server.ProxyAsync(certificate, "::1");
        Assert.Equal("Access-Accept", (await proxy.AccessAsync(Ask(code))).Reply?.Code);
    }
}
