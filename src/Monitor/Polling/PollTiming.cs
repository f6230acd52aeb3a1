namespace HotspotManager.Monitor.Polling;

/// <summary>
/// When a poll that gets no answer asks again. Each try is two datagrams half a time-out apart. The first one's miss makes the device suspect; re-probes follow 2, 5 and 10 s
/// later, and the last one's miss makes it down: 73.75 s after a death at worst with 60 s polling. Below 10 s of polling everything is shorter in proportion (12 s at 5 s).
/// All tries carry one request-id, so a slow agent's late answer to any of them counts.
/// </summary>
public sealed record PollTiming
{
    public required TimeSpan Interval { get; init; }

    /// <summary>From a try to its miss.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Re-probes, from the first miss.</summary>
    public required IReadOnlyList<TimeSpan> Probes { get; init; }

    public int Tries => Probes.Count + 1;

    public static PollTiming ForInterval(TimeSpan interval)
    {
        var seconds = interval.TotalSeconds;
        var scale = Math.Min(1, seconds / 10);
        return new PollTiming
        {
            Interval = interval,
            Timeout = TimeSpan.FromSeconds(Math.Clamp(seconds / 5, 0.3, 1.5)),
            Probes = [TimeSpan.FromSeconds(2 * scale), TimeSpan.FromSeconds(5 * scale), TimeSpan.FromSeconds(10 * scale)],
        };
    }

    /// <summary>A stable place for each device in a range from 0, spread evenly: a multiplicative hash of its id.</summary>
    public static long Spread(int deviceId, long range) => (long)((((ulong)(uint)deviceId * 0x9E37_79B9_7F4A_7C15UL) >> 32) * (ulong)range >> 32);

    /// <summary>The device's place in the interval, milliseconds.</summary>
    public long PhaseOf(int deviceId) => Spread(deviceId, (long)Interval.TotalMilliseconds);

    /// <summary>The device's next place in the interval after <paramref name="now"/> (milliseconds), but not one so near that it would be no poll of its own.</summary>
    public long NextDue(int deviceId, long now)
    {
        var interval = (long)Interval.TotalMilliseconds;
        var phase = PhaseOf(deviceId);
        var next = now - ((now - phase) % interval + interval) % interval + interval;
        return next - now < interval / 10 ? next + interval : next;
    }
}
