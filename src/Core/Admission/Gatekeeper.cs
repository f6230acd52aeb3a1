using HotspotManager.Core.Areas;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Hours;
using HotspotManager.Core.Networks;
using HotspotManager.Core.People;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Vouchers;

namespace HotspotManager.Core.Admission;

/// <summary>Somebody who may be let in: found by the name they gave.</summary>
/// <param name="PersonKey">Whose time and data it is.</param>
/// <param name="PlanId">What they get.</param>
/// <param name="Password">What they must prove to know; null for a voucher: its code is the proof.</param>
/// <param name="Voucher">When it is a voucher.</param>
/// <param name="Grant">When it is a grant of the portal.</param>
public sealed record Candidate(string PersonKey, int PlanId, string? Password, VoucherEntry? Voucher, GrantEntry? Grant)
{
    /// <summary>Whether a plan's minutes and data hold for the person in all (a voucher) or for each sign-in.</summary>
    public bool CountsInAll => PersonKey.StartsWith("voucher:", StringComparison.Ordinal);
}

/// <summary>
/// Finds who asks and gathers the facts of <see cref="Admissions.Decide"/>, from memory alone: no query, no await. One for RADIUS and portal.
/// </summary>
public sealed class Gatekeeper(
    VoucherTable vouchers, AccountTable accounts, GrantTable grants, PlanTable plans, UsageBook usage, SessionBook sessions, HoursTable hours, NetworkTable networks, CityClock clock)
{
    /// <summary>Looks up voucher, account and grant, in that order; null when nobody is known by that name.</summary>
    public Candidate? Find(string userName)
    {
        if (vouchers.Find(userName) is { } voucher) return OfVoucher(voucher);
        if (accounts.Find(userName) is { } account) return new Candidate(account.PersonKey, account.PlanId, account.Password, null, null);
        if (grants.Find(userName) is { } grant) return OfGrant(grant);
        return null;
    }

    public static Candidate OfVoucher(VoucherEntry voucher) => new(PersonKey.Voucher(voucher.Id), voucher.PlanId, null, voucher, null);

    public Candidate OfGrant(GrantEntry grant) => new(grant.PersonKey, grant.PlanId, grant.Password, VoucherOf(grant.PersonKey), grant);

    /// <param name="candidate">Who asks.</param>
    /// <param name="mac">Their phone, in the one spelling, or empty.</param>
    /// <param name="accessPoint">Where they ask.</param>
    public AdmissionFacts Facts(Candidate candidate, string mac, AccessPoint? accessPoint)
    {
        var now = clock.Now;
        var day = clock.Day(now);
        var person = usage.Of(candidate.PersonKey, day);
        // A sign-in has a count of its own; without a grant (a password straight over RADIUS) each session begins at nothing.
        var signIn = candidate.CountsInAll ? person : candidate.Grant is { } grant ? usage.Of(grant.UsageKey, day) : default;
        var (otherDevices, uncounted) = Others(candidate.PersonKey, mac, now);
        var used = new UsedFacts(signIn.Seconds + (candidate.CountsInAll ? uncounted : 0), signIn.Octets, person.DaySeconds + uncounted, person.DayOctets);
        var plan = plans.Find(candidate.PlanId) is { } row ? Of(row, accessPoint is null ? RateChange.MidSession : networks.Current.RatesOf(accessPoint.NasId)) : (PlanFacts?)null;
        DateTimeOffset? ends = candidate.Voucher?.ExpiresAt;
        if (candidate.Grant is { } g && (ends is null || g.ExpiresAt < ends)) ends = g.ExpiresAt;
        var open = hours.Of(accessPoint?.AreaCode, candidate.PlanId, now);
        var known = Known(candidate, mac, accessPoint, now);
        if (known == Reason.Accepted && !open.IsOpen) known = Reason.OutsideHours;
        return new AdmissionFacts(known, plan, used, otherDevices, ends, clock.NextMidnight(now), open.Until);
    }

    /// <param name="plan">The plan.</param>
    /// <param name="rates">What the gateway in question can: where it knows no rates, going on slower would be going on as before.</param>
    public static PlanFacts Of(Plan plan, RateChange rates = RateChange.MidSession) => new(plan.Minutes * 60L, plan.Mb * 1_000_000L, plan.DailyMinutes * 60L, plan.DailyMb * 1_000_000L,
        plan.DownKbps, plan.UpKbps, plan.Devices,
        rates != RateChange.Never && plan is { ThenDownKbps: { } down, ThenUpKbps: { } up } ? new SlowerFacts(down, up, rates == RateChange.MidSession) : null);

    private static Reason Known(Candidate candidate, string mac, AccessPoint? accessPoint, DateTimeOffset now)
    {
        if (candidate.Grant is { } grant)
        {
            if (grant.ExpiresAt <= now) return Reason.GrantEnded;
            if (mac.Length > 0 && grant.Mac != mac) return Reason.GrantOfAnotherPhone;
        }
        if (candidate.Voucher is not { } voucher) return Reason.Accepted;
        if (voucher.RevokedAt is not null) return Reason.VoucherRevoked;
        if (voucher.ExpiresAt <= now) return Reason.VoucherExpired;
        if (voucher.AreaCode is { } area && accessPoint is not null && !AreaCode.Contains(area, accessPoint.AreaCode)) return Reason.VoucherElsewhere;
        return Reason.Accepted;
    }

    /// <summary>The person's other phones online, and the seconds of theirs that no record has told of yet.</summary>
    private (int Devices, long Uncounted) Others(string personKey, string mac, DateTimeOffset now)
    {
        HashSet<string>? macs = null;
        var uncounted = 0L;
        foreach (var session in sessions.OfPerson(personKey))
        {
            if (session.Mac == mac) continue;
            (macs ??= new HashSet<string>(StringComparer.Ordinal)).Add(session.Mac.Length > 0 ? session.Mac : session.AcctSessionId);
            uncounted += (long)Math.Clamp((now - session.UpdatedAt).TotalSeconds, 0, Admissions.InterimSeconds * 2);
        }
        return (macs?.Count ?? 0, uncounted);
    }

    private VoucherEntry? VoucherOf(string personKey) => personKey.StartsWith("voucher:", StringComparison.Ordinal)
        && long.TryParse(personKey.AsSpan("voucher:".Length), System.Globalization.CultureInfo.InvariantCulture, out var id) ? vouchers.Find(id) : null;
}
