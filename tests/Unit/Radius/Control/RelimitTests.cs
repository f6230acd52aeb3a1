using HotspotManager.Core.Admission;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Sessions;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Wire;
using HotspotManager.Unit.Radius.Server;
using Microsoft.EntityFrameworkCore;
using System.Net;
using Xunit;

namespace HotspotManager.Unit.Radius.Control;

public sealed class RelimitTests
{
    private static readonly DatagramPath From = new(new DatagramEndPoint(IPAddress.Loopback, 40000), default);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A voucher's session of some seconds and octets, whose plan is then changed; the order as it was carried out.</summary>
    private static async Task<SessionOrder> ChangePlanAsync(RadiusRoom room, int coaPort, PlanInput change, uint seconds, ulong octets)
    {
        await room.ChangeNasAsync(n => (n.Address, n.CoaPort) = ("127.0.0.1", coaPort));
        var code = await room.VoucherAsync();
        var accept = room.Access(room.Pap(code, code), From);
        Assert.True(RadiusPacket.TryRead(accept, out var reply, out _));
        Assert.True(reply.TryGet(Ietf.Class, out var mark));
        var kept = mark.ToArray();
        Assert.NotNull(await room.AccountAsync(room.Accounting(AcctStatusType.Start, "0001", code, mark: kept), From));
        Assert.NotNull(await room.AccountAsync(room.Accounting(AcctStatusType.InterimUpdate, "0001", code, seconds, output: octets, mark: kept), From));
        await room.Get<JournalFollower>().CatchUpAsync(Cancel);
        var (_, sessions) = await room.Writer.ChangeAsync(db => PlanChange.SetAsync(db, "jam", change, "test", DateTimeOffset.UtcNow, Cancel), Cancel);
        Assert.Equal(1, sessions);
        SessionOrder? done = null;
        await AccessTests.Until(async () =>
        {
            await using var db = room.Open();
            done = await db.Set<SessionOrder>().SingleAsync(o => o.Kind == OrderKind.Relimit, Cancel);
            return done.State != OrderState.Pending;
        });
        return done!;
    }

    [Fact]
    public async Task A_changed_plan_reaches_the_running_session_with_the_brands_attributes()
    {
        var got = new List<string>();
        using var router = DisconnectTests.Router(got, _ => (RadiusCode.CoaAck, null));
        await using var room = await RadiusRoom.OpenAsync(nas: n => n.Brand = "mikrotik", network: new UdpDatagrams());
        var order = await ChangePlanAsync(room, router.LocalEndPoint.Port, new PlanInput(null, 9000, 8000, null, null, null, null), 600, 1_000_000_000);
        Assert.Equal(OrderState.Done, order.State);
        Assert.Contains("CoA-ACK", order.Answer, StringComparison.Ordinal);
        Assert.Contains("8000 MB left", order.Answer, StringComparison.Ordinal);
        var request = Assert.Single(got);
        Assert.StartsWith("Message-Authenticator", request, StringComparison.Ordinal);
        // RouterOS holds limits against the session as a whole: 9 GB in all, of which 1 GB is this session's own.
        foreach (var part in new[]
        {
            "Event-Timestamp", "Acct-Session-Id = \"0001\"", "Calling-Station-Id = \"02:00:00:00:00:01\"", "Mikrotik-Rate-Limit = \"2000k/8000k\"",
            $"Mikrotik-Total-Limit = {9_000_000_000 % 4_294_967_296}", "Mikrotik-Total-Limit-Gigawords = 2",
        })
            Assert.Contains(part, request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_brand_that_knows_no_octets_gets_what_remains_of_the_time()
    {
        var got = new List<string>();
        using var router = DisconnectTests.Router(got, n => n == 1 ? (RadiusCode.CoaNak, 403) : (RadiusCode.CoaAck, null));
        await using var room = await RadiusRoom.OpenAsync(network: new UdpDatagrams());
        var order = await ChangePlanAsync(room, router.LocalEndPoint.Port, new PlanInput(20, null, null, null, null, null, null), 600, 0);
        Assert.Equal(OrderState.Done, order.State);
        var timeout = got[1].Split('\n').Single(l => l.StartsWith("Session-Timeout", StringComparison.Ordinal));
        Assert.InRange(int.Parse(timeout.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture), 500, 600);
        Assert.Contains("NAS-IP-Address", got[0], StringComparison.Ordinal);
        Assert.DoesNotContain("NAS-IP-Address", got[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_router_without_CoA_is_named_so_and_not_asked_again()
    {
        var got = new List<string>();
        using var router = DisconnectTests.Router(got, _ => (RadiusCode.CoaNak, 405));
        await using var room = await RadiusRoom.OpenAsync(network: new UdpDatagrams());
        var order = await ChangePlanAsync(room, router.LocalEndPoint.Port, new PlanInput(null, null, 9000, null, null, null, null), 10, 0);
        Assert.Equal(OrderState.Refused, order.State);
        Assert.Contains("rw05 does not support CoA (Error-Cause 405)", order.Answer, StringComparison.Ordinal);
        var (_, sessions) = await room.Writer.ChangeAsync(
            db => PlanChange.SetAsync(db, "jam", new PlanInput(null, null, 7000, null, null, null, null), "test", DateTimeOffset.UtcNow, Cancel), Cancel);
        Assert.Equal(0, sessions);
    }

    [Fact]
    public async Task A_session_that_the_new_plan_leaves_nothing_is_ended()
    {
        var got = new List<string>();
        using var router = DisconnectTests.Router(got, _ => (RadiusCode.DisconnectAck, null));
        await using var room = await RadiusRoom.OpenAsync(network: new UdpDatagrams());
        var order = await ChangePlanAsync(room, router.LocalEndPoint.Port, new PlanInput(5, null, null, null, null, null, null), 600, 0);
        Assert.Equal(OrderState.Done, order.State);
        Assert.Contains("Nothing is left (time_used_up)", order.Answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Session-Timeout", got[0], StringComparison.Ordinal);
    }
}
