namespace HotspotManager.Monitor.Polling;

/// <summary>The poller's clock: what this process slept through (suspended, starved) does not pass, so that it is not held against devices.</summary>
internal sealed class PollClock(TimeProvider time, MonitorMetrics metrics)
{
    private const long LongestStep = 250;

    private readonly long start = time.GetTimestamp();
    private long last;

    /// <summary>Milliseconds.</summary>
    public long Now { get; private set; }

    /// <summary>The time of day.</summary>
    public DateTimeOffset At { get; private set; } = time.GetUtcNow();

    public void Step()
    {
        At = time.GetUtcNow();
        var real = (long)time.GetElapsedTime(start).TotalMilliseconds;
        if (real - last > LongestStep)
        {
            metrics.Stalls.Add(1);
            metrics.Slept.Add((real - last - LongestStep) / 1000.0);
        }

        Now += Math.Clamp(real - last, 0, LongestStep);
        last = real;
    }

    /// <summary>From the start to a time stamp.</summary>
    public TimeSpan Since(long timestamp) => time.GetElapsedTime(start, timestamp);
}
