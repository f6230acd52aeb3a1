using System.Globalization;
using HotspotManager.Peers;
using HotspotManager.Peers.Networks;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Radius;
using Xunit;

namespace HotspotManager.EndToEnd.Serve;

/// <summary>radclient, set up by commands only: what a router sees.</summary>
[Collection<OneAfterAnother>]
public sealed class AuthenticationTests(ServedCity city) : IClassFixture<ServedCity>
{
    [Fact]
    public async Task A_voucher_straight_over_radius_gets_its_limits_and_message_authenticator_first()
    {
        var code = await city.VoucherAsync("hour");
        var reply = await AcceptedAsync($"User-Name={code},User-Password={code}", "plain");
        Assert.Equal("Message-Authenticator", reply.Attributes[0].Name);
        Assert.InRange(int.Parse(reply["Session-Timeout"]!, CultureInfo.InvariantCulture), 3500, 3600);
        Assert.NotNull(reply["Class"]);
    }

    [Fact]
    public async Task Mikrotik_is_told_its_rate_and_what_remains_with_gigawords()
    {
        var code = await city.VoucherAsync("hour");
        var reply = await AcceptedAsync($"User-Name={code},User-Password={code}", "tik");
        Assert.StartsWith("1000k/4000k", reply["Mikrotik-Rate-Limit"], StringComparison.Ordinal);
        Assert.Equal("1", reply["Mikrotik-Total-Limit-Gigawords"]);
        Assert.Equal((8_000_000_000 & 0xFFFFFFFF).ToString(CultureInfo.InvariantCulture), reply["Mikrotik-Total-Limit"]);
    }

    [Fact]
    public async Task CoovaChilli_is_told_its_rate_and_what_remains()
    {
        var code = await city.VoucherAsync("drop");
        var reply = await AcceptedAsync($"User-Name={code},User-Password={code}", "chilli");
        Assert.Equal("1000000", reply["CoovaChilli-Max-Total-Octets"] ?? reply["ChilliSpot-Max-Total-Octets"]);
        Assert.Equal("4000000", reply["WISPr-Bandwidth-Max-Down"]);
        Assert.Equal("1000000", reply["WISPr-Bandwidth-Max-Up"]);
    }

    [Fact]
    public async Task Chap_with_the_code_and_pap_without_a_password_do_the_same()
    {
        var code = await city.VoucherAsync("hour");
        Assert.NotNull((await AcceptedAsync($"User-Name={code},CHAP-Password={code}", "plain"))["Session-Timeout"]);
        Assert.NotNull((await AcceptedAsync($"User-Name={code},User-Password=\"\"", "plain"))["Session-Timeout"]);
    }

    [Fact]
    public async Task A_wrong_code_is_rejected_with_a_sentence()
    {
        var run = await city.AuthAsync("User-Name=0000000000,User-Password=0000000000");
        Assert.Equal("Access-Reject", run.Reply?.Code);
        Assert.Equal("Message-Authenticator", run.Reply!.Attributes[0].Name);
        Assert.Contains("Kode", run.Reply["Reply-Message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_secret_gets_silence()
    {
        var code = await city.VoucherAsync("hour");
        var run = await city.AuthAsync($"User-Name={code},User-Password={code}", secret: "not-the-secret");
        Assert.Null(run.Reply);
        Assert.Contains("No reply", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_packet_twice_gets_the_same_bytes()
    {
        var code = await city.VoucherAsync("hour");
        await AcceptedAsync($"User-Name={code},User-Password={code}", "plain");
        using var tap = new DatagramTap(city.Hotspot.AuthPort);
        await city.AuthAsync($"User-Name={code},User-Password={code}", port: tap.Port);
        var first = tap.NextReply();
        Assert.True(tap.Requests.TryPeek(out var request));
        tap.Send(request!);
        Assert.Equal(first, tap.NextReply());
    }

    [Fact]
    public async Task Status_server_is_answered()
    {
        var run = await Radclient.SendAsync(
            "Message-Authenticator=0x00,NAS-Identifier=plain", "127.0.0.1", city.Hotspot.AuthPort, "status", ServedCity.Secret, tries: 1);
        Assert.Equal("Access-Accept", run.Reply?.Code);
    }

    [Fact]
    public async Task A_voucher_is_refused_once_its_data_is_used_up()
    {
        var code = await city.VoucherAsync("drop");
        await AcceptedAsync($"User-Name={code},User-Password={code},Calling-Station-Id=02-00-00-00-00-D1", "plain");
        await city.AcctAsync(ServedCity.Record("Start", "drop-1", code, "02-00-00-00-00-D1"));
        await city.AcctAsync(ServedCity.Record("Stop", "drop-1", code, "02-00-00-00-00-D1", seconds: 20, input: 400_000, output: 700_000));
        await RefusedAsync(code, "data");
    }

    [Fact]
    public async Task A_voucher_is_refused_once_its_time_is_used_up_at_whichever_access_point()
    {
        var code = await city.VoucherAsync("minute");
        await AcceptedAsync($"User-Name={code},User-Password={code},Calling-Station-Id=02-00-00-00-00-D2", "plain");
        await city.AcctAsync(ServedCity.Record("Start", "minute-1", code, "02-00-00-00-00-D2"));
        await city.AcctAsync(ServedCity.Record("Stop", "minute-1", code, "02-00-00-00-00-D2", seconds: 60));
        await RefusedAsync(code, "waktu", "tik");
    }

    // A running server knows a new voucher within 2 s.
    private Task<RadiusReply> AcceptedAsync(string attributes, string nas) => Eventually.IsAsync(
        "Access-Accept", async () => (await city.AuthAsync(attributes, nas)).Reply!, reply => reply?.Code == "Access-Accept");

    // An answered record counts within a second; until its Stop does, the session is another device's.
    private Task RefusedAsync(string code, string because, string nas = "plain") => Eventually.IsAsync(
        $"Access-Reject for {because}", async () => (await city.AuthAsync($"User-Name={code},User-Password={code}", nas)).Reply,
        reply => reply?.Code == "Access-Reject" && reply["Reply-Message"]!.Contains(because, StringComparison.OrdinalIgnoreCase));
}
