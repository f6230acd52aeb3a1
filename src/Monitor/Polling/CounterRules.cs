namespace HotspotManager.Monitor.Polling;

/// <summary>What one answered poll says about time and traffic. Figures the device does not give are null.</summary>
/// <param name="Received">Our monotonic clock at receipt.</param>
/// <param name="At">Our wall clock at receipt.</param>
/// <param name="UpTime">sysUpTime, hundredths of a second, 32 bits: since the agent started.</param>
/// <param name="HostUpTime">hrSystemUptime, hundredths of a second, 32 bits: since the machine started.</param>
/// <param name="EngineTime">snmpEngineTime, seconds.</param>
/// <param name="In">Octets received on the interface, ever.</param>
/// <param name="Out">Octets sent on the interface, ever.</param>
/// <param name="Is64">The counters are Counter64; else they wrap at 2^32.</param>
/// <param name="Discontinuity">ifCounterDiscontinuityTime: sysUpTime when the counters last lost continuity.</param>
/// <param name="Interface">Which interface this is (a digest of index and name): another one has other counters.</param>
/// <param name="LinkBits">Speed of the link, bit/s.</param>
/// <param name="EngineBoots">snmpEngineBoots: rises with each start of the agent.</param>
public readonly record struct CounterReading(
    TimeSpan Received, DateTimeOffset At, uint? UpTime, uint? HostUpTime, uint? EngineTime, ulong? In, ulong? Out, bool Is64, uint? Discontinuity,
    long Interface, double? LinkBits, uint? EngineBoots = null);

/// <summary>Why a counter gave a rate or none.</summary>
public enum RateReason
{
    /// <summary>A rate.</summary>
    Rate,

    /// <summary>A 32-bit counter wrapped once and the rate is believable.</summary>
    Wrapped,

    /// <summary>The time since the last reading is above three intervals: the rate is a mean over a gap, not a point.</summary>
    Gap,

    /// <summary>The device does not give this counter.</summary>
    Missing,

    /// <summary>First reading, or of another interface.</summary>
    Seed,

    /// <summary>The device restarted, or says that its counters did.</summary>
    Restarted,

    /// <summary>Both counters stand still although this very poll passed through them: the agent gives old ones. Taken again when they move, over the whole time.</summary>
    Frozen,

    /// <summary>A 32-bit counter after a gap in which the link could have wrapped it more than once: nothing can be said.</summary>
    Ambiguous,

    /// <summary>Less than a second since the last reading, or the agent gave the same one again: dropped.</summary>
    Duplicate,

    /// <summary>The counter fell and did not wrap.</summary>
    Reset,

    /// <summary>Above 1.1 times the speed of the link.</summary>
    Implausible,
}

/// <summary>One counter's rate in octets a second: NaN without one.</summary>
public readonly record struct CounterRate(RateReason Reason, double Bps)
{
    /// <summary>The rate as a point of a curve: NaN also for the mean over a gap.</summary>
    public double Point => Reason is RateReason.Rate or RateReason.Wrapped ? Bps : double.NaN;
}

/// <summary>What the counter rules made of a reading.</summary>
/// <param name="In">Received on the interface.</param>
/// <param name="Out">Sent on the interface.</param>
/// <param name="Rebooted">The machine restarted since the last reading.</param>
/// <param name="AgentRestarted">Only its SNMP agent did.</param>
/// <param name="ClockDrift">The agent's clock does not run like ours; ours was used.</param>
/// <param name="UptimeSeconds">Seconds since the machine (or, where that is all it tells, the agent) started, beyond the 497 days of 32 bits; -1 unknown.</param>
public readonly record struct CounterResult(CounterRate In, CounterRate Out, bool Rebooted, bool AgentRestarted, bool ClockDrift, long UptimeSeconds);

/// <summary>
/// From readings of a device's counters to rates. A value of a few words for each device; pure: time comes with the reading. Counters fall for many reasons (restart,
/// wrap, another interface, a replaced device); a wrong guess draws a spike that hides a month, so what is not certain gives no rate.
/// </summary>
public struct CounterRules
{
    private const double Full32 = 4294967296.0;
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    private CounterReading last;
    private bool seeded;
    private long upTimeWraps;
    private long hostUpTimeWraps;
    private DateTimeOffset windowStart;
    private double highest;
    private double highestBefore;
    private int implausibleInRow;
    private TimeSpan seen;
    private bool isMoving;

    /// <summary>
    /// So many implausible rates in a row are no accident: the agent tells a wrong speed (net-snmp says 10 Mbit/s for bridges and radios, whose speed it cannot read).
    /// From then on the speed counts as unknown; otherwise such a device would never have a rate again.
    /// </summary>
    private const int SpeedDisbelieved = 5;

