using HotspotManager.Monitor.Polling;
using Xunit;

namespace HotspotManager.Unit.Monitor.Polling;

/// <summary>What other systems draw or announce wrongly, by their users' complaints; one test each.</summary>
public sealed class FalseDataTests
{
    private const double Full32 = 4294967296.0;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private CounterRules rules;

    /// <summary>LibreNMS 13896, 1426: a reboot every 497 days.</summary>
    [Theory]
    [InlineData(60)]
    [InlineData(7200)]
    public void Uptime_that_wraps_is_no_reboot_also_after_a_gap(double seconds)
    {
        Next(0, (uint)(Full32 - 3000), 1000);
        var result = Next(seconds, (uint)((seconds * 100) - 3000), 1000 + (seconds * 10));
        Assert.False(result.Rebooted);
        Assert.Equal((long)((Full32 - 3000 + (seconds * 100)) / 100), result.UptimeSeconds);
    }

    /// <summary>LibreNMS 1477: snmpEngineTime as the way out.</summary>
    [Fact]
    public void Uptime_that_wrapped_before_it_was_first_read_is_told_by_the_engine_time() =>
        Assert.Equal(43_000_000, Next(0, unchecked((uint)(43_000_000L * 100)), 0, r => r with { EngineTime = 43_000_000 }).UptimeSeconds);

    /// <summary>LibreNMS 2686: a restarted snmpd is no restarted router.</summary>
    [Fact]
    public void Restarted_agent_is_no_reboot_though_its_boots_rise()
    {
        Next(0, 100_000, 1000, r => r with { HostUpTime = 900_000, EngineBoots = 3, EngineTime = 1000 });
        var result = Next(60, 500, 7000, r => r with { HostUpTime = 906_000, EngineBoots = 4, EngineTime = 5 });
        Assert.Equal((false, true, 100), (result.Rebooted, result.AgentRestarted, result.In.Bps));
    }

    [Fact]
    public void Risen_engine_boots_are_a_reboot_where_nothing_tells_of_the_machine()
    {
        Next(0, 10_000, 1000, r => r with { EngineBoots = 3 });
        Assert.True(Next(60, 16_000, 7000, r => r with { EngineBoots = 4 }).Rebooted);
    }

    /// <summary>A router in a boot loop is past its old uptime each time it is asked.</summary>
    [Fact]
    public void Device_that_runs_for_less_long_than_since_the_last_poll_has_rebooted()
    {
        Next(0, 1_000, 1000);
        Assert.True(Next(60, 3_000, 900).Rebooted);
    }

    /// <summary>LibreNMS 1128, 7080: spikes at a reset.</summary>
    [Fact]
    public void Reset_is_no_spike_and_the_next_rate_counts_again()
    {
        Next(0, 100_000, 1_000_000_000, Slow);
        Assert.Equal(RateReason.Reset, Next(60, 106_000, 700, Slow).In.Reason);
        Assert.Equal(100, Next(120, 112_000, 6_700, Slow).In.Point, 6);
    }

    /// <summary>influxdb 5954: Counter32 that wraps.</summary>
    [Fact]
    public void Wrap_of_32_bits_is_carried_over()
    {
        Next(0, 100_000, Full32 - 1000, C32);
        Assert.Equal(new CounterRate(RateReason.Wrapped, 100), Next(60, 106_000, 5000, C32).In);
    }

    [Fact]
    public void A_32_bit_counter_after_a_gap_that_could_hide_a_wrap_says_nothing()
    {
        Next(0, 100_000, 1000, C32);
        Assert.Equal(RateReason.Ambiguous, Next(600, 160_000, 50_000, C32).In.Reason);
        Assert.Equal(100, Next(660, 166_000, 56_000, C32).In.Point, 6);
    }

    /// <summary>LibreNMS 16481: two polls in one minute.</summary>
    [Fact]
    public void Double_poll_is_dropped_and_costs_the_next_rate_nothing()
    {
        Next(0, 100_000, 0);
        Assert.Equal(RateReason.Duplicate, Next(0.3, 100_030, 9000).In.Reason);
        Assert.Equal(1000, Next(60, 106_000, 60_000).In.Bps, 6);
    }

    [Fact]
    public void Discontinuity_seeds_without_an_outage()
    {
        Next(0, 100_000, 50_000, r => r with { Discontinuity = 5 });
        var result = Next(60, 106_000, 900_000, r => r with { Discontinuity = 104_000 });
        Assert.True(double.IsNaN(result.In.Point));
        Assert.False(result.Rebooted);
    }

