using HotspotManager.City.Network;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.Unit.City;

public sealed class LedgerTests
{
    [Theory]
    [InlineData("mikrotik", "1")]
    [InlineData("coova", "2")]
    public void Counters_and_ledger_agree(string gateway, string wan)
    {
        using var lab = new Laboratory();
        var point = lab.Point(gateway);
        var sessions = Enumerable.Range(0, 8).Select(i => FaultTests.Online(point, i)).ToList();
        lab.Run(200);
        Assert.True(point.Down > 1_000_000);
        Assert.Equal(point.Down, sessions.Aggregate(0ul, (sum, s) => sum + s.Down));
        var interim = lab.Ledger.Where(t => t.Session == sessions[0].Id && t.Status == AcctStatusType.InterimUpdate).ToList();
        Assert.Equal(3, interim.Count);
        Assert.True(interim[0].Input + interim[0].Output < interim[2].Input + interim[2].Output);

        foreach (var session in sessions) Assert.True(point.End(session, EndCause.UserRequest));
        lab.Run(1);
        var stops = lab.Ledger.Where(t => t.Status == AcctStatusType.Stop).ToList();
        Assert.Equal(sessions.Select(s => s.Id).Order(), stops.Select(s => s.Session).Order());
        // CoovaChilli counts from the phone's side: its input is what the phone received.
        ulong Sum(Func<Laboratory.Told, ulong> of) => stops.Aggregate(0ul, (sum, s) => sum + of(s));
        Assert.Equal((point.Down, point.Up), gateway == "coova" ? (Sum(s => s.Input), Sum(s => s.Output)) : (Sum(s => s.Output), Sum(s => s.Input)));
        Assert.Equal(point.Down, lab.Number(point, "1.3.6.1.2.1.31.1.1.1.6." + wan));
        Assert.Equal(point.Up, lab.Number(point, "1.3.6.1.2.1.31.1.1.1.10." + wan));
    }

    [Fact]
    public void An_uplink_counts_what_its_access_points_moved()
    {
        using var lab = new Laboratory();
        foreach (var point in lab.City.AccessPoints) FaultTests.Online(point, 0);
        lab.Run(30);
        foreach (var uplink in lab.City.Uplinks)
        {
            var (down, up) = uplink.Counters();
            var behind = lab.City.AccessPoints.Where(p => p.Plan.Uplink == uplink.Plan.Name).ToList();
            Assert.Equal((behind.Aggregate(0ul, (s, p) => s + p.Down), behind.Aggregate(0ul, (s, p) => s + p.Up)), (down, up));
        }
    }

    [Fact]
    public void The_gateway_honours_time_octets_and_rate()
    {
        using var lab = new Laboratory();
        var point = lab.Point("mikrotik");
        var timed = FaultTests.Online(point, 0, new Terms { SessionSeconds = 20 });
        var metered = FaultTests.Online(point, 1, new Terms { TotalOctets = 50_000 });
        var slow = FaultTests.Online(point, 2, new Terms { DownRate = 80_000, UpRate = 8_000 });
        lab.Run(60);
        Assert.Equal(((uint?)EndCause.SessionTimeout, (uint?)EndCause.NasRequest), (Stop(timed)?.Cause, Stop(metered)?.Cause));
        Assert.Equal(50_000ul, Stop(metered)!.Input + Stop(metered)!.Output);
        Assert.Null(Stop(slow));
        Assert.InRange(slow.Down, 1ul, 80_000ul / 8 * 61);

        Laboratory.Told? Stop(PhoneSession session) => lab.Ledger.SingleOrDefault(t => t.Status == AcctStatusType.Stop && t.Session == session.Id);
    }

    [Fact]
    public void A_disconnect_request_ends_the_session_and_the_same_again_gets_the_same_answer()
    {
        using var lab = new Laboratory();
        var point = lab.Point("coova");
        var (session, other) = (FaultTests.Online(point, 0), FaultTests.Online(point, 1));
        var request = Request(RadiusCode.DisconnectRequest, point.Plan.Secret, session.Id, session.Phone.Mac, null);
        Assert.Equal(RadiusCode.DisconnectAck, (RadiusCode)lab.Order(point, request)![0]);
        Assert.Equal(RadiusCode.DisconnectAck, (RadiusCode)lab.Order(point, request)![0]);
        lab.Run(1);
        Assert.Equal((uint)EndCause.AdminReset, Assert.Single(lab.Ledger, t => t.Status == AcctStatusType.Stop).Cause);
        Assert.True(point.IsOnline(other.Phone));

        var nak = lab.Order(point, Request(RadiusCode.DisconnectRequest, point.Plan.Secret, "nobody", session.Phone.Mac, null))!;
        Assert.True(RadiusPacket.TryRead(nak, out var packet, out _));
        Assert.Equal((RadiusCode.DisconnectNak, 503u), (packet.Code, packet.Number(Ietf.ErrorCause)));
        Assert.Null(lab.Order(point, Request(RadiusCode.DisconnectRequest, "another secret", other.Id, other.Phone.Mac, null)));

        Assert.Equal(RadiusCode.CoaAck, (RadiusCode)lab.Order(point, Request(RadiusCode.CoaRequest, point.Plan.Secret, other.Id, other.Phone.Mac, 120))![0]);
        Assert.Equal(120, other.Terms.SessionSeconds);
    }

    [Theory]
    [InlineData("1M/4M 2M/8M 768k/3M 16/16 8", 1e6, 4e6)]
    [InlineData("512k", 512e3, 512e3)]
    [InlineData("64000/128000", 64e3, 128e3)]
    [InlineData("", null, null)]
    public void Mikrotik_rate_limit_is_read_from_the_router_s_side(string text, double? up, double? down) => Assert.Equal((up, down), Terms.RateLimit(text));

    private static byte[] Request(RadiusCode code, string secret, string session, string mac, uint? seconds)
    {
        Span<byte> buffer = stackalloc byte[512];
        var writer = new RadiusWriter(buffer, code, 9);
        writer.Add(Ietf.AcctSessionId, session);
        writer.Add(Ietf.CallingStationId, mac);
        if (seconds is { } limit) writer.Add(Ietf.SessionTimeout, limit);
        return writer.Finish(new SharedSecret(secret)).ToArray();
    }
}