    /// <summary>So long agents keep old counters (net-snmp reads its interfaces every 15 s).</summary>
    private const double FrozenSeconds = 30;

    /// <summary>Takes the next reading of this device, polled every <paramref name="interval"/>.</summary>
    public CounterResult Next(in CounterReading reading, TimeSpan interval)
    {
        if (!seeded || reading.Interface != last.Interface)
        {
            var first = !seeded;
            Accept(reading, first);
            return Without(RateReason.Seed, reading);
        }

        var restart = Restart(reading, interval);
        var received = (reading.Received - last.Received).TotalSeconds;
        if (restart is Started.Machine || DiscontinuityMoved(reading))
        {
            Accept(reading, restart is Started.Machine);
            return Without(RateReason.Restarted, reading) with { Rebooted = restart is Started.Machine };
        }

        // The agent's own clock measures the counters best, as long as it runs on and runs like ours.
        var elapsed = received;
        var drift = false;
        if (restart is Started.Nothing && reading.UpTime is { } now && last.UpTime is { } before)
        {
            var ticks = unchecked(now - before);
            if (ticks == 0 && (received < 3 * interval.TotalSeconds || (reading.In == last.In && reading.Out == last.Out)))
            {
                return Without(RateReason.Duplicate, reading);
            }

            var agent = ticks / 100.0;
            drift = Math.Abs(agent - received) > Tolerance(received);
            elapsed = drift ? received : agent;
        }

        if (elapsed < Math.Min(1, interval.TotalSeconds / 2))
        {
            return Without(RateReason.Duplicate, reading);
        }

        var silent = (reading.Received - seen).TotalSeconds;
        seen = reading.Received;
        if (IsFrozen(reading) && elapsed < Math.Max(FrozenSeconds, 2.5 * interval.TotalSeconds))
        {
            return Without(RateReason.Frozen, reading) with { ClockDrift = drift, AgentRestarted = restart is Started.Agent };
        }

        if (restart is Started.Nothing)
        {
            CountWraps(reading);
        }
        else
        {
            upTimeWraps = 0;
        }

        RollWindow(reading.At);
        var gap = Math.Min(elapsed, silent) > 3 * interval.TotalSeconds;
        var fell = restart is not Started.Nothing;
        var linkBits = implausibleInRow < SpeedDisbelieved ? reading.LinkBits : null;
        var inRate = Rate(last.In, reading.In, last.Is64 && reading.Is64, elapsed, gap, fell, linkBits);
        var outRate = Rate(last.Out, reading.Out, last.Is64 && reading.Is64, elapsed, gap, fell, linkBits);
        if (inRate.Reason == RateReason.Implausible || outRate.Reason == RateReason.Implausible)
        {
            implausibleInRow++;
        }
        else if (implausibleInRow < SpeedDisbelieved)
        {
            implausibleInRow = 0;
        }

        if (!gap)
        {
            highest = Math.Max(highest, Math.Max(Or0(inRate.Point), Or0(outRate.Point)));
        }

        last = reading;
        isMoving = Or0(inRate.Bps) > 0 || Or0(outRate.Bps) > 0;
        return new CounterResult(inRate, outRate, Rebooted: false, restart is Started.Agent, drift, Uptime(reading));
    }

    private enum Started
    {
        Nothing,
        Agent,
        Machine,
    }

    // What restarted between the two readings. hrSystemUptime knows the machine; without it a risen snmpEngineBoots, a fallen snmpEngineTime or sysUpTime is taken for a
    // reboot, except near 2^32 ticks (497 days), where sysUpTime wraps.
    private readonly Started Restart(in CounterReading reading, TimeSpan interval)
    {
        var received = (reading.Received - last.Received).TotalSeconds;
        var upTimeFell = Fell(last.UpTime, reading.UpTime, received, interval, out var wrapped);
        if (last.HostUpTime is not null && reading.HostUpTime is not null)
        {
            return Fell(last.HostUpTime, reading.HostUpTime, received, interval, out _) ? Started.Machine : upTimeFell ? Started.Agent : Started.Nothing;
        }

        var moreBoots = reading.EngineBoots > last.EngineBoots;
        if (last.EngineTime is { } engineBefore && reading.EngineTime is { } engine)
        {
            return engine < engineBefore || moreBoots ? Started.Machine : upTimeFell && !wrapped ? Started.Agent : Started.Nothing;
        }

        return upTimeFell || moreBoots ? Started.Machine : Started.Nothing;
    }