    /// <summary>netdata 6077: counters that are briefly 0.</summary>
    [Fact]
    public void Counters_that_are_briefly_0_give_neither_a_spike_nor_a_negative_rate()
    {
        Next(0, 100_000, 600_000);
        Assert.True(double.IsNaN(Next(60, 106_000, 0).In.Point));
        var back = Next(120, 112_000, 612_000, r => r with { LinkBits = 50_000 }).In;
        Assert.Equal(RateReason.Implausible, back.Reason);
        Assert.Equal(100, Next(180, 118_000, 618_000).In.Point, 6);
    }

    [Fact]
    public void Above_the_speed_of_the_link_is_no_rate()
    {
        Next(0, 100_000, 0, r => r with { LinkBits = 100_000_000 });
        Assert.Equal(RateReason.Implausible, Next(60, 106_000, 6_000_000_000, r => r with { LinkBits = 100_000_000 }).In.Reason);
    }

    [Fact]
    public void A_rate_is_never_negative()
    {
        var random = new Random(5);
        var (time, ticks) = (0.0, 100_000L);
        for (var i = 0; i < 20_000; i++)
        {
            var step = random.Next(1, 300);
            (time, ticks) = (time + step, random.Next(50) == 0 ? random.Next(100_000) : ticks + (step * 100));
            var result = Next(time, unchecked((uint)ticks), random.NextInt64(random.Next(2) == 0 ? 1L << 33 : 1L << 20), r => random.Next(2) == 0 ? r : C32(r));
            Assert.True(double.IsNaN(result.In.Point) || result.In.Point >= 0, $"{result.In}");
            Assert.True(double.IsNaN(result.In.Point) || result.In.Point * 8 <= 1.1e9, $"{result.In}");
        }
    }

    /// <summary>net-snmp reads its interfaces every 15 s: asked every 5 s it gives the same octets twice, and then those of three polls.</summary>
    [Fact]
    public void Counters_an_agent_keeps_for_a_while_give_no_saw_tooth()
    {
        var points = new List<double>();
        for (var i = 0; i <= 24; i++)
        {
            var result = rules.Next(At(i * 5, (uint)(100_000 + (i * 500)), i / 3 * 15_000), TimeSpan.FromSeconds(5));
            points.Add(result.In.Point);
        }

        Assert.All(points.Skip(4).Where(p => !double.IsNaN(p)), p => Assert.Equal(1000, p, 6));
        Assert.True(points.Count(p => !double.IsNaN(p)) >= 7);
    }

    [Fact]
    public void Traffic_that_has_really_ended_is_nought_soon()
    {
        Next(0, 100_000, 0);
        Next(60, 106_000, 60_000);
        for (var i = 2; i <= 6; i++)
        {
            Next(i * 60, (uint)(100_000 + (i * 6000)), 60_000);
        }

        Assert.Equal(0, Next(420, 142_000, 60_000).In.Point);
    }

    /// <summary>An agent whose clock stands still is no router that restarts every three minutes.</summary>
    [Fact]
    public void Clock_that_stands_still_is_no_reboot()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.False(Next(i * 60, 1_000, i * 6000).Rebooted);
        }
    }

    /// <summary>LibreNMS 4587: an agent without uptime goes up and down for ever.</summary>
    [Fact]
    public void Device_without_uptime_is_measured_by_our_clock()
    {
        Next(0, 0, 0, r => r with { UpTime = null });
        Assert.Equal((100, -1), (Next(60, 0, 6000, r => r with { UpTime = null }).In.Bps, Next(120, 0, 12_000, r => r with { UpTime = null }).UptimeSeconds));
    }

    /// <summary>NetworkOptimizer 764: after a reboot no rate was ever computed again.</summary>
    [Fact]
    public void After_a_reboot_rates_come_back()
    {
        Next(0, 100_000, 9e15);
        Assert.True(Next(60, 500, 10).Rebooted);
        Assert.Equal(100, Next(120, 6_500, 6010).In.Bps, 6);
    }

    private static CounterReading C32(CounterReading reading) => reading with { Is64 = false, In = (uint)reading.In!.Value, Out = (uint)reading.Out!.Value };

    private static CounterReading Slow(CounterReading reading) => C32(reading) with { LinkBits = 100_000_000 };

    private static CounterReading At(double seconds, uint upTime, double octets) => new(
        TimeSpan.FromSeconds(seconds), DateTimeOffset.UnixEpoch.AddDays(20_000).AddSeconds(seconds), upTime, null, null, (ulong)octets, (ulong)octets, true, null, 7, 1_000_000_000);

    private CounterResult Next(double seconds, uint upTime, double octets, Func<CounterReading, CounterReading>? but = null)
    {
        var reading = At(seconds, upTime, octets);
        return rules.Next(but?.Invoke(reading) ?? reading, Minute);
    }
}
