namespace HotspotManager.Core.Admission;

/// <summary>A plan's limits, in the units the decision counts in; null: no such limit.</summary>
/// <param name="Seconds">For a voucher in all, otherwise for each sign-in.</param>
/// <param name="Octets">Up and down together; for a voucher in all, otherwise for each sign-in.</param>
/// <param name="DailySeconds">Renewed at the city's midnight.</param>
/// <param name="DailyOctets">Renewed at the city's midnight.</param>
/// <param name="DownKbps">Towards the phone, 1,000 bit/s.</param>
/// <param name="UpKbps">From the phone, 1,000 bit/s.</param>
/// <param name="Devices">Phones online at once.</param>
/// <param name="Then">How it goes on once the data is used up; null: it ends then.</param>
public readonly record struct PlanFacts(
    long? Seconds, long? Octets, long? DailySeconds, long? DailyOctets, int DownKbps, int UpKbps, int Devices, SlowerFacts? Then = null);

/// <summary>The rate after the data.</summary>
/// <param name="DownKbps">Towards the phone, 1,000 bit/s.</param>
/// <param name="UpKbps">From the phone, 1,000 bit/s.</param>
/// <param name="InMidSession">Whether the gateway can be told while the phone is online; else the session ends, and the next one is slower.</param>
public readonly record struct SlowerFacts(int DownKbps, int UpKbps, bool InMidSession);

/// <summary>What was used of a plan: of the voucher or sign-in, and today.</summary>
public readonly record struct UsedFacts(long Seconds, long Octets, long DaySeconds, long DayOctets);

/// <summary>Everything a decision rests on. No names, no secrets, no clocks.</summary>
/// <param name="Known">Nothing speaks against this user by themselves: else why.</param>
/// <param name="Plan">The limits, when the user has a plan.</param>
/// <param name="Used">What is used up of them.</param>
/// <param name="OtherDevices">Phones of this person online now, not counting the one that asks.</param>
/// <param name="EndsAt">When voucher or grant ends; null: never.</param>
/// <param name="Midnight">When the city's day ends: daily limits hold until then.</param>
/// <param name="ClosesAt">When the opening hours here end (a moment in the future); null: they do not.</param>
public readonly record struct AdmissionFacts(
    Reason Known, PlanFacts? Plan, UsedFacts Used, int OtherDevices, DateTimeOffset? EndsAt, DateTimeOffset Midnight, DateTimeOffset? ClosesAt = null);

/// <summary>What a phone that is let in may do.</summary>
/// <param name="SessionSeconds">Session-Timeout: the least that remains; always at least 1.</param>
/// <param name="RemainingOctets">Up and down together; null: no limit.</param>
/// <param name="IdleSeconds">Idle-Timeout.</param>
/// <param name="InterimSeconds">Acct-Interim-Interval.</param>
/// <param name="DownKbps">Towards the phone, 1,000 bit/s.</param>
/// <param name="UpKbps">From the phone, 1,000 bit/s.</param>
/// <param name="GraceOctets">What the gateway may let through beyond <paramref name="RemainingOctets"/> before it ends the session by itself: long enough to be told the slower rate.</param>
/// <param name="IsSlow">The data is used up, and this is the rate afterwards.</param>
/// <param name="IsLease">Session-Timeout comes before anything is used up (<see cref="Lease"/>): the phone may sign in again at once.</param>
public readonly record struct Limits(
    long SessionSeconds, long? RemainingOctets, int IdleSeconds, int InterimSeconds, int DownKbps, int UpKbps, long GraceOctets = 0, bool IsSlow = false, bool IsLease = false)
{
    /// <summary>The octets that a gateway which counts by itself is told.</summary>
    public long? GatewayOctets => RemainingOctets + GraceOctets;
}

/// <summary>In or not, why, and within which limits.</summary>
public readonly record struct Decision(Reason Reason, Limits Limits)
{
    public bool IsAccepted => Reason == Reason.Accepted;
}

/// <summary>The one decision, for RADIUS and for the portal alike.</summary>
public static class Admissions
{
    /// <summary>Without any limit a session is still renewed once a day: no right is for ever.</summary>
    public const long LongestSession = 86_400;

