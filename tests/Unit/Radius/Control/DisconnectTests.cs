using System.Net;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Sessions;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Wire;
using HotspotManager.Unit.Radius.Server;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace HotspotManager.Unit.Radius.Control;

public sealed class DisconnectTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A NAS on loopback that answers Disconnect-Requests as told: null is silence.</summary>
    internal static DatagramSocket Router(List<string> got, Func<int, (RadiusCode Code, uint? Cause)?> answer) => new UdpDatagrams().Open(
        new IPEndPoint(IPAddress.Loopback, 0), (DatagramSocket socket, ReadOnlySpan<byte> bytes, in DatagramPath path) =>
        {
            Assert.True(RadiusPacket.TryRead(bytes, out var request, out _));
            Assert.True(PacketCheck.HasRequestAuthenticator(request, RadiusRoom.Secret));
            Assert.Equal(MessageAuthenticatorState.Valid, PacketCheck.MessageAuthenticator(request, RadiusRoom.Secret));
            var lines = new List<string>();
            foreach (var attribute in request.Attributes)
                lines.Add(AttributeText.Line(attribute));
            int count;
            lock (got)
            {
                got.Add(string.Join('\n', lines));
                count = got.Count;
            }
            if (answer(count) is not { } told)
                return;
            var reply = new RadiusWriter(new byte[4096], told.Code, request.Identifier);
            reply.AddMessageAuthenticator();
            if (told.Cause is { } cause)
                reply.Add(Ietf.ErrorCause, cause);
            socket.Send(reply.FinishReply(request.Authenticator, RadiusRoom.Secret), path);
        });

    internal static async Task<SessionOrder> EndAsync(RadiusRoom room, int coaPort)
    {
        await room.ChangeNasAsync(n => (n.Address, n.CoaPort) = ("127.0.0.1", coaPort));
        var from = new DatagramPath(new DatagramEndPoint(IPAddress.Loopback, 40000), default);
        var start = room.Accounting(AcctStatusType.Start, "0001", "siti");
        Assert.NotNull(await room.AccountAsync(start, from));
        await room.Get<JournalFollower>().CatchUpAsync(Cancel);
        var id = await room.Writer.WriteAsync(async db =>
        {
            var session = await db.Set<Session>().SingleAsync(Cancel);
            var order = await SessionOrders.DisconnectAsync(db, session.Id, "test", "because", DateTimeOffset.UtcNow, Cancel);
            await db.SaveChangesAsync(Cancel);
            return order.Id;
        }, Cancel);
        SessionOrder? done = null;
        await AccessTests.Until(async () =>
        {
            await using var db = room.Open();
            done = await db.Set<SessionOrder>().SingleAsync(o => o.Id == id, Cancel);
            return done.State != OrderState.Pending;
        });
        return done!;
    }

    [Fact]
    public async Task An_order_is_carried_out_and_the_routers_answer_written_down()
    {
        var got = new List<string>();
        using var router = Router(got, _ => (RadiusCode.DisconnectAck, null));
        await using var room = await RadiusRoom.OpenAsync(nas: n => (n.NasIdentifier, n.Brand) = ("rw05", "mikrotik"), network: new UdpDatagrams());
        var order = await EndAsync(room, router.LocalEndPoint.Port);
        Assert.Equal(OrderState.Done, order.State);
        Assert.Contains("Disconnect-ACK", order.Answer, StringComparison.Ordinal);
        var request = Assert.Single(got);
        Assert.StartsWith("Message-Authenticator", request, StringComparison.Ordinal);
        foreach (var part in new[] { "Event-Timestamp", "NAS-Identifier = \"rw05\"", "Acct-Session-Id = \"0001\"", "User-Name = \"siti\"", "Calling-Station-Id = \"02:00:00:00:00:01\"" })
            Assert.Contains(part, request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_written_down_in_words()
    {
        var got = new List<string>();
        using var router = Router(got, _ => (RadiusCode.DisconnectNak, 503));
        await using var room = await RadiusRoom.OpenAsync(network: new UdpDatagrams());
        var order = await EndAsync(room, router.LocalEndPoint.Port);
        Assert.Equal(OrderState.Refused, order.State);
        Assert.Contains("no such session (Error-Cause 503)", order.Answer, StringComparison.Ordinal);
        // Its Stop was lost: it blocks nobody any longer.
        Assert.Equal(0, room.Get<SessionBook>().Count);
    }

    [Fact]
    public async Task A_router_behind_address_translation_is_asked_again_without_its_address()
    {
        var got = new List<string>();
        using var router = Router(got, n => n == 1 ? (RadiusCode.DisconnectNak, 403) : (RadiusCode.DisconnectAck, null));
        await using var room = await RadiusRoom.OpenAsync(network: new UdpDatagrams());
        var order = await EndAsync(room, router.LocalEndPoint.Port);
        Assert.Equal(OrderState.Done, order.State);
        Assert.Contains("NAS-IP-Address = 127.0.0.1", got[0], StringComparison.Ordinal);
        Assert.DoesNotContain("NAS-IP-Address", got[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_request_is_sent_again_octet_for_octet()
    {
        var got = new List<string>();
        using var router = Router(got, n => n == 1 ? null : (RadiusCode.DisconnectAck, null));
        await using var room = await RadiusRoom.OpenAsync(network: new UdpDatagrams());
        var order = await EndAsync(room, router.LocalEndPoint.Port);
        Assert.Equal(OrderState.Done, order.State);
        Assert.Equal(got[0], got[1]);
    }
}