    private static bool Fell(uint? before, uint? now, double received, TimeSpan interval, out bool wrapped)
    {
        wrapped = false;
        if (before is not { } b || now is not { } n || n == b)
        {
            return false;
        }

        if (n > b)
        {
            // It runs for less long than it was away: it fell meanwhile, and is already past the old reading.
            return n / 100.0 < received - Tolerance(received);
        }

        // Where it should stand now if it went on over 2^32: also seen after a gap.
        var expected = b + (received * 100) - Full32;
        wrapped = b >= Full32 - (2 * interval.TotalSeconds * 100) || Math.Abs(n - expected) <= 100 * Tolerance(received);
        return !wrapped;
    }

    // How far the agent's clock may be from ours.
    private static double Tolerance(double received) => Math.Max(5, received * 0.1);

    // After traffic, not one octet either way.
    private readonly bool IsFrozen(in CounterReading reading) => isMoving && reading.In is not null && reading.In == last.In && reading.Out is not null && reading.Out == last.Out;

    private readonly bool DiscontinuityMoved(in CounterReading reading) =>
        reading.Discontinuity is { } now && last.Discontinuity is { } before && now != before;

    private void Accept(in CounterReading reading, bool forgetWraps)
    {
        if (forgetWraps)
        {
            (upTimeWraps, hostUpTimeWraps) = (0, 0);
        }

        if (!seeded)
        {
            windowStart = reading.At;
        }

        if (reading.Interface != last.Interface)
        {
            implausibleInRow = 0;
        }

        (last, seeded, seen, isMoving) = (reading, true, reading.Received, false);
    }

    private void CountWraps(in CounterReading reading)
    {
        if (reading.UpTime < last.UpTime)
        {
            upTimeWraps++;
        }

        if (reading.HostUpTime < last.HostUpTime)
        {
            hostUpTimeWraps++;
        }
    }

    private readonly CounterRate Rate(ulong? before, ulong? now, bool is64, double elapsed, bool gap, bool upTimeFell, double? linkBits)
    {
        if (now is not { } n)
        {
            return new CounterRate(RateReason.Missing, double.NaN);
        }

        if (before is not { } b)
        {
            return new CounterRate(RateReason.Seed, double.NaN);
        }

        if (gap && !is64 && elapsed * (linkBits is > 0 ? linkBits.Value / 8 : 1.5 * Math.Max(highest, highestBefore)) is 0 or >= Full32)
        {
            return new CounterRate(RateReason.Ambiguous, double.NaN);
        }

        var reason = gap ? RateReason.Gap : RateReason.Rate;
        double bps;
        if (n >= b)
        {
            bps = (n - b) / elapsed;
        }
        else
        {
            bps = (n + Full32 - b) / elapsed;
            var bound = linkBits is > 0 ? 1.1 * linkBits.Value / 8 : 1.5 * Math.Max(highest, highestBefore);
            if (is64 || b >= Full32 || upTimeFell || bps > bound)
            {
                return new CounterRate(RateReason.Reset, double.NaN);
            }

            reason = gap ? RateReason.Gap : RateReason.Wrapped;
        }

        return linkBits is > 0 && bps * 8 > 1.1 * linkBits.Value
            ? new CounterRate(RateReason.Implausible, double.NaN)
            : new CounterRate(reason, bps);
    }

    // The highest rate of the last 24 to 48 hours, in two windows: bounds what a wrap may mean when the speed of the link is not known.
    private void RollWindow(DateTimeOffset at)
    {
        if (at - windowStart < Window)
        {
            return;
        }

        highestBefore = at - windowStart < 2 * Window ? highest : 0;
        (highest, windowStart) = (0, at);
    }

    private readonly long Uptime(in CounterReading reading)
    {
        if (reading.HostUpTime is { } host)
        {
            return (host + (hostUpTimeWraps << 32)) / 100;
        }

        if (reading.UpTime is not { } agent)
        {
            return reading.EngineTime is { } alone ? alone : -1;
        }

        // The engine's seconds do not wrap for 68 years: where they go with sysUpTime they tell how often that wrapped before it was first read.
        var known = agent + (upTimeWraps << 32);
        return reading.EngineTime is { } engine && engine * 100L > known && Math.Abs((((engine * 100L) - agent + 6000) % (1L << 32)) - 6000) < 6000 ? engine : known / 100;
    }

    private readonly CounterResult Without(RateReason reason, in CounterReading reading)
    {
        var none = new CounterRate(reason, double.NaN);
        return new CounterResult(none, none, false, false, false, Uptime(reading));
    }

    private static double Or0(double rate) => double.IsNaN(rate) ? 0 : rate;
}
