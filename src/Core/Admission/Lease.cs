namespace HotspotManager.Core.Admission;

/// <summary>
/// How long a sign-in lasts at a gateway that cannot be told anything later (behind address translation, say), where the gateway alone would let a limit be overrun: as long
/// as what is left suffices at the plan's full rate on all of its devices, but never shorter than the operator wants residents to be asked again.
/// </summary>
public static class Lease
{
    /// <param name="limits">What the decision gave.</param>
    /// <param name="plan">Rates and devices.</param>
    /// <param name="countsOctets">Whether the gateway ends a session by itself when the octets it was told are used up.</param>
    /// <param name="least">Seconds; 0: no leases.</param>
    public static Limits Of(in Limits limits, in PlanFacts plan, bool countsOctets, long least)
    {
        if (least <= 0) return limits;
        var seconds = long.MaxValue;
        var perSecond = (plan.DownKbps + (long)plan.UpKbps) * 125; // octets
        if (limits.RemainingOctets is { } octets && perSecond > 0 && (!countsOctets || plan.Devices > 1)) seconds = octets / (perSecond * Math.Max(1, plan.Devices));
        // Time is shared by the devices as well; the gateway of each was told all of it.
        if (plan.Devices > 1 && (plan.Seconds ?? plan.DailySeconds) is not null) seconds = Math.Min(seconds, limits.SessionSeconds / plan.Devices);
        seconds = Math.Max(seconds, least);
        return seconds >= limits.SessionSeconds ? limits
            : limits with { SessionSeconds = seconds, InterimSeconds = Math.Min(limits.InterimSeconds, Admissions.Interim(seconds)), IsLease = true };
    }
}
