using HotspotManager.Core.Plans;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Admission;

/// <summary>Changes a plan for those who are online already as well.</summary>
public static class PlanChange
{
    /// <summary>Changes the plan and orders its running sessions to be told their new limits; returns the plan and how many sessions.</summary>
    /// <exception cref="RefusedException">There is no such plan, or a figure makes no sense.</exception>
    public static async Task<(Plan Plan, int Sessions)> SetAsync(
        HotspotDb db, string name, PlanInput input, string who, DateTimeOffset now, CancellationToken cancel = default)
    {
        var plan = await PlanList.SetAsync(db, name, input, cancel);
        var running = await db.Set<Session>().AsNoTracking().Where(s => s.PlanId == plan.Id && s.EndedAt == null).ToListAsync(cancel);
        return (plan, await SessionOrders.RelimitAsync(db, running, who, $"plan {plan.Name} changed", now, cancel));
    }
}
