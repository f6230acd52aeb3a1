using System.Net;
using System.Security.Authentication;
using HotspotManager.Core.Sessions;
using HotspotManager.Datagrams;
using HotspotManager.Radius.RadSec;
using HotspotManager.Radius.Wire;
using HotspotManager.Unit.Radius.Server;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace HotspotManager.Unit.Radius.RadSec;

public sealed class StreamTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static RadiusPacket Valid(byte[]? octets, byte[] request, SharedSecret secret)
    {
        Assert.NotNull(octets);
        Assert.True(RadiusPacket.TryRead(octets, out var reply, out _));
        Assert.Equal(ReplyState.Valid, PacketCheck.Reply(reply, request[1], request.AsSpan(4, 16), secret));
        return reply;
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_voucher_and_its_session_over_tls(SslProtocols protocol)
    {
        await using var room = await RadSecRoom.OpenAsync();
        var code = await room.Room.VoucherAsync();
        using var nas = await StreamClient.TlsAsync(room.At, room.Nas, protocol);
        var request = room.Pap(code);
        var reply = Valid(await nas.AskAsync(request), request, RadSecRoom.Secret);
        Assert.Equal(RadiusCode.AccessAccept, reply.Code);
        var attempt = Assert.Single(await room.Room.AttemptsAsync());
        Assert.Contains("rw05\tRadSec", attempt.Steps, StringComparison.Ordinal);
        Assert.True(attempt.Accepted);

        var start = room.Accounting(AcctStatusType.Start, "0001");
        Assert.Equal(RadiusCode.AccountingResponse, Valid(await nas.AskAsync(start), start, RadSecRoom.Secret).Code);
        await room.Room.Get<JournalFollower>().CatchUpAsync(Cancel);
        await using var db = room.Room.Open();
        Assert.Equal(attempt.NasId, (await db.Set<Session>().SingleAsync(Cancel)).NasId);
    }

    [Fact]
    public async Task Status_Server_keeps_a_connection_and_a_disconnect_request_is_declined()
    {
        await using var room = await RadSecRoom.OpenAsync();
        using var nas = await room.ConnectAsync();
        var status = room.Room.Request((ref RadiusWriter _) => { }, secret: RadSecRoom.Secret, code: RadiusCode.StatusServer);
        Assert.Equal(RadiusCode.AccessAccept, Valid(await nas.AskAsync(status), status, RadSecRoom.Secret).Code);
        var end = room.Room.Request((ref RadiusWriter w) => w.Add(Ietf.UserName, "siti"), secret: RadSecRoom.Secret, code: RadiusCode.DisconnectRequest);
        var nak = Valid(await nas.AskAsync(end), end, RadSecRoom.Secret);
        Assert.Equal((RadiusCode.DisconnectNak, 406u), (nak.Code, nak.Number(Ietf.ErrorCause)));
    }

    [Fact]
    public async Task Two_hundred_requests_in_one_breath_are_all_answered_each_under_its_identifier()
    {
        await using var room = await RadSecRoom.OpenAsync();
        using var nas = await room.ConnectAsync();
        var requests = Enumerable.Range(0, 200).Select(i =>
        {
            var octets = i % 2 == 0 ? room.Pap($"nobody{i}") : room.Accounting(AcctStatusType.Start, $"{i:x8}");
            return octets;
        }).DistinctBy(octets => octets[1]).ToDictionary(octets => octets[1]);
        await nas.SendAsync(requests.Values.SelectMany(octets => octets).ToArray());
        for (var left = requests.Count; left > 0; left--)
        {
            var reply = await nas.ReceiveAsync();
            Assert.NotNull(reply);
            Assert.True(requests.Remove(reply[1], out var request));
            Valid(reply, request, RadSecRoom.Secret);
        }
    }

    [Fact]
    public async Task A_packet_may_come_octet_by_octet_and_a_trickle_is_cut_off()
    {
        await using var room = await RadSecRoom.OpenAsync(new StreamLimits { Packet = TimeSpan.FromSeconds(3) });
        using var nas = await room.ConnectAsync();
        var request = room.Pap("nobody");
        foreach (var octet in request)
            await nas.SendAsync(new[] { octet });
        Assert.Equal(RadiusCode.AccessReject, Valid(await nas.ReceiveAsync(), request, RadSecRoom.Secret).Code);
        var end = nas.ReceiveAsync();
        for (var i = 0; !end.IsCompleted && i < request.Length; i++)
        {
            await nas.SendAsync(new[] { request[i] });
            await Task.WhenAny(end, Task.Delay(100, Cancel));
        }
        Assert.Null(await end);
    }

    [Fact]
    public async Task Silence_is_cut_off()
    {
        await using var room = await RadSecRoom.OpenAsync(new StreamLimits { Idle = TimeSpan.FromMilliseconds(300) });
        using var nas = await room.ConnectAsync();
        Assert.Null(await nas.ReceiveAsync());
    }

    [Fact]
    public async Task A_handshake_that_does_not_come_is_cut_off()
    {
        await using var room = await RadSecRoom.OpenAsync(new StreamLimits { Handshake = TimeSpan.FromMilliseconds(300) });
        using var nas = await StreamClient.TcpAsync(room.At);
        Assert.Null(await nas.ReceiveAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(19)]
    [InlineData(4097)]
    [InlineData(65535)]
    public async Task A_length_that_no_packet_has_ends_the_connection(int length)
    {
        await using var room = await RadSecRoom.OpenAsync();
        using var nas = await room.ConnectAsync();
        Assert.Null(await nas.AskAsync(new byte[] { 1, 0, (byte)(length >> 8), (byte)length }));
    }

    [Fact]
    public async Task A_forged_packet_ends_the_connection_and_an_unknown_code_does_not()
    {
        await using var room = await RadSecRoom.OpenAsync();
        using var nas = await room.ConnectAsync();
        var odd = new byte[20];
        (odd[0], odd[3]) = (99, 20);
        await nas.SendAsync(odd);
        var request = room.Pap("nobody");
        Valid(await nas.AskAsync(request), request, RadSecRoom.Secret);
        Assert.Null(await nas.AskAsync(room.Pap("nobody", secret: new SharedSecret("other"))));
    }

    [Fact]
    public async Task An_address_holds_so_many_connections_and_no_more()
    {
        await using var room = await RadSecRoom.OpenAsync(new StreamLimits { PerAddress = 2 });
        using var first = await room.ConnectAsync();
        using var second = await room.ConnectAsync();
        using var third = await StreamClient.TcpAsync(room.At);
        Assert.Null(await third.ReceiveAsync());
        first.Dispose();
        await AccessTests.Until(async () =>
        {
            try
            {
                using var again = await room.ConnectAsync();
                return true;
            }
            catch (Exception error) when (error is IOException or AuthenticationException)
            {
                return false; // the first one's place is not free yet
            }
        });
    }

    [Fact]
    public async Task Plain_tcp_goes_by_address_and_by_the_secret_of_the_nas()
    {
        var port = HotspotManager.Peers.Networks.FreePorts.Next();
        await using var room = await RadiusRoom.OpenAsync(nas: n => n.Address = "127.0.0.1", settings: new Dictionary<string, string?> { ["Radius:TcpPort"] = $"{port}" });
        var code = await room.VoucherAsync();
        using var nas = await StreamClient.TcpAsync(room.Get<RadSecListener>().TcpAt!);
        var request = room.Pap(code, code);
        Assert.Equal(RadiusCode.AccessAccept, Valid(await nas.AskAsync(request), request, RadiusRoom.Secret).Code);
    }

    [Fact]
    public async Task Ipv6_serves_udp_and_tls_on_one_wildcard()
    {
        HotspotManager.Peers.Peer.NeedIPv6();
        await using var room = await RadSecRoom.OpenAsync(nas: n => n.Address = "::1", bind: "::", network: new UdpDatagrams());
        var code = await room.Room.VoucherAsync();
        var port = room.At.Port;
        foreach (var address in new[] { IPAddress.IPv6Loopback, IPAddress.Loopback })
        {
            using var nas = await StreamClient.TlsAsync(new IPEndPoint(address, port), room.Nas);
            var request = room.Pap(code);
            Assert.Equal(RadiusCode.AccessAccept, Valid(await nas.AskAsync(request), request, RadSecRoom.Secret).Code);
        }
        using var udp = new System.Net.Sockets.UdpClient(System.Net.Sockets.AddressFamily.InterNetworkV6);
        var plain = room.Room.Pap(code, code);
        await udp.SendAsync(plain, new IPEndPoint(IPAddress.IPv6Loopback, room.Room.Get<HotspotManager.Radius.Server.RadiusListener>().AuthenticationAt!.Port), Cancel);
        var answer = await udp.ReceiveAsync(Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(10), Cancel);
        Assert.Equal(RadiusCode.AccessAccept, Valid(answer.Buffer, plain, RadiusRoom.Secret).Code);
    }
}
