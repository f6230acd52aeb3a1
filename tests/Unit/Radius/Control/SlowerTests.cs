using HotspotManager.Core.Admission;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Wire;
using HotspotManager.Unit.Portal;
using HotspotManager.Unit.Radius.Server;
using Microsoft.EntityFrameworkCore;
using System.Net;
using Xunit;

namespace HotspotManager.Unit.Radius.Control;

/// <summary>A plan that goes on slower once its data is used up: at the door, in mid-session, where a router takes no change, and back at full rate after midnight.</summary>
public sealed class SlowerTests
{
    private static readonly DatagramPath From = new(new DatagramEndPoint(IPAddress.Loopback, 40000), default);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<(RadiusRoom Room, string Code)> OpenAsync(int coaPort, Plan plan, TimeProvider? time = null)
    {
        var room = await RadiusRoom.OpenAsync(time, n => (n.Brand, n.Address, n.CoaPort) = ("mikrotik", "127.0.0.1", coaPort), new UdpDatagrams());
        await room.Writer.ChangeAsync(db => PlanList.AddAsync(db, plan), Cancel);
        return (room, await room.VoucherAsync(plan.Name));
    }

    private static Plan Slower(int? mb = null, int? dailyMb = null) =>
        new() { Name = "lambat", Mb = mb, DailyMb = dailyMb, DownKbps = 4000, UpKbps = 1000, Devices = 2, ThenDownKbps = 500, ThenUpKbps = 200 };

    private static (string Lines, byte[] Mark) Accepted(RadiusRoom room, string code, string mac)
    {
        var accept = room.Access(room.Pap(code, code, mac), From);
        Assert.True(RadiusPacket.TryRead(accept, out var reply, out _));
        Assert.Equal(RadiusCode.AccessAccept, reply.Code);
        Assert.True(reply.TryGet(Ietf.Class, out var mark));
        return (string.Join('\n', PacketText.Lines(reply)), mark.ToArray());
    }

    private static async Task TellAsync(RadiusRoom room, string code, byte[] mark, uint seconds, ulong octets)
    {
        Assert.NotNull(await room.AccountAsync(
            room.Accounting(seconds == 0 ? AcctStatusType.Start : AcctStatusType.InterimUpdate, "0001", code, seconds, output: octets, mark: mark), From));
        await room.Get<JournalFollower>().CatchUpAsync(Cancel);
    }

    private static async Task<SessionOrder> DoneAsync(RadiusRoom room, string why)
    {
        SessionOrder? done = null;
        await AccessTests.Until(async () =>
        {
            await using var db = room.Open();
            done = await db.Set<SessionOrder>().FirstOrDefaultAsync(o => o.Why == why && o.State != OrderState.Pending, Cancel);
            return done is not null;
        });
        return done!;
    }

    [Fact]
    public async Task A_session_whose_data_is_used_up_goes_on_slower_and_the_next_one_begins_so()
    {
        var got = new List<string>();
        using var router = DisconnectTests.Router(got, _ => (RadiusCode.CoaAck, null));
        var (room, code) = await OpenAsync(router.LocalEndPoint.Port, Slower(mb: 10));
        await using var _ = room;
        var (first, mark) = Accepted(room, code, "02:00:00:00:00:01");
        Assert.Contains("Mikrotik-Rate-Limit = \"1000k/4000k\"", first, StringComparison.Ordinal);
        Assert.Contains("Acct-Interim-Interval = 60", first, StringComparison.Ordinal);
        // The router's own count must not end what is to be slowed: two reports at full rate are 75 MB.
        Assert.Contains("Mikrotik-Total-Limit = 85000000", first, StringComparison.Ordinal);
        await TellAsync(room, code, mark, 0, 0);
        await TellAsync(room, code, mark, 60, 9_999_999);
        await using (var db = room.Open()) Assert.Empty(await db.Set<SessionOrder>().ToListAsync(Cancel));
        await TellAsync(room, code, mark, 90, 10_000_001);

        var order = await DoneAsync(room, RateTurns.Slower);
        Assert.Equal((OrderKind.Relimit, OrderState.Done), (order.Kind, order.State));
        var request = Assert.Single(got);
        Assert.Contains("Mikrotik-Rate-Limit = \"200k/500k\"", request, StringComparison.Ordinal);
        // What it was told to end at is taken back.
        Assert.Contains($"Mikrotik-Total-Limit-Gigawords = {1_000_000_000_000_000 / 4_294_967_296}", request, StringComparison.Ordinal);

        var (second, _) = Accepted(room, code, "02:00:00:00:00:02");
        Assert.Contains("Mikrotik-Rate-Limit = \"200k/500k\"", second, StringComparison.Ordinal);
        Assert.DoesNotContain("Total-Limit", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_router_that_takes_no_change_has_the_session_ended()
    {
        var got = new List<string>();
        using var router = DisconnectTests.Router(got, n => n == 1 ? (RadiusCode.CoaNak, 405) : (RadiusCode.DisconnectAck, null));
        var (room, code) = await OpenAsync(router.LocalEndPoint.Port, Slower(mb: 10));
        await using var _ = room;
        var (_, mark) = Accepted(room, code, "02:00:00:00:00:01");
        await TellAsync(room, code, mark, 0, 0);
        await TellAsync(room, code, mark, 60, 11_000_000);
        var order = await DoneAsync(room, RateTurns.Slower);
        Assert.Equal(OrderState.Done, order.State);
        Assert.Contains("does not support CoA", order.Answer, StringComparison.Ordinal);
        Assert.Contains("Disconnect-ACK", order.Answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Rate-Limit", got[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_midnight_it_is_fast_again()
    {
        var (time, got) = (new ShiftedTime(), new List<string>());
        using var router = DisconnectTests.Router(got, _ => (RadiusCode.CoaAck, null));
        var (room, code) = await OpenAsync(router.LocalEndPoint.Port, Slower(dailyMb: 10), time);
        await using var _ = room;
        var clock = room.Get<CityClock>();
        // Noon, whatever time it is.
        time.Ahead = clock.NextMidnight(clock.Now).AddHours(12) - DateTimeOffset.UtcNow;
        var (_, mark) = Accepted(room, code, "02:00:00:00:00:01");
        await TellAsync(room, code, mark, 0, 0);
        await TellAsync(room, code, mark, 60, 10_500_000);
        await DoneAsync(room, RateTurns.Slower);
        time.Ahead += TimeSpan.FromMinutes(5);
        // A look at what came of the order.
        await TellAsync(room, code, mark, 360, 10_600_000);
        time.Ahead += TimeSpan.FromHours(12);
        await TellAsync(room, code, mark, 43_560, 10_700_000);
        Assert.Equal(OrderState.Done, (await DoneAsync(room, RateTurns.Full)).State);
        Assert.Contains("Mikrotik-Rate-Limit = \"200k/500k\"", got[0], StringComparison.Ordinal);
        Assert.Contains("Mikrotik-Rate-Limit = \"1000k/4000k\"", got[^1], StringComparison.Ordinal);
    }
}
