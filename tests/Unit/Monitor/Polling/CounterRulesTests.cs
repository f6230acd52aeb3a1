using HotspotManager.Monitor.Polling;
using Xunit;

namespace HotspotManager.Unit.Monitor.Polling;

public sealed class CounterRulesTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly DateTimeOffset Start = new(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private CounterRules rules;

    [Fact]
    public void First_reading_seeds_and_the_second_gives_a_rate_over_the_agents_clock()
    {
        Assert.Equal(RateReason.Seed, Next(At(0, upTime: 100_000, octets: 1000)).In.Reason);
        var result = Next(At(60.2, upTime: 106_000, octets: 61_000));
        Assert.Equal(new CounterRate(RateReason.Rate, 1000), result.In);
        Assert.Equal(1060, result.UptimeSeconds);
    }

    [Fact]
    public void Another_interface_at_the_same_index_seeds()
    {
        Next(At(0, 100_000, 5000));
        Assert.Equal(RateReason.Seed, Next(At(60, 106_000, 9000) with { Interface = 8 }).In.Reason);
        Assert.Equal(RateReason.Rate, Next(At(120, 112_000, 9600) with { Interface = 8 }).In.Reason);
    }

    [Fact]
    public void Reboot_is_told_by_a_fallen_uptime_and_gives_no_rate()
    {
        Next(At(0, 100_000, 5000));
        var result = Next(At(60, 3_000, 900_000));
        Assert.True(result.Rebooted);
        Assert.Equal(RateReason.Restarted, result.In.Reason);
        Assert.Equal(30, result.UptimeSeconds);
        Assert.Equal(100, Next(At(120, 9_000, 906_000)).In.Bps);
    }

    [Fact]
    public void Uptime_that_wraps_after_497_days_is_no_reboot()
    {
        Next(At(0, uint.MaxValue - 2999, 5000));
        var result = Next(At(60, 3000, 11_000));
        Assert.False(result.Rebooted);
        Assert.Equal(100, result.In.Bps, 3);
        Assert.Equal((4294967296 + 3000) / 100, result.UptimeSeconds);
    }

    [Fact]
    public void Uptime_that_falls_near_the_wrap_is_a_reboot_when_the_engine_time_fell_too()
    {
        Next(At(0, uint.MaxValue - 2999, 5000) with { EngineTime = 42_949_642 });
        Assert.True(Next(At(60, 3000, 11_000) with { EngineTime = 30 }).Rebooted);
    }

    [Fact]
    public void Restarted_agent_on_a_running_machine_keeps_its_counters()
    {
        Next(At(0, 100_000, 5000) with { HostUpTime = 900_000 });
        var result = Next(At(60, 1_000, 11_000) with { HostUpTime = 906_000 });
        Assert.False(result.Rebooted);
        Assert.True(result.AgentRestarted);
        Assert.Equal(new CounterRate(RateReason.Rate, 100), result.In);
        Assert.Equal(9060, result.UptimeSeconds);
    }

    [Fact]
    public void Machine_that_restarted_is_told_by_its_host_uptime()
    {
        Next(At(0, 100_000, 5000) with { HostUpTime = 900_000 });
        Assert.True(Next(At(60, 106_000, 11_000) with { HostUpTime = 500 }).Rebooted);
    }

    [Fact]
    public void Counter_discontinuity_seeds_without_a_reboot()
    {
        Next(At(0, 100_000, 5000) with { Discontinuity = 0 });
        var result = Next(At(60, 106_000, 900_000) with { Discontinuity = 104_000 });
        Assert.False(result.Rebooted);
        Assert.Equal(RateReason.Restarted, result.In.Reason);
    }

    [Fact]
    public void Fallen_64_bit_counter_is_a_reset()
    {
        Next(At(0, 100_000, 900_000));
        Assert.Equal(RateReason.Reset, Next(At(60, 106_000, 5)).In.Reason);
        Assert.Equal(RateReason.Rate, Next(At(120, 112_000, 605)).In.Reason);
    }

    [Fact]
    public void Fallen_32_bit_counter_is_a_wrap_when_the_link_could_carry_it()
    {
        var before = At(0, 100_000, 4_294_960_000) with { Is64 = false, LinkBits = 100_000_000 };
        Next(before);
        var result = Next(At(60, 106_000, 52_704) with { Is64 = false, LinkBits = 100_000_000 });
        Assert.Equal(RateReason.Wrapped, result.In.Reason);
        Assert.Equal(1000, result.In.Bps, 3);
    }

    [Fact]
    public void Fallen_32_bit_counter_is_a_reset_when_the_link_could_not_carry_it()
    {
        Next(At(0, 100_000, 3_000_000_000) with { Is64 = false, LinkBits = 10_000_000 });
        Assert.Equal(RateReason.Reset, Next(At(60, 106_000, 500) with { Is64 = false, LinkBits = 10_000_000 }).In.Reason);
    }

    [Fact]
    public void Without_a_link_speed_a_wrap_may_be_half_above_the_days_highest_rate()
    {
        Next(At(0, 100_000, 4_294_000_000) with { Is64 = false, LinkBits = null });
        Next(At(60, 106_000, 4_294_060_000) with { Is64 = false, LinkBits = null });
        var wrapped = Next(At(120, 112_000, 4_294_120_000 - 4_294_967_296 + 900_000 - 30_000) with { Is64 = false, LinkBits = null });
        Assert.Equal(RateReason.Reset, wrapped.In.Reason);
    }

    [Fact]
    public void Without_a_link_speed_a_believable_wrap_is_taken()
    {
        Next(At(0, 100_000, 4_294_000_000) with { Is64 = false, LinkBits = null });
        Next(At(60, 106_000, 4_294_950_000) with { Is64 = false, LinkBits = null });
        var wrapped = Next(At(120, 112_000, 900_000) with { Is64 = false, LinkBits = null });
        Assert.Equal(RateReason.Wrapped, wrapped.In.Reason);
    }

    [Fact]
    public void Rate_above_the_link_speed_is_implausible_and_the_next_one_counts_again()
    {
        Next(At(0, 100_000, 0) with { LinkBits = 1_000_000 });
        Assert.Equal(RateReason.Implausible, Next(At(60, 106_000, 60_000_000) with { LinkBits = 1_000_000 }).In.Reason);
        Assert.Equal(RateReason.Rate, Next(At(120, 112_000, 60_006_000) with { LinkBits = 1_000_000 }).In.Reason);
    }

    [Fact]
    public void A_speed_that_every_rate_contradicts_is_no_longer_believed()
    {
        Next(At(0, 100_000, 0) with { LinkBits = 10_000_000 });
        for (uint i = 1; i <= 5; i++)
        {
            Assert.Equal(RateReason.Implausible, Next(At(60 * i, 100_000 + 6000 * i, 300_000_000L * i) with { LinkBits = 10_000_000 }).In.Reason);
        }

        Assert.Equal(new CounterRate(RateReason.Rate, 5_000_000), Next(At(360, 136_000, 1_800_000_000) with { LinkBits = 10_000_000 }).In);
    }

    [Fact]
    public void Double_poll_and_cached_answer_are_dropped()
    {
        Next(At(0, 100_000, 0));
        Assert.Equal(RateReason.Duplicate, Next(At(0.4, 100_040, 400)).In.Reason);
        Assert.Equal(RateReason.Duplicate, Next(At(60, 100_000, 0)).In.Reason);
        Assert.Equal(new CounterRate(RateReason.Rate, 10), Next(At(120, 112_000, 1200)).In);
    }

    [Fact]
    public void Agent_whose_clock_runs_wrong_is_measured_with_ours()
    {
        Next(At(0, 100_000, 0));
        var result = Next(At(60, 112_000, 6000));
        Assert.True(result.ClockDrift);
        Assert.Equal(100, result.In.Bps);
    }

    [Fact]
    public void Mean_over_a_gap_is_flagged_and_is_no_point()
    {
        Next(At(0, 100_000, 0));
        var result = Next(At(600, 160_000, 600_000));
        Assert.Equal(new CounterRate(RateReason.Gap, 1000), result.In);
        Assert.True(double.IsNaN(result.In.Point));
    }

    [Fact]
    public void Device_that_came_back_from_a_gap_with_a_younger_boot_time_has_rebooted()
    {
        Next(At(0, 10_000, 50));
        Assert.True(Next(At(1000, 50_000, 600_000)).Rebooted);
    }

    [Fact]
    public void Device_without_uptime_is_measured_with_our_clock()
    {
        Next(At(0, 0, 0) with { UpTime = null });
        var result = Next(At(60, 0, 6000) with { UpTime = null });
        Assert.Equal(100, result.In.Bps);
        Assert.Equal(-1, result.UptimeSeconds);
    }

    [Fact]
    public void Missing_counter_is_a_capability_not_a_failure()
    {
        Next(At(0, 100_000, 0) with { Out = null });
        var result = Next(At(60, 106_000, 6000) with { Out = null });
        Assert.Equal(RateReason.Missing, result.Out.Reason);
        Assert.Equal(RateReason.Rate, result.In.Reason);
    }

    private static CounterReading At(double seconds, uint upTime, long octets) => new(
        TimeSpan.FromSeconds(seconds), Start.AddSeconds(seconds), upTime, null, null, (ulong)octets, (ulong)octets, true, null, 7, 1_000_000_000);

    private CounterResult Next(CounterReading reading) => rules.Next(reading, Minute);
}
