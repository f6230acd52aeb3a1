using HotspotManager.Core.Sessions;
using HotspotManager.Core.Networks;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Control;
using HotspotManager.Radius.Server;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.Unit.Radius.RadSec;

public sealed class ControlTests
{
    private static async Task<Task<(string State, string Answer)>> EndAsync(RadSecRoom room)
    {
        await HotspotManager.Unit.Radius.Server.AccessTests.Until(() => Task.FromResult(room.Room.Get<StreamTable>().Open.Any()));
        var nas = room.Room.Get<NetworkTable>().Current.FindNas("rw05")!;
        var session = new Session
        {
            Source = RecordSource.Radius,
            NasId = nas.Id,
            AcctSessionId = "0001",
            UserName = "siti",
            Mac = "02-00-00-00-00-01",
            StartedAt = DateTimeOffset.UnixEpoch,
        };
        return room.Room.Get<DisconnectFlow>().EndAsync(session, TestContext.Current.CancellationToken);
    }

    private static byte[] Answer(byte[] octets, RadiusCode code, uint? cause = null)
    {
        Assert.True(RadiusPacket.TryRead(octets, out var request, out _));
        Assert.Equal(RadiusCode.DisconnectRequest, request.Code);
        Assert.True(PacketCheck.HasRequestAuthenticator(request, RadSecRoom.Secret));
        Assert.Equal("0001", request.Text(Ietf.AcctSessionId));
        var reply = new RadiusWriter(new byte[4096], code, request.Identifier);
        reply.AddMessageAuthenticator();
        if (cause is { } number)
            reply.Add(Ietf.ErrorCause, number);
        return reply.FinishReply(request.Authenticator, RadSecRoom.Secret).ToArray();
    }

    [Fact]
    public async Task A_session_is_ended_over_the_connection_of_its_nas()
    {
        await using var room = await RadSecRoom.OpenAsync();
        using var nas = await room.ConnectAsync();
        var ending = await EndAsync(room);
        await nas.SendAsync(Answer((await nas.ReceiveAsync())!, RadiusCode.DisconnectAck));
        Assert.Equal(OrderState.Done, (await ending).State);
    }

    [Fact]
    public async Task Who_does_not_take_it_there_is_asked_by_udp()
    {
        var asked = 0;
        using var router = new UdpDatagrams().Open(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0),
            (DatagramSocket socket, ReadOnlySpan<byte> bytes, in DatagramPath path) =>
            {
                Interlocked.Increment(ref asked);
                Assert.True(RadiusPacket.TryRead(bytes, out var request, out _));
                var secret = new SharedSecret(HotspotManager.Unit.Radius.Server.RadiusRoom.NasSecret);
                var reply = new RadiusWriter(new byte[4096], RadiusCode.DisconnectAck, request.Identifier);
                socket.Send(reply.FinishReply(request.Authenticator, secret), path);
            });
        await using var room = await RadSecRoom.OpenAsync(nas: n => (n.Address, n.CoaPort) = ("127.0.0.1", router.LocalEndPoint.Port), network: new UdpDatagrams());
        using var nas = await room.ConnectAsync();
        var ending = await EndAsync(room);
        await nas.SendAsync(Answer((await nas.ReceiveAsync())!, RadiusCode.DisconnectNak, 406));
        Assert.Equal(OrderState.Done, (await ending).State);
        Assert.Equal(1, asked);
        var silent = await EndAsync(room);
        Assert.NotNull(await nas.ReceiveAsync());
        Assert.Equal(OrderState.Done, (await silent).State);
        Assert.Equal(2, asked);
    }
}
