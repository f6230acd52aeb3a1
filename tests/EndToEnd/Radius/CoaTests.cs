using System.Net;
using System.Net.Sockets;
using System.Text;
using HotspotManager.Peers;
using HotspotManager.Peers.Processes;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.EndToEnd.Radius;

/// <summary>A plan changed by a command reaches a session that runs, over RFC 5176.</summary>
[Collection<OneAfterAnother>]
public sealed class CoaTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Plan_set_tells_the_running_sessions_router_the_new_limits()
    {
        Peer.Find("radclient");
        using var router = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await using var server = await RadiusServer.StartAsync("mikrotik", null, "127.0.0.1", "127.0.0.1",
            "--coa-port", ((IPEndPoint)router.Client.LocalEndPoint!).Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var code = await server.VoucherAsync();
        var accept = await Eventually.IsAsync("the voucher is known", async () => (await server.AccessAsync(
            $"User-Name={code},User-Password={code},Message-Authenticator=0x00,Calling-Station-Id=02-00-00-00-00-01")).Reply, reply => reply?.Code == "Access-Accept");
        Assert.Equal("Accounting-Response", (await server.AccountingAsync(
            $"Acct-Status-Type=Start,Acct-Session-Id=c1,User-Name={code},Calling-Station-Id=02-00-00-00-00-01,Class={accept!["Class"]}")).Reply?.Code);
        await Eventually.IsAsync("the session is folded", server.SessionsAsync, s => s.GetArrayLength() == 1);

        var asked = AnswerAsync(router);
        await server.Hotspot.CommandAsync("plan set jam --down-kbps 9000 --mb 8000");
        var request = await asked.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Assert.StartsWith("CoaRequest\nMessage-Authenticator", request, StringComparison.Ordinal);
        Assert.Contains("Mikrotik-Rate-Limit = \"2000k/9000k\"", request, StringComparison.Ordinal);
        Assert.Contains("Mikrotik-Total-Limit-Gigawords = 1", request, StringComparison.Ordinal);
        Assert.Contains("Acct-Session-Id = \"c1\"", request, StringComparison.Ordinal);
    }

    /// <summary>A router that stays silent once, so that the request must come again octet for octet, and then takes it.</summary>
    private static async Task<string> AnswerAsync(UdpClient router)
    {
        var first = await router.ReceiveAsync(Cancel);
        var second = await router.ReceiveAsync(Cancel);
        Assert.Equal(first.Buffer, second.Buffer);
        var (text, reply) = Read(second.Buffer);
        await router.SendAsync(reply, second.RemoteEndPoint, Cancel);
        return text;
    }

    private static (string Text, byte[] Reply) Read(byte[] datagram)
    {
        var secret = new SharedSecret(RadiusServer.Secret);
        Assert.True(RadiusPacket.TryRead(datagram, out var request, out _));
        Assert.True(PacketCheck.HasRequestAuthenticator(request, secret));
        Assert.Equal(MessageAuthenticatorState.Valid, PacketCheck.MessageAuthenticator(request, secret));
        var text = new StringBuilder().Append(request.Code);
        foreach (var attribute in request.Attributes) text.Append('\n').Append(AttributeText.Line(attribute));
        var reply = new RadiusWriter(new byte[4096], RadiusCode.CoaAck, request.Identifier);
        reply.AddMessageAuthenticator();
        return (text.ToString(), reply.FinishReply(request.Authenticator, secret).ToArray());
    }
}
