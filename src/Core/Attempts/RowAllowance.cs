namespace HotspotManager.Core.Attempts;

/// <summary>A token bucket: <paramref name="burst"/> at once, <paramref name="perSecond"/> for as long as it goes on.</summary>
internal sealed class RowAllowance(int burst, int perSecond, TimeProvider time)
{
    private readonly Lock _lock = new();
    private double _left = burst;
    private long _since = time.GetTimestamp();

    /// <summary>False: nothing is left for now.</summary>
    public bool TryTake()
    {
        lock (_lock)
        {
            if (_left < 1)
            {
                var now = time.GetTimestamp();
                _left = Math.Min(burst, _left + time.GetElapsedTime(_since, now).TotalSeconds * perSecond);
                _since = now;
                if (_left < 1) return false;
            }
            _left--;
            return true;
        }
    }
}
