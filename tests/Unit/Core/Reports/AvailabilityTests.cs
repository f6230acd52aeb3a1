using HotspotManager.Core.Areas;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Reports;
using HotspotManager.Core.Store;
using HotspotManager.Unit.Console;
using Xunit;

namespace HotspotManager.Unit.Core.Reports;

/// <summary>November 2026 in Malang: from 31 October 17.00 UTC, 30 days. Hours are counted from there.</summary>
public sealed class AvailabilityTests
{
    private static readonly CityClock Clock = new(new CityOptions(), new SteppedTime());
    private static readonly DateTimeOffset Begin = ReportPeriod.Parse("2026-11").From(Clock), End = ReportPeriod.Parse("2026-11").To(Clock);
    private static readonly DateTimeOffset Later = End.AddDays(10);

    [Fact]
    public void A_month_begins_and_ends_at_the_citys_midnight()
    {
        Assert.Equal(new DateTimeOffset(2026, 10, 31, 17, 0, 0, TimeSpan.Zero), Begin);
        Assert.Equal(TimeSpan.FromDays(30), End - Begin);
        Assert.Equal(new DateTimeOffset(2026, 11, 15, 17, 0, 0, TimeSpan.Zero), ReportPeriod.Parse("2026-W47").From(Clock));
    }

    [Fact]
    public void Down_time_is_counted_against_the_time_that_is_known()
    {
        var a = Of([S(-5, 100, DeviceState.Up), S(100, 102, DeviceState.Down), S(102, null, DeviceState.Up)]);
        Assert.Equal((H(720), H(2), 1, 1, H(2)), (a.Known, a.Down, a.Failures, a.Repairs, a.RepairTime));
        Assert.Equal(1 - 2 / 720.0, a.Share!.Value, 12);
        Assert.Equal((H(2), H(718)), (a.Mttr, a.Mtbf));
    }

    [Fact]
    public void A_device_added_in_the_middle_of_the_month_is_measured_from_then()
    {
        var a = Of([S(360, 400, DeviceState.Up), S(400, 404, DeviceState.Down), S(404, null, DeviceState.Up)]);
        Assert.Equal((H(360), H(360), H(4)), (a.Known, a.Unknown, a.Down));
        Assert.Equal(1 - 4 / 360.0, a.Share!.Value, 12);
    }

    [Fact]
    public void Maintenance_and_silence_count_on_neither_side()
    {
        var a = Of([S(0, 100, DeviceState.Up), S(100, 110, DeviceState.Unknown), S(110, 120, DeviceState.Maintenance), S(120, 130, DeviceState.Down), S(130, 720, DeviceState.Up)],
            [W(125, 128), W(127, 129), W(700, 800)]);
        // 10 h of the state and 4 h of windows while it was down, 20 h at the end of the month.
        Assert.Equal((H(34), H(10), H(6)), (a.Maintenance, a.Unknown, a.Down));
        Assert.Equal(H(720 - 34 - 10), a.Known);
        // The window in the middle does not make two failures of one.
        Assert.Equal((1, 1, H(6)), (a.Failures, a.Repairs, a.RepairTime));
    }

    [Fact]
    public void Unreachable_counts_against_the_service_and_not_against_the_device()
    {
        var a = Of([S(0, 700, DeviceState.Up), S(700, 710, DeviceState.Unreachable), S(710, 720, DeviceState.Down)]);
        Assert.Equal(1 - 10 / 720.0, a.Share!.Value, 12);
        Assert.Equal(1 - 20 / 720.0, a.ServiceShare!.Value, 12);
        Assert.Equal(H(700), a.Mtbf);
    }

    [Fact]
    public void An_outage_over_the_months_border_fails_in_the_one_and_is_repaired_in_the_other()
    {
        StateSpan[] states = [S(0, 715, DeviceState.Up), S(715, 730, DeviceState.Down), S(730, null, DeviceState.Up)];
        var november = Of(states);
        var december = Availability.Of(states, [], End, End.AddDays(31), Later);
        Assert.Equal((H(5), 1, 0), (november.Down, november.Failures, november.Repairs));
        Assert.Equal((H(10), 0, 1, H(15)), (december.Down, december.Failures, december.Repairs, december.RepairTime));
        Assert.Null(november.Mttr);
        Assert.Null(december.Mtbf);
    }

    [Fact]
    public void An_open_state_lasts_until_now_and_an_open_failure_is_not_repaired()
    {
        var now = Begin.AddHours(50);
        var a = Availability.Of([S(0, 40, DeviceState.Up), S(40, null, DeviceState.Down)], [], Begin, End, now);
        Assert.Equal((H(50), H(10), 1, 0), (a.Known, a.Down, a.Failures, a.Repairs));
        var maintained = Availability.Of([S(0, 40, DeviceState.Up), S(40, null, DeviceState.Down)], [W(45, 60)], Begin, End, now);
        Assert.Equal((H(5), 1, 0), (maintained.Down, maintained.Failures, maintained.Repairs));
        Assert.Equal(default, Availability.Of([S(0, null, DeviceState.Up)], [], Begin, End, Begin));
    }

