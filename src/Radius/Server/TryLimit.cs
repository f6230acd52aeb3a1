namespace HotspotManager.Radius.Server;

/// <summary>
/// Slows down guessing: a phone that gave <see cref="Most"/> wrong codes or passwords within <see cref="Window"/> is refused until the window is over,
/// right ones included. Grants are not touched: routers replay old ones from their cookies, and a new sign-in must never wait for that.
/// Bounded; a flood from invented addresses makes it forget, never grow.
/// </summary>
public sealed class TryLimit(TimeProvider time, int capacity = 20_000)
{
    /// <summary>Far above what mistyping takes, far below what guessing ten digits needs.</summary>
    public const int Most = 20;

    /// <summary>How long wrong tries count.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, (long Since, int Count)> _wrong = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Whether this phone has to wait; never so when its MAC is unknown.</summary>
    public bool IsOver(string mac)
    {
        if (mac.Length == 0)
            return false;
        lock (_lock)
            return _wrong.TryGetValue(mac, out var wrong) && wrong.Count >= Most && time.GetElapsedTime(wrong.Since) < Window;
    }

    /// <summary>Counts a wrong try.</summary>
    public void Failed(string mac)
    {
        if (mac.Length == 0)
            return;
        lock (_lock)
        {
            if (_wrong.TryGetValue(mac, out var wrong) && time.GetElapsedTime(wrong.Since) < Window)
            {
                _wrong[mac] = (wrong.Since, wrong.Count + 1);
                return;
            }
            if (_wrong.Count >= capacity)
                Forget();
            _wrong[mac] = (time.GetTimestamp(), 1);
        }
    }

    private void Forget()
    {
        foreach (var old in _wrong.Where(w => time.GetElapsedTime(w.Value.Since) >= Window).Select(w => w.Key).ToList())
            _wrong.Remove(old);
        if (_wrong.Count >= capacity)
            _wrong.Clear();
    }
}
