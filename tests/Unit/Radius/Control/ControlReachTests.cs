using HotspotManager.Core.Networks;
using HotspotManager.Core.Sessions;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Control;
using HotspotManager.Radius.Server;
using HotspotManager.Radius.Wire;
using HotspotManager.Unit.Radius.Server;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace HotspotManager.Unit.Radius.Control;

public sealed class ControlReachTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<uint?> SessionTimeoutAsync(RadiusRoom room)
    {
        var code = await room.VoucherAsync(); // an hour and 5,000 MB for two devices at 7,000 kbit/s
        var reply = room.Access(room.Pap(code, code));
        Assert.True(RadiusPacket.TryRead(reply!, out var packet, out _));
        Assert.Equal(RadiusCode.AccessAccept, packet.Code);
        return packet.Number(Ietf.SessionTimeout);
    }

    private static async Task LearnedAsync(RadiusRoom room, bool silent) => await AccessTests.Until(async () =>
    {
        await using var db = room.Open();
        return await db.Set<Nas>().AsNoTracking().AnyAsync(n => n.SilentToControlSince != null == silent, Cancel);
    });

    [Fact]
    public async Task A_router_that_does_not_answer_gets_short_leases_until_it_does()
    {
        await using var room = await RadiusRoom.OpenAsync();
        Assert.Equal(3600u, await SessionTimeoutAsync(room));
        var reach = room.Get<ControlReach>();
        NasClient Client() => room.Get<NasClientTable>().At(RadiusRoom.FromNas.Remote)[0];

        reach.Saw(Client(), answers: false);
        await LearnedAsync(room, silent: true);
        await room.ReloadAsync();
        Assert.Equal(1800u, await SessionTimeoutAsync(room));

        reach.Saw(Client(), answers: true);
        await LearnedAsync(room, silent: false);
        await room.ReloadAsync();
        Assert.Equal(3600u, await SessionTimeoutAsync(room));
    }

    [Fact]
    public async Task Silence_is_learned_from_an_order_and_an_answer_too()
    {
        var silent = true;
        using var router = DisconnectTests.Router([], _ => silent ? null : (RadiusCode.DisconnectAck, null));
        await using var room = await RadiusRoom.OpenAsync(network: new UdpDatagrams());
        Assert.Equal(OrderState.Failed, (await DisconnectTests.EndAsync(room, router.LocalEndPoint.Port)).State);
        await LearnedAsync(room, silent: true);
        await room.ReloadAsync();
        silent = false;
        await room.Writer.WriteAsync(async db =>
        {
            await SessionOrders.DisconnectAsync(db, (await db.Set<Session>().SingleAsync(Cancel)).Id, "test", "again", DateTimeOffset.UtcNow, Cancel);
            await db.SaveChangesAsync(Cancel);
        }, Cancel);
        await LearnedAsync(room, silent: false);
    }

    [Fact]
    public async Task Leases_can_be_turned_off_and_another_address_is_asked_anew()
    {
        await using var room = await RadiusRoom.OpenAsync(nas: n => n.SilentToControlSince = DateTimeOffset.UnixEpoch, settings: new Dictionary<string, string?> { ["Radius:LeaseMinutes"] = "0" });
        Assert.Equal(3600u, await SessionTimeoutAsync(room));
        await room.Writer.ChangeAsync(db => NetworkList.SetNasAsync(db, room.Get<HotspotManager.Core.Secrets.SecretBox>(), "rw05", new NetworkInput { CoaPort = 3800 }), Cancel);
        await LearnedAsync(room, silent: false);
    }
}
