namespace HotspotManager.Unit.Monitor.Polling;

/// <summary>A clock that stands until it is moved; its timers fire on the way, in order.</summary>
internal sealed class SimulatedTime : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<SimulatedTimer> timers = [];
    private long now;

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => now;

    public override DateTimeOffset GetUtcNow() => Start.AddMilliseconds(now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, callback, state);
        timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(long milliseconds)
    {
        var until = now + milliseconds;
        while (Next(until) is { } timer)
        {
            now = Math.Max(now, timer.Due);
            timer.Fire();
        }

        now = until;
    }

    private SimulatedTimer? Next(long until)
    {
        SimulatedTimer? next = null;
        foreach (var timer in timers)
        {
            if (timer.Due <= until && (next is null || timer.Due < next.Due))
            {
                next = timer;
            }
        }

        return next;
    }

    private sealed class SimulatedTimer(SimulatedTime time, TimerCallback callback, object? state) : ITimer
    {
        private long period = -1;

        public long Due { get; private set; } = long.MaxValue;

        public void Fire()
        {
            Due = period > 0 ? Due + period : long.MaxValue;
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : time.now + (long)dueTime.TotalMilliseconds;
            this.period = period == Timeout.InfiniteTimeSpan ? -1 : (long)period.TotalMilliseconds;
            return true;
        }

        public void Dispose() => Due = long.MaxValue;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
