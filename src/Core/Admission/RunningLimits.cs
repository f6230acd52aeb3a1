using System.Globalization;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Hours;
using HotspotManager.Core.Networks;
using HotspotManager.Core.People;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Vouchers;

namespace HotspotManager.Core.Admission;

/// <summary>
/// What remains for a session that runs already: the same decision as at the door, on what was used since. For new limits in mid-session and for ending
/// sessions that have nothing left.
/// </summary>
public sealed class RunningLimits(UsageBook usage, SessionBook sessions, GrantTable grants, VoucherTable vouchers, HoursTable hours,
    NetworkTable networks, CityClock clock)
{
    /// <summary>Whether it may go on, and within which limits from now on.</summary>
    /// <param name="session">The running session as last folded.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="now">The moment the limits are for; seconds since the last record count as used up to here.</param>
    public Decision Of(Session session, Plan plan, DateTimeOffset now)
    {
        var uncounted = session.PersonKey is { } key
            ? sessions.OfPerson(key).Sum(s => Uncounted(s, now))
            : Uncounted(session, now);
        var used = Used(session, now);
        used = used with { Seconds = used.Seconds + uncounted, DaySeconds = used.DaySeconds + uncounted };
        return Admissions.Decide(
            new AdmissionFacts(Known(session, now), Facts(session, plan), used, 0, EndsAt(session), clock.NextMidnight(now), Hours(session, now).Until), now);
    }

    /// <summary>Why it must end, judged by what records have told alone; null: it may go on.</summary>
    public Reason? Over(Session session, Plan plan, DateTimeOffset now) =>
        Known(session, now) is var reason and not Reason.Accepted ? reason : Quota.Exceeded(Facts(session, plan), Used(session, now));

    /// <summary>Whether its data is used up and it shall go on slower; and whether that was so already when it began, judged by its own octets.</summary>
    public (bool Now, bool AtStart) IsSlow(Session session, Plan plan, DateTimeOffset now)
    {
        if (plan.ThenDownKbps is null) return default;
        var (facts, used) = (Facts(session, plan), Used(session, now));
        // The fold may be going on: it puts sessions before usage, so what is read in the other order is never less than what the usage holds of it.
        var row = sessions.Find(session.Id) ?? session;
        var own = row.InputOctets + row.OutputOctets;
        return (Quota.IsSlow(facts, used), Quota.IsSlow(facts, used with { Octets = used.Octets - own, DayOctets = used.DayOctets - own }));
    }

    private PlanFacts Facts(Session session, Plan plan) => Gatekeeper.Of(plan, networks.Current.RatesOf(session.NasId));

    private UsedFacts Used(Session session, DateTimeOffset now)
    {
        var day = clock.Day(now);
        var person = session.PersonKey is { } key ? usage.Of(key, day) : default;
        var signIn = VoucherOf(session) is not null ? person
            : session.GrantId is { } grant ? usage.Of(PersonKey.Grant(grant), day)
            : new Usage(session.Seconds, session.InputOctets + session.OutputOctets, 0, 0);
        return new UsedFacts(signIn.Seconds, signIn.Octets, person.DaySeconds, person.DayOctets);
    }

    private Reason Known(Session session, DateTimeOffset now)
    {
        if (session.GrantId is { } grantId && grants.Find(grantId) is { } grant && grant.ExpiresAt <= now) return Reason.GrantEnded;
        if (VoucherOf(session) is { } id && vouchers.Find(id) is { } voucher)
        {
            if (voucher.RevokedAt is not null) return Reason.VoucherRevoked;
            if (voucher.ExpiresAt <= now) return Reason.VoucherExpired;
        }
        return Hours(session, now).IsOpen ? Reason.Accepted : Reason.OutsideHours;
    }

    private HoursVerdict Hours(Session session, DateTimeOffset now) =>
        hours.Of(session.AccessPointId is { } point ? networks.Current.FindAccessPoint(point)?.AreaCode : null, session.PlanId, now);

    private DateTimeOffset? EndsAt(Session session)
    {
        var ofVoucher = VoucherOf(session) is { } id ? vouchers.Find(id)?.ExpiresAt : null;
        var ofGrant = session.GrantId is { } grantId ? grants.Find(grantId)?.ExpiresAt : null;
        return ofVoucher is null || ofGrant < ofVoucher ? ofGrant ?? ofVoucher : ofVoucher;
    }

    private static long? VoucherOf(Session session) => session.PersonKey is { } key && key.StartsWith("voucher:", StringComparison.Ordinal)
        && long.TryParse(key.AsSpan("voucher:".Length), CultureInfo.InvariantCulture, out var id) ? id : null;

    private static long Uncounted(Session session, DateTimeOffset now) =>
        (long)Math.Clamp((now - session.UpdatedAt).TotalSeconds, 0, Admissions.InterimSeconds * 2);
}
