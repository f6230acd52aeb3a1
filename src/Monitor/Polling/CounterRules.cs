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
public readonly record struct CounterReading(
    TimeSpan Received, DateTimeOffset At, uint? UpTime, uint? HostUpTime, uint? EngineTime, ulong? In, ulong? Out, bool Is64, uint? Discontinuity,
    long Interface, double? LinkBits);

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

    /// <summary>
    /// So many implausible rates in a row are no accident: the agent tells a wrong speed (net-snmp says 10 Mbit/s for bridges and radios, whose speed it cannot read).
    /// From then on the speed counts as unknown; otherwise such a device would never have a rate again.
    /// </summary>
    private const int SpeedDisbelieved = 5;

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
            var agent = ticks / 100.0;
            drift = Math.Abs(agent - received) > Math.Max(5, received * 0.1);
            if (ticks == 0 && received < 3 * interval.TotalSeconds)
            {
                return Without(RateReason.Duplicate, reading);
            }

            if (drift && agent < received && received > 3 * interval.TotalSeconds)
            {
                // It was away for a while and its clock is behind by more than drift: it started again meanwhile and is already past the old reading.
                Accept(reading, forgetWraps: true);
                return Without(RateReason.Restarted, reading) with { Rebooted = true };
            }

            elapsed = drift ? received : agent;
        }

        if (elapsed < Math.Min(1, interval.TotalSeconds / 2))
        {
            return Without(RateReason.Duplicate, reading);
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
        var gap = elapsed > 3 * interval.TotalSeconds;
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
        return new CounterResult(inRate, outRate, Rebooted: false, restart is Started.Agent, drift, Uptime(reading));
    }

    private enum Started
    {
        Nothing,
        Agent,
        Machine,
    }

    // What restarted between the two readings. hrSystemUptime knows the machine; without it a fallen snmpEngineTime or sysUpTime is taken for a reboot, except near
    // 2^32 ticks (497 days), where sysUpTime wraps.
    private readonly Started Restart(in CounterReading reading, TimeSpan interval)
    {
        var upTimeFell = Fell(last.UpTime, reading.UpTime, interval, out var wrapped);
        if (last.HostUpTime is not null && reading.HostUpTime is not null)
        {
            return Fell(last.HostUpTime, reading.HostUpTime, interval, out _) ? Started.Machine : upTimeFell ? Started.Agent : Started.Nothing;
        }

        if (last.EngineTime is { } engineBefore && reading.EngineTime is { } engine)
        {
            return engine < engineBefore ? Started.Machine : upTimeFell && !wrapped ? Started.Agent : Started.Nothing;
        }

        return upTimeFell ? Started.Machine : Started.Nothing;
    }

    private static bool Fell(uint? before, uint? now, TimeSpan interval, out bool wrapped)
    {
        wrapped = false;
        if (before is not { } b || now is not { } n || n >= b)
        {
            return false;
        }

        wrapped = b >= Full32 - (2 * interval.TotalSeconds * 100);
        return !wrapped;
    }

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

        (last, seeded) = (reading, true);
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

    private readonly long Uptime(in CounterReading reading) =>
        reading.HostUpTime is { } host ? (host + (hostUpTimeWraps << 32)) / 100
        : reading.UpTime is { } agent ? (agent + (upTimeWraps << 32)) / 100
        : -1;

    private readonly CounterResult Without(RateReason reason, in CounterReading reading)
    {
        var none = new CounterRate(reason, double.NaN);
        return new CounterResult(none, none, false, false, false, Uptime(reading));
    }

    private static double Or0(double rate) => double.IsNaN(rate) ? 0 : rate;
}
