using HotspotManager.Core.Admission;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Sessions;

namespace HotspotManager.Portal.Login;

/// <summary>What a grant still has.</summary>
/// <param name="Refusal">Why it has nothing more; Accepted while it has.</param>
/// <param name="Online">Whether the phone is online, as far as the gateway has told.</param>
/// <param name="Left">Time; meaningless when refused.</param>
/// <param name="Octets">Up and down together; null: no limit.</param>
public sealed record StatusView(Reason Refusal, bool Online, TimeSpan Left, long? Octets, int DownKbps, int UpKbps, AccessPoint? Point);

/// <summary>Works out what is left from the same facts that admission uses, less the time that the phone's running session has not told of yet.</summary>
public sealed class StatusReader(GrantTable grants, Gatekeeper gatekeeper, SessionBook sessions, NetworkTable networks, TimeProvider time)
{
    // From the redirect to the first record there are a few seconds in which the phone is on its way in.
    private static readonly TimeSpan OnItsWay = TimeSpan.FromSeconds(20);

    public StatusView? Of(long grantId)
    {
        if (grants.Find(grantId) is not { } grant) return null;
        var now = time.GetUtcNow();
        var point = networks.Current.FindAccessPoint(grant.AccessPointId);
        var decision = Admissions.Decide(gatekeeper.Facts(gatekeeper.OfGrant(grant), grant.Mac, point), now);
        var session = sessions.OfPerson(grant.PersonKey).FirstOrDefault(s => s.GrantId == grant.Id);
        var untold = session is null ? TimeSpan.Zero : now - session.UpdatedAt;
        var left = TimeSpan.FromSeconds(decision.Limits.SessionSeconds) - (untold > TimeSpan.Zero ? untold : TimeSpan.Zero);
        // A grant that ends with its session has its end as the truth, whatever was told of the seconds.
        if (grant.ExpiresAt - now is var end && end < left) left = end;
        return new StatusView(decision.Reason, session is not null || now - grant.CreatedAt < OnItsWay, left > TimeSpan.Zero ? left : TimeSpan.Zero,
            decision.Limits.RemainingOctets, decision.Limits.DownKbps, decision.Limits.UpKbps, point);
    }
}
