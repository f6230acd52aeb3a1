using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HotspotManager.Peers;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Radius;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.EndToEnd.Radius;

/// <summary>FreeRADIUS's client against <c>hotspot serve</c>.</summary>
[Collection<OneAfterAnother>]
public sealed class RadclientTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private const string Phone = "Calling-Station-Id=02-00-00-00-00-01";

    [Fact]
    public async Task A_voucher_by_pap_and_chap_a_wrong_code_and_a_wrong_secret()
    {
        Peer.Find("radclient");
        await using var server = await RadiusServer.StartAsync();
        var code = await server.VoucherAsync();

        var accept = await Eventually.IsAsync("the voucher is known", async () =>
            (await server.AccessAsync($"User-Name={code},User-Password={code},Message-Authenticator=0x00,{Phone}")).Reply, reply => reply?.Code == "Access-Accept");
        Assert.Equal("Message-Authenticator", accept!.Attributes[0].Name);
        Assert.Equal("3600", accept["Session-Timeout"]);
        Assert.NotNull(accept["Idle-Timeout"]);
        Assert.NotNull(accept["Acct-Interim-Interval"]);
        Assert.NotNull(accept["Class"]);
        Assert.Equal("2000k/5000k", accept["Mikrotik-Rate-Limit"]);
        Assert.Equal(((5_000_000_000 % 4294967296)).ToString(CultureInfo.InvariantCulture), accept["Mikrotik-Total-Limit"]);
        Assert.Equal("1", accept["Mikrotik-Total-Limit-Gigawords"]);

        var chap = await server.AccessAsync($"User-Name={code},CHAP-Password={code},Message-Authenticator=0x00,{Phone}");
        Assert.Equal("Access-Accept", chap.Reply?.Code);
        Assert.Equal("3600", chap.Reply!["Session-Timeout"]);
        var microsoft = await server.AccessAsync($"User-Name={code},MS-CHAP-Password={code},Message-Authenticator=0x00,{Phone}");
        Assert.Equal("Access-Accept", microsoft.Reply?.Code);
        Assert.NotNull(microsoft.Reply!["MS-CHAP-MPPE-Keys"]);
        var unsigned = await server.AccessAsync($"User-Name={code},CHAP-Password={code},{Phone}");
        Assert.Equal("Access-Accept", unsigned.Reply?.Code);

        var wrong = await server.AccessAsync("User-Name=0000000000,User-Password=0000000000,Message-Authenticator=0x00");
        Assert.Equal("Access-Reject", wrong.Reply?.Code);
        Assert.Equal("Message-Authenticator", wrong.Reply!.Attributes[0].Name);
        Assert.Contains("Kode tidak dikenal", wrong.Reply["Reply-Message"], StringComparison.Ordinal);

        var silent = await server.AccessAsync($"User-Name={code},User-Password={code},Message-Authenticator=0x00", "other", tries: 1, seconds: 0.5);
        Assert.Null(silent.Reply);

        var alive = await Radclient.SendAsync("Message-Authenticator=0x00", "127.0.0.1", server.Hotspot.AuthPort, "status", RadiusServer.Secret);
        Assert.Equal("Access-Accept", alive.Reply?.Code);
        var alsoAlive = await Radclient.SendAsync("Message-Authenticator=0x00", "127.0.0.1", server.Hotspot.AcctPort, "status", RadiusServer.Secret);
        Assert.Equal("Accounting-Response", alsoAlive.Reply?.Code);
    }

    [Fact]
    public async Task The_same_packet_gets_the_same_octets_and_hostile_octets_get_none()
    {
        await using var server = await RadiusServer.StartAsync();
        var code = await server.VoucherAsync();
        await Eventually.IsAsync("the voucher is known", () => AskAsync(), reply => reply is { Length: > 20 } && reply[0] == 2);

        using var socket = Client(server);
        var packet = Packet(code, 7);
        await socket.SendAsync(packet, Cancel);
        var first = await ReceiveAsync(socket);
        await socket.SendAsync(packet, Cancel);
        Assert.Equal(first, await ReceiveAsync(socket));

        // Hostile octets from the same address: no answer that was not earned, and the server goes on.
        var random = new Random(5);
        using var noise = Client(server);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = (byte[])packet.Clone();
            bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
            await noise.SendAsync(bytes.AsMemory(0, random.Next(bytes.Length)), Cancel);
        }
        Assert.Equal(0, noise.Available);
        await Eventually.IsAsync("an answer after the noise", () => AskAsync(), reply => reply is { Length: > 20 } && reply[0] == 2);

        async Task<byte[]?> AskAsync()
        {
            using var one = Client(server);
            await one.SendAsync(Packet(code, (byte)Random.Shared.Next(256)), Cancel);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            try
            {
                var buffer = new byte[4096];
                return buffer[..await one.ReceiveAsync(buffer, patience.Token)];
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }
    }

    private static Socket Client(RadiusServer server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(IPAddress.Loopback, server.Hotspot.AuthPort);
        return socket;
    }

    private static async Task<byte[]> ReceiveAsync(Socket socket)
    {
        var buffer = new byte[4096];
        return buffer[..await socket.ReceiveAsync(buffer, Cancel)];
    }

    private static byte[] Packet(string code, byte identifier)
    {
        var secret = new SharedSecret(RadiusServer.Secret);
        var writer = new RadiusWriter(new byte[4096], RadiusCode.AccessRequest, identifier);
        var authenticator = new byte[16];
        Random.Shared.NextBytes(authenticator);
        writer.SetAuthenticator(authenticator);
        writer.AddMessageAuthenticator();
        writer.Add(Ietf.UserName, code);
        writer.AddUserPassword(Encoding.UTF8.GetBytes(code), secret);
        return writer.Finish(secret).ToArray();
    }

    [Fact]
    public async Task Accounting_above_four_gibibytes_once_however_often_it_comes_and_the_voucher_is_used_up()
    {
        await using var server = await RadiusServer.StartAsync(brand: "coova");
        var code = await server.VoucherAsync();
        await Eventually.TrueAsync("the voucher is known", async () =>
            (await server.AccessAsync($"User-Name={code},User-Password={code},{Phone}")).Reply?.Code == "Access-Accept");
        var session = $"Acct-Session-Id=a1,User-Name={code},{Phone},Framed-IP-Address=10.1.0.9";
        string[] records =
        [
            $"Acct-Status-Type=Start,{session}",
            $"Acct-Status-Type=Interim-Update,{session},Acct-Session-Time=300,Acct-Input-Octets=1000,Acct-Output-Octets=705032704,Acct-Output-Gigawords=1",
            $"Acct-Status-Type=Stop,{session},Acct-Session-Time=400,Acct-Input-Octets=2000,Acct-Output-Octets=705032705,Acct-Output-Gigawords=1,Acct-Terminate-Cause=User-Request",
        ];
        for (var round = 0; round < 3; round++)
        {
            foreach (var record in records)
                Assert.Equal("Accounting-Response", (await server.AccountingAsync(record)).Reply?.Code);
        }
        var list = await Eventually.IsAsync("the session is folded", server.SessionsAsync,
            sessions => sessions.GetArrayLength() == 1 && sessions[0].GetProperty("endedAt").ValueKind == System.Text.Json.JsonValueKind.String);
        var only = list[0];
        Assert.Equal((2000, 5_000_000_001, 400),
            (only.GetProperty("inputOctets").GetInt64(), only.GetProperty("outputOctets").GetInt64(), only.GetProperty("seconds").GetInt64()));
        Assert.Equal("rw05", only.GetProperty("accessPoint").GetString());
        var again = await server.AccessAsync($"User-Name={code},User-Password={code},{Phone}");
        Assert.Equal("Access-Reject", again.Reply?.Code);
        Assert.Contains("Kuota data", again.Reply!["Reply-Message"], StringComparison.Ordinal);
    }
}
