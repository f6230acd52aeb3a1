using HotspotManager.Core.Admission;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Sessions;

namespace HotspotManager.Portal.Login;

/// <summary>What an access point has told of a phone's session: never more than that is said to anybody.</summary>
public enum Contact
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>The phone was sent to its gateway a moment ago, and nothing has come back yet.</summary>
    OnTheWay,

    /// <summary>There is one, and it was heard of lately.</summary>
    Online,

    /// <summary>There is one, but its reports have stopped coming.</summary>
    Silent,
}

/// <summary>What a grant or session still has.</summary>
/// <param name="Refusal">Why it has nothing more; Accepted while it has.</param>
/// <param name="AsOf">When the access point last told of it; null: never.</param>
/// <param name="Left">Time; meaningless when refused.</param>
/// <param name="Octets">Up and down together; null: no limit.</param>
/// <param name="IsSlow">The data is used up, and it goes on at the slower rate.</param>
/// <param name="IsRenewedDaily">Whether the plan has a daily share.</param>
public sealed record StatusView(
    Reason Refusal, Contact Contact, DateTimeOffset? AsOf, TimeSpan Left, long? Octets, int DownKbps, int UpKbps, bool IsSlow, bool IsRenewedDaily, int? PlanId, AccessPoint? Point);

/// <summary>Works out what is left from the same facts that admission uses, less the time that running sessions have not told of yet. Nothing is kept: each look is new.</summary>
public sealed class StatusReader(
    GrantTable grants, Gatekeeper gatekeeper, RunningLimits running, SessionBook sessions, PlanTable plans, NetworkTable networks, TimeProvider time)
{
    // From the redirect to the first record there are a few seconds in which the phone is on its way in.
    private static readonly TimeSpan OnItsWay = TimeSpan.FromSeconds(20);

    // Two reports missed at the interval we ask for; a session of a gateway that never reports is not silent, it has its end from the start.
    private static readonly TimeSpan Heard = TimeSpan.FromSeconds(2.5 * Admissions.InterimSeconds);

    public StatusView? Of(long grantId)
    {
        if (grants.Find(grantId) is not { } grant) return null;
        if (sessions.OfPerson(grant.PersonKey).FirstOrDefault(s => s.GrantId == grant.Id) is { } session) return Of(session);
        var now = time.GetUtcNow();
        var point = networks.Current.FindAccessPoint(grant.AccessPointId);
        var decision = Admissions.Decide(gatekeeper.Facts(gatekeeper.OfGrant(grant), grant.Mac, point), now);
        return View(decision, now - grant.CreatedAt < OnItsWay ? Contact.OnTheWay : Contact.None, null, grant.PlanId, grant.ExpiresAt - now, point);
    }

    /// <summary>What a running session still has; null when it is nobody's we know.</summary>
    public StatusView? Of(Session session)
    {
        if (session.PlanId is not { } id || plans.Find(id) is not { } plan) return null;
        var now = time.GetUtcNow();
        var point = session.AccessPointId is { } at ? networks.Current.FindAccessPoint(at) : null;
        var reports = session.Source == RecordSource.Radius || session.UpdatedAt > session.StartedAt.AddSeconds(1);
        var contact = reports && now - session.UpdatedAt > Heard ? Contact.Silent : Contact.Online;
        return View(running.Of(session, plan, now), contact, session.UpdatedAt, id, TimeSpan.MaxValue, point);
    }

    private StatusView View(Decision decision, Contact contact, DateTimeOffset? asOf, int planId, TimeSpan most, AccessPoint? point)
    {
        var left = TimeSpan.FromSeconds(decision.Limits.SessionSeconds);
        if (most < left) left = most > TimeSpan.Zero ? most : TimeSpan.Zero;
        var daily = plans.Find(planId) is { } plan && (plan.DailyMb is not null || plan.DailyMinutes is not null);
        return new StatusView(
            decision.Reason, contact, asOf, left, decision.Limits.RemainingOctets, decision.Limits.DownKbps, decision.Limits.UpKbps, decision.Limits.IsSlow, daily, planId, point);
    }
}
