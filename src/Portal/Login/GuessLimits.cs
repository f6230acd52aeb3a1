namespace HotspotManager.Portal.Login;

/// <summary>
/// Wrong codes in ten minutes. A phone has five tries. A phone's hardware address can be made up, so strangers together are bounded as well: by the address the requests come
/// from, here and in all, by access point, and in all: 600 tries against ten digits. A phone that came online here before (<see cref="KnownPhones"/>) has its own five tries
/// whatever strangers do: nobody can lock a neighbourhood out by guessing badly in its name.
/// </summary>
public sealed class GuessLimits(TimeProvider time)
{
    public const int OfPhone = 5, OfSourceHere = 40, OfSource = 200, OfAccessPoint = 60, OfAll = 600;

    /// <summary>Sign-ins without a secret in the same time, by access point and in all: openNDS's request is not signed, so anyone could make phones up.</summary>
    public const int TapsOfAccessPoint = 200, TapsOfAll = 5000;

    /// <summary>After this a limit begins anew.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    // Each key costs about 100 octets; a flood of made-up phones is swept once this many are known.
    private const int MostKeys = 50_000;

    private readonly record struct Count(DateTimeOffset Since, int Wrong);

    private readonly Dictionary<string, Count> _counts = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>How many more wrong tries this phone has, 0 when it must wait.</summary>
    public int LeftOf(string phone)
    {
        lock (_gate) return Math.Max(0, OfPhone - Wrongs("phone " + phone, time.GetUtcNow()));
    }

    /// <summary>From when on a phone may try again; null when it may now.</summary>
    public DateTimeOffset? AgainAt(string phone)
    {
        lock (_gate) return Wrongs("phone " + phone, time.GetUtcNow()) >= OfPhone ? _counts["phone " + phone].Since + Window : null;
    }

    /// <summary>Whether strangers have used up what they may guess here, or from there.</summary>
    public bool IsCrowded(string source, int accessPoint)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            return Array.Exists(Keys(source, accessPoint), k => Wrongs(k.Key, now) >= k.Most);
        }
    }

    /// <summary>Counts a wrong one.</summary>
    public void Wrong(string phone, string source, int accessPoint)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_counts.Count > MostKeys) Sweep(now);
            Add("phone " + phone, now);
            foreach (var (key, _) in Keys(source, accessPoint)) Add(key, now);
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

    private int Wrongs(string key, DateTimeOffset now) => _counts.TryGetValue(key, out var count) && now - count.Since < Window ? count.Wrong : 0;

    private static (string Key, int Most)[] Keys(string source, int accessPoint)
    {
        var point = accessPoint.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return [($"source {source} {point}", OfSourceHere), ("source " + source, OfSource), ("point " + point, OfAccessPoint), ("all", OfAll)];
    }
}
