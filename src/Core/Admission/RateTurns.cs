using System.Collections.Concurrent;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;

namespace HotspotManager.Core.Admission;

/// <summary>
/// Sessions whose plan goes on slower once the data is used up: notices when one shall run at another rate than its gateway was told (slower now, or back at full rate
/// after midnight) and orders the change. Where a gateway cannot be told in mid-session, or has refused, the session is ended: the next sign-in gets the right rate.
/// </summary>
public sealed class RateTurns(RunningLimits limits, NetworkTable networks)
{
    /// <summary>Why such an order is given.</summary>
    public const string Slower = "data used up: slower from here", Full = "data renewed: full rate";

    // A router has six seconds to answer; an order that failed is given again after this.
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    private sealed record Ordered(bool Slow, DateTimeOffset At);

    private readonly ConcurrentDictionary<long, bool> _told = new();
    private readonly ConcurrentDictionary<long, Ordered> _ordered = new();

    /// <summary>Whether the gateway must be told another rate now; notes what it was told at sign-in when the session is first seen.</summary>
    public bool IsDue(Session session, Plan plan, DateTimeOffset now)
    {
        if (plan.ThenDownKbps is null && !_told.ContainsKey(session.Id)) return false;
        var (slow, atStart) = limits.IsSlow(session, plan, now);
        // One that ran before this server did, or whose first word was lost, may have been told anything: telling it again does no harm.
        var told = _told.GetOrAdd(session.Id, atStart && session.Seconds <= Admissions.InterimSeconds);
        // What came of an order is not known yet: nor is what the gateway keeps to.
        return _ordered.TryGetValue(session.Id, out var last) ? last.Slow != slow || now - last.At >= Again : told != slow;
    }

    /// <summary>Orders what is due for one session, after a look at what came of the last order.</summary>
    public async Task OrderAsync(HotspotDb db, Session session, Plan plan, DateTimeOffset now, CancellationToken cancel)
    {
        var slow = limits.IsSlow(session, plan, now).Now;
        var why = slow ? Slower : Full;
        var since = _ordered.TryGetValue(session.Id, out var last) && last.Slow == slow ? last.At : (DateTimeOffset?)null;
        _ordered[session.Id] = new Ordered(slow, since ?? now);
        if (since is not null)
        {
            switch ((await SessionOrders.LastRelimitAsync(db, session.Id, why, cancel))?.State)
            {
                case OrderState.Done:
                    Note(session.Id, slow);
                    return;
                case OrderState.Pending:
                    return;
                default:
                    _ordered[session.Id] = new Ordered(slow, now);
                    break;
            }
        }
        if (networks.Current.RatesOf(session.NasId) == RateChange.MidSession && await SessionOrders.RelimitAsync(db, [session], "quota", why, now, cancel) == 1) return;
        // It cannot be told, or has said before that it takes no changes. Back at full rate is no reason to put anybody out.
        if (slow) await SessionOrders.DisconnectAsync(db, session.Id, "quota", why, now, cancel);
        else Note(session.Id, false);
    }

    private void Note(long session, bool slow)
    {
        _told[session] = slow;
        _ordered.TryRemove(session, out _);
    }

    /// <summary>The session has ended.</summary>
    public void Forget(long session)
    {
        _told.TryRemove(session, out _);
        _ordered.TryRemove(session, out _);
    }
}
