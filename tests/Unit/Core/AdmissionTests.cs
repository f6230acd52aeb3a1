using HotspotManager.Core.Admission;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Plans;
using Xunit;

namespace HotspotManager.Unit.Core;

public class AdmissionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.FromHours(7));
    private static readonly PlanFacts Open = new(null, null, null, null, 4000, 1000, 1);

    private static AdmissionFacts Facts(PlanFacts? plan = null, UsedFacts used = default, int others = 0, DateTimeOffset? ends = null, Reason known = Reason.Accepted) =>
        new(known, plan ?? Open, used, others, ends, Now.AddHours(14));

    [Fact]
    public void Without_limits_a_session_lasts_a_day()
    {
        var decision = Admissions.Decide(Facts(), Now);
        Assert.True(decision.IsAccepted);
        Assert.Equal((86_400L, (long?)null, 4000, 1000), (decision.Limits.SessionSeconds, decision.Limits.RemainingOctets, decision.Limits.DownKbps, decision.Limits.UpKbps));
    }

    [Fact]
    public void Session_Timeout_is_the_least_that_remains()
    {
        var plan = Open with { Seconds = 7200, DailySeconds = 3600 };
        Assert.Equal(3600 - 600, Admissions.Decide(Facts(plan, new UsedFacts(100, 0, 600, 0)), Now).Limits.SessionSeconds);
        Assert.Equal(90, Admissions.Decide(Facts(plan, ends: Now.AddSeconds(90)), Now).Limits.SessionSeconds);
        Assert.Equal(7200 - 7000, Admissions.Decide(Facts(plan, new UsedFacts(7000, 0, 0, 0)), Now).Limits.SessionSeconds);
    }

    [Fact]
    public void A_daily_limit_ends_the_session_at_midnight() =>
        Assert.Equal(60, Admissions.Decide(new AdmissionFacts(Reason.Accepted, Open with { DailyOctets = 1000 }, default, 0, null, Now.AddSeconds(60)), Now).Limits.SessionSeconds);

    [Fact]
    public void The_smaller_of_two_balances_of_data_is_given() =>
        Assert.Equal(300, Admissions.Decide(Facts(Open with { Octets = 1000, DailyOctets = 500 }, new UsedFacts(0, 100, 0, 200)), Now).Limits.RemainingOctets);

    [Theory]
    [InlineData(3600, 0, 0, 0, Reason.TimeUsedUp)]
    [InlineData(0, 1000, 0, 0, Reason.DataUsedUp)]
    [InlineData(0, 0, 1800, 0, Reason.DailyTimeUsedUp)]
    [InlineData(0, 0, 0, 500, Reason.DailyDataUsedUp)]
    public void What_is_used_up_is_refused_with_its_reason(long seconds, long octets, long daySeconds, long dayOctets, Reason expected) =>
        Assert.Equal(expected, Admissions.Decide(Facts(new PlanFacts(3600, 1000, 1800, 500, 1, 1, 1), new UsedFacts(seconds, octets, daySeconds, dayOctets)), Now).Reason);

    [Theory]
    [InlineData(999, 499, false)]
    [InlineData(1000, 0, true)]
    [InlineData(0, 500, true)]
    public void Used_up_data_is_slower_where_the_plan_says_so(long octets, long dayOctets, bool slow)
    {
        var plan = Open with { Octets = 1000, DailyOctets = 500, Then = new SlowerFacts(400, 100, true) };
        var decision = Admissions.Decide(Facts(plan, new UsedFacts(0, octets, 0, dayOctets)), Now);
        Assert.Equal((Reason.Accepted, slow, slow ? 400 : 4000, slow ? 100 : 1000), (decision.Reason, decision.Limits.IsSlow, decision.Limits.DownKbps, decision.Limits.UpKbps));
        // Slow, there is nothing left to count down; fast, the gateway may let through two short reports more before it ends the session by itself.
        Assert.Equal(slow ? null : 1 + 120L * 5000 * 1000 / 8, decision.Limits.GatewayOctets);
        Assert.Equal(slow ? Admissions.InterimSeconds : Admissions.ShortInterimSeconds, decision.Limits.InterimSeconds);
    }

    [Fact]
    public void Slower_is_no_more_time()
    {
        var plan = Open with { Seconds = 3600, DailySeconds = 1800, DailyOctets = 500, Then = new SlowerFacts(400, 100, true) };
        Assert.Equal(Reason.TimeUsedUp, Admissions.Decide(Facts(plan, new UsedFacts(3600, 0, 0, 900)), Now).Reason);
        Assert.Equal(Reason.DailyTimeUsedUp, Admissions.Decide(Facts(plan, new UsedFacts(0, 0, 1800, 900)), Now).Reason);
        Assert.Equal(800, Admissions.Decide(Facts(plan, new UsedFacts(0, 0, 1000, 900)), Now).Limits.SessionSeconds);
    }

    [Theory]
    [InlineData("mikrotik", true, true)]
    [InlineData(null, true, true)]
    [InlineData("unifi", true, true)]
    [InlineData("opennds", true, false)]
    [InlineData("omada", false, false)]
    [InlineData("wifidog", false, false)]
    public void A_gateway_without_rates_ends_what_is_used_up(string? gateway, bool goesOn, bool inMidSession)
    {
        var plan = Gatekeeper.Of(new Plan { Name = "p", Mb = 1, DownKbps = 4000, UpKbps = 1000, ThenDownKbps = 400, ThenUpKbps = 100 }, GatewayKinds.RatesOf(gateway));
        Assert.Equal(goesOn ? Reason.Accepted : Reason.DataUsedUp, Admissions.Decide(Facts(plan, new UsedFacts(0, 1_000_000, 0, 0)), Now).Reason);
        Assert.Equal(inMidSession, Admissions.Decide(Facts(plan, default), Now).Limits.GraceOctets > 0);
    }

    [Fact]
    public void One_device_too_many_is_refused() => Assert.Equal(Reason.TooManyDevices, Admissions.Decide(Facts(others: 1), Now).Reason);

    [Fact]
    public void What_is_known_against_somebody_comes_first() =>
        Assert.Equal(Reason.VoucherRevoked, Admissions.Decide(Facts(others: 5, known: Reason.VoucherRevoked), Now).Reason);

    [Fact]
    public void Every_reason_has_its_sentences_and_its_metric()
    {
        foreach (var reason in Enum.GetValues<Reason>())
        {
            // Reply-Message carries at most 253 octets (RFC 2865 5.18).
            Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(ReasonTexts.Indonesian(reason)), 5, 253);
            Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(ReasonTexts.English(reason)), 5, 253);
            Assert.Matches("^[a-z_]+$", ReasonTexts.Metric(reason));
        }
    }

    [Theory]
    [InlineData("hs:0:3:voucher:12", true)]
    [InlineData("hs:55:3:phone:AA-BB-CC-DD-EE-FF", true)]
    [InlineData("hs:-1:3:voucher:12", false)]
    [InlineData("other", false)]
    [InlineData("hs:1:2", false)]
    public void A_session_mark_reads_back_as_written(string text, bool valid)
    {
        Assert.Equal(valid, SessionMark.TryParse(text, out var mark));
        if (valid) Assert.Equal(text, mark.ToString());
    }

    [Fact]
    public void A_mark_is_written_as_it_reads_or_not_at_all()
    {
        foreach (var mark in new[] { new SessionMark(null, 3, "phone:02-00-00-00-00-01"), new SessionMark(long.MaxValue, 1, "account:12", 1_800_000_000_000_000) })
        {
            var text = mark.ToString();
            var target = new byte[text.Length];
            Assert.True(mark.TryWrite(target, out var length));
            Assert.Equal((text, text.Length), (System.Text.Encoding.UTF8.GetString(target), length));
            for (var shorter = 0; shorter < text.Length; shorter++)
                Assert.False(mark.TryWrite(target.AsSpan(0, shorter), out _));
        }
    }
}
