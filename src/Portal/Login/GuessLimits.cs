namespace HotspotManager.Portal.Login;

/// <summary>
/// Wrong codes in ten minutes: by phone, by the address the request came from, by access point, and in all. A phone's hardware address can be made up, so the other three
/// bound what a guesser can do: 600 tries in ten minutes against ten digits. Only wrong ones count; a right code is refused only while one of the limits stands.
/// </summary>
public sealed class GuessLimits(TimeProvider time)
{
    public const int OfPhone = 5, OfSource = 40, OfAccessPoint = 60, OfAll = 600;

    /// <summary>Sign-ins without a secret in the same time, by access point and in all: openNDS's request is not signed, so anyone could make phones up.</summary>
    public const int TapsOfAccessPoint = 200, TapsOfAll = 5000;

    /// <summary>After this a limit begins anew.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    // Each key costs about 100 octets; a flood of made-up phones is swept once this many are known.
    private const int MostKeys = 50_000;

    private readonly record struct Count(DateTimeOffset Since, int Wrong);

    private readonly Dictionary<string, Count> _counts = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>How many more wrong tries this phone has here, 0 when it must wait.</summary>
    public int Left(string phone, string source, int accessPoint)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var left = int.MaxValue;
            foreach (var (key, most) in Keys(phone, source, accessPoint))
                left = Math.Min(left, most - (_counts.TryGetValue(key, out var count) && now - count.Since < Window ? count.Wrong : 0));
            return Math.Max(0, left);
        }
    }

    /// <summary>Counts a wrong one.</summary>
    public void Wrong(string phone, string source, int accessPoint)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_counts.Count > MostKeys) Sweep(now);
            foreach (var (key, _) in Keys(phone, source, accessPoint)) Add(key, now);
        }
    }

    /// <summary>Counts one sign-in without a secret; false when there were too many.</summary>
    public bool Tap(int accessPoint)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var point = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"taps {accessPoint}");
            if (Add(point, now) > TapsOfAccessPoint) return false;
            return Add("taps", now) <= TapsOfAll;
        }
    }

    private int Add(string key, DateTimeOffset now) =>
        (_counts[key] = _counts.TryGetValue(key, out var count) && now - count.Since < Window ? count with { Wrong = count.Wrong + 1 } : new Count(now, 1)).Wrong;

    private void Sweep(DateTimeOffset now)
    {
        foreach (var key in _counts.Where(c => now - c.Value.Since >= Window).Select(c => c.Key).ToList()) _counts.Remove(key);
    }

    private static (string Key, int Most)[] Keys(string phone, string source, int accessPoint) =>
    [
        ("phone " + phone, OfPhone), ("source " + source, OfSource), (string.Create(System.Globalization.CultureInfo.InvariantCulture, $"point {accessPoint}"), OfAccessPoint), ("all", OfAll),
    ];
}
