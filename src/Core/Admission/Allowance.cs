namespace HotspotManager.Core.Admission;

/// <summary>
/// What a gateway was last told that one session may still use. With several devices of one person each gateway counts down from what was left at its own
/// sign-in and knows nothing of the others, so an allowance grows stale: it is renewed each time the truth has fallen to half of it. A session is then told
/// anew a few times in its life, never with every record.
/// </summary>
/// <param name="Octets">Up and down together, from <paramref name="AtOctets"/> on; null: no limit.</param>
/// <param name="Seconds">From <paramref name="At"/> on.</param>
/// <param name="AtOctets">The session's octets when it was told.</param>
/// <param name="At">When it was told.</param>
public readonly record struct Allowance(long? Octets, long Seconds, long AtOctets, DateTimeOffset At)
{
    /// <summary>Below this a new allowance would come too late: the session is about to be ended.</summary>
    public const long LeastOctets = 1_000_000, LeastSeconds = 60;

    /// <summary>Whether the gateway would let through at least twice what is left.</summary>
    public bool IsStale(in Limits left, long octets, DateTimeOffset now)
    {
        if (left.RemainingOctets is { } remaining && remaining >= LeastOctets && (Octets is not { } told || told - (octets - AtOctets) >= 2 * remaining)) return true;
        return left.SessionSeconds >= LeastSeconds && Seconds - (now - At).TotalSeconds >= 2 * left.SessionSeconds;
    }
}
