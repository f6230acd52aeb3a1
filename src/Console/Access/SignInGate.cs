namespace HotspotManager.Console.Access;

/// <summary>
/// Lock-out after repeated wrong passwords, counted for the operator's name and for the address separately: 5 for a name, 20 for an address.
/// The first lock lasts a minute, each further one twice as long, at most 15 minutes, so that nobody can keep an operator out for a day.
/// Kept in memory: a restart forgets, and a restart is rarer than a lock is long.
/// </summary>
public sealed class SignInGate(TimeProvider time)
{
    internal const int NameLimit = 5;
    internal const int AddressLimit = 20;
    private const int MostKept = 20_000;
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestLock = TimeSpan.FromMinutes(15);

    private readonly Dictionary<string, Failures> failures = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock gate = new();

    /// <summary>How long the name or the address has to wait still; zero when neither is locked.</summary>
    public TimeSpan Wait(string name, string address)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            var until = new[] { "n:" + name, "a:" + address }.Select(k => failures.TryGetValue(k, out var f) ? f.LockedUntil : now).Max();
            return until > now ? until - now : TimeSpan.Zero;
        }
    }

    /// <summary>Counts a wrong name or password.</summary>
    public void Failed(string name, string address)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            if (failures.Count >= MostKept) Forget(now);
            Count("n:" + name, NameLimit, now);
            Count("a:" + address, AddressLimit, now);
        }
    }

    /// <summary>A right password clears the name; the address keeps its count, for it may be trying other names.</summary>
    public void Passed(string name)
    {
        lock (gate) failures.Remove("n:" + name);
    }

    private void Count(string key, int limit, DateTimeOffset now)
    {
        if (!failures.TryGetValue(key, out var f) || now - f.Last > Memory) failures[key] = f = new Failures();
        f.Last = now;
        if (++f.Count < limit) return;
        f.Count = 0;
        f.LockedUntil = now + TimeSpan.FromTicks(Math.Min(TimeSpan.FromMinutes(1 << Math.Min(f.Locks++, 10)).Ticks, LongestLock.Ticks));
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var old in failures.Where(f => now - f.Value.Last > Memory).Select(f => f.Key).ToList()) failures.Remove(old);
        if (failures.Count >= MostKept) failures.Clear();
    }

    private sealed class Failures
    {
        public int Count { get; set; }

        public int Locks { get; set; }

        public DateTimeOffset Last { get; set; }

        public DateTimeOffset LockedUntil { get; set; }
    }
}