    /// <summary>A phone that says nothing for 15 minutes has left; common default of hotspot gateways.</summary>
    public const int IdleSeconds = 900;

    /// <summary>Five minutes: what gateways can bear, and the most a quota can be behind (RFC 2869 2.1 asks for at least 60 s, better 600).</summary>
    public const int InterimSeconds = 300;

    /// <summary>Where a slower rate follows the data: the least that RFC 2869 2.1 allows, because until a report tells of it the phone goes on fast.</summary>
    public const int ShortInterimSeconds = 60;

    public static Decision Decide(in AdmissionFacts facts, DateTimeOffset now)
    {
        if (facts.Known != Reason.Accepted) return Refuse(facts.Known);
        if (facts.Plan is not { } plan) return Refuse(Reason.PlanMissing);
        if (facts.OtherDevices >= plan.Devices) return Refuse(Reason.TooManyDevices);
        if (Quota.Exceeded(plan, facts.Used) is { } exceeded) return Refuse(exceeded);

        var seconds = LongestSession;
        if (plan.Seconds is { } total) seconds = Math.Min(seconds, total - facts.Used.Seconds);
        // What is left of today ends with today: the day's balance is renewed at midnight, and a session may then begin anew.
        if (plan.DailySeconds is { } daily) seconds = Math.Min(seconds, daily - facts.Used.DaySeconds);
        if (plan.DailySeconds is not null || plan.DailyOctets is not null) seconds = Math.Min(seconds, Whole(facts.Midnight - now));
        if (facts.EndsAt is { } end)
        {
            if (end <= now) return Refuse(Reason.GrantEnded);
            seconds = Math.Min(seconds, Whole(end - now));
        }
        // The session ends with the window, also where no order reaches the gateway.
        if (facts.ClosesAt is { } closes) seconds = Math.Min(seconds, Whole(closes - now));
        if (plan.Then is { } then && Quota.IsSlow(plan, facts.Used))
            return new Decision(Reason.Accepted, new Limits(Math.Max(1, seconds), null, IdleSeconds, Interim(seconds), then.DownKbps, then.UpKbps, IsSlow: true));
        long? octets = null;
        if (plan.Octets is { } data) octets = data - facts.Used.Octets;
        if (plan.DailyOctets is { } dayData) octets = Math.Min(octets ?? long.MaxValue, dayData - facts.Used.DayOctets);
        var turns = octets is not null && plan.Then is { InMidSession: true };
        // One report may be lost.
        var grace = turns ? 2L * ShortInterimSeconds * 1000 / 8 * (plan.DownKbps + plan.UpKbps) : 0;
        return new Decision(Reason.Accepted, new Limits(
            Math.Max(1, seconds), octets, IdleSeconds, turns ? ShortInterimSeconds : Interim(seconds), plan.DownKbps, plan.UpKbps, grace));
    }

    /// <summary>Seconds between two reports of a session that may last so many.</summary>
    public static int Interim(long seconds) => (int)Math.Clamp(seconds / 4, 60, InterimSeconds);

    private static Decision Refuse(Reason reason) => new(reason, default);

    private static long Whole(TimeSpan span) => (long)Math.Max(1, Math.Ceiling(span.TotalSeconds));
}

/// <summary>Which limit of a plan is used up.</summary>
public static class Quota
{
    public static Reason? Exceeded(in PlanFacts plan, in UsedFacts used)
    {
        var ends = plan.Then is null;
        if (used.Seconds >= plan.Seconds) return Reason.TimeUsedUp;
        if (ends && used.Octets >= plan.Octets) return Reason.DataUsedUp;
        if (used.DaySeconds >= plan.DailySeconds) return Reason.DailyTimeUsedUp;
        if (ends && used.DayOctets >= plan.DailyOctets) return Reason.DailyDataUsedUp;
        return null;
    }

    /// <summary>Whether the data is used up and the plan goes on slower.</summary>
    public static bool IsSlow(in PlanFacts plan, in UsedFacts used) => plan.Then is not null && (used.Octets >= plan.Octets || used.DayOctets >= plan.DailyOctets);
}