    [Fact]
    public void Of_intervals_that_lie_over_each_other_the_one_that_began_later_holds()
    {
        // A killed process left the first open.
        var a = Of([S(0, null, DeviceState.Down), S(10, 300, DeviceState.Up), S(290, 720, DeviceState.Degraded)]);
        Assert.Equal((H(720), H(10), H(430)), (a.Known, a.Down, a.Degraded));
        Assert.Equal((1, 1, H(10)), (a.Failures, a.Repairs, a.RepairTime));
    }

    [Fact]
    public void A_flicker_is_no_failure_and_two_with_a_moment_between_are_one()
    {
        double second = 1 / 3600.0, minute = 1 / 60.0;
        var a = Of([S(0, 10, DeviceState.Up), S(10, 10 + 59 * second, DeviceState.Down), S(10 + 59 * second, 20, DeviceState.Up),
            S(20, 20 + minute, DeviceState.Down), S(20 + minute, 20 + 2.5 * minute, DeviceState.Up), S(20 + 2.5 * minute, 20 + 5 * minute, DeviceState.Down), S(20 + 5 * minute, 720, DeviceState.Up)]);
        Assert.Equal((1, 1), (a.Failures, a.Repairs));
        Assert.Equal(TimeSpan.FromMinutes(3.5), a.RepairTime);
        Assert.Equal(TimeSpan.FromSeconds(59) + TimeSpan.FromMinutes(3.5), a.Down);
    }

    [Fact]
    public void Figures_of_many_devices_are_the_sum_of_theirs()
    {
        var one = Of([S(0, 710, DeviceState.Up), S(710, 720, DeviceState.Down)]);
        var two = Of([S(360, 718, DeviceState.Up), S(718, 719, DeviceState.Down), S(719, 720, DeviceState.Up)]);
        var both = one + two;
        Assert.Equal(1 - 11 / 1080.0, both.Share!.Value, 12);
        // The first failure's repair falls on the very end of the month: it is in.
        Assert.Equal((2, 2, H(5.5), H(1069 / 2.0)), (both.Failures, both.Repairs, both.Mttr!.Value, both.Mtbf!.Value));
    }

    [Fact]
    public void Mean_time_to_acknowledge_is_over_those_that_were()
    {
        var (count, sum) = Availability.Acknowledged(
            [new(Begin.AddHours(1), Begin.AddHours(2)), new(Begin.AddHours(719), Begin.AddHours(722)), new(Begin.AddHours(3), null), new(Begin.AddHours(-1), Begin), new(End, End.AddHours(1))], Begin, End);
        Assert.Equal((2, H(4)), (count, sum));
    }

    [Theory]
    [InlineData("2026-11", "2026-10", "2026-12", 30)]
    [InlineData("2027-01", "2026-12", "2027-02", 31)]
    [InlineData("2026-W53", "2026-W52", "2027-W01", 7)]
    [InlineData("2027-W01", "2026-W53", "2027-W02", 7)]
    public void Periods_follow_each_other(string key, string before, string after, int days)
    {
        var period = ReportPeriod.Parse(key);
        Assert.Equal((key, before, after), (period.Key, period.Previous.Key, period.Following.Key));
        Assert.Equal(days, period.Next.DayNumber - period.First.DayNumber);
    }

    [Theory]
    [InlineData("2026-13")]
    [InlineData("2027-W53")]
    [InlineData("2026-W00")]
    [InlineData("2026-w7x")]
    [InlineData("november")]
    [InlineData("0000-01")]
    public void What_is_no_period_is_refused(string text) => Assert.Throws<RefusedException>(() => ReportPeriod.Parse(text));

    [Fact]
    public void A_monthly_sum_is_shared_out_over_the_days_that_have_passed()
    {
        Assert.Equal(1, ReportPeriod.Parse("2026-11").MonthsUntil(Clock, Later), 12);
        Assert.Equal(10 / 30.0, ReportPeriod.Parse("2026-11").MonthsUntil(Clock, Begin.AddDays(10)), 12);
        // Monday 30 November to Sunday 6 December.
        Assert.Equal(1 / 30.0 + 6 / 31.0, ReportPeriod.Parse("2026-W49").MonthsUntil(Clock, Later), 12);
        Assert.Equal(0, ReportPeriod.Parse("2026-12").MonthsUntil(Clock, Begin), 12);
    }

    private static Availability Of(StateSpan[] states, Window[]? windows = null) => Availability.Of(states, windows ?? [], Begin, End, Later);

    private static TimeSpan H(double hours) => TimeSpan.FromHours(hours);

    private static StateSpan S(double from, double? to, DeviceState state) => new(At(from), to is { } t ? At(t) : null, state);

    private static DateTimeOffset At(double hours) => Begin.AddMilliseconds(Math.Round(hours * 3_600_000));

    private static Window W(double from, double to) => new(Begin.AddHours(from), Begin.AddHours(to));
}
