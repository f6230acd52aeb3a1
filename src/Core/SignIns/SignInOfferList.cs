using HotspotManager.Core.Areas;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.SignIns;

/// <summary>What to change for an area; null: nothing, "" (or -1): from now on as around it.</summary>
public sealed record SignInOfferInput(string? Ways, string? ClickThroughPlan, string? PhonePlan, int? RememberDays, long? MonthlyRupiah);

/// <summary>An area's offer as commands and pages show it; null: as around it.</summary>
public sealed record SignInOfferView(string Area, string? Ways, string? ClickThroughPlan, string? PhonePlan, int? RememberDays, long? MonthlyRupiah);

/// <summary>The verbs on what is offered where.</summary>
public static class SignInOfferList
{
    /// <summary>Changes what <paramref name="input"/> names for an area; null or "" is the whole city. A row that says nothing any more is removed.</summary>
    /// <exception cref="RefusedException">No such area, plan or way.</exception>
    public static async Task<SignInOfferView> SetAsync(HotspotDb db, string? area, SignInOfferInput input, CancellationToken cancel = default)
    {
        var code = string.IsNullOrWhiteSpace(area) ? "" : await AreaList.EnsureAsync(db, area, cancel);
        var row = await db.Set<SignInOffer>().FirstOrDefaultAsync(o => o.AreaCode == code, cancel);
        if (row is null) db.Add(row = new SignInOffer { AreaCode = code });
        if (input.Ways is { } ways) row.Ways = ways.Length == 0 ? null : SignInWay.Check(ways);
        row.ClickThroughPlanId = await PlanAsync(db, input.ClickThroughPlan, row.ClickThroughPlanId, SignInWay.ClickThrough, cancel);
        row.PhonePlanId = await PlanAsync(db, input.PhonePlan, row.PhonePlanId, SignInWay.Phone, cancel);
        if (input.RememberDays is { } days) row.RememberDays = days is >= -1 and <= 365 ? days < 0 ? null : days : throw new RefusedException("--remember-days must be from 0 (never) to 365.");
        if (input.MonthlyRupiah is { } rupiah) row.MonthlyRupiah = rupiah >= -1 ? rupiah < 0 ? null : rupiah : throw new RefusedException("--monthly-rupiah must be 0 or more.");
        await db.SaveChangesAsync(cancel);
        var view = (await ViewsAsync(db, db.Set<SignInOffer>().Where(o => o.AreaCode == code), cancel))[0];
        if (row is { Ways: null, ClickThroughPlanId: null, PhonePlanId: null, RememberDays: null, MonthlyRupiah: null }) db.Remove(row);
        return view;
    }

    /// <summary>Every area that says something of its own, the city first.</summary>
    public static Task<SignInOfferView[]> ListAsync(HotspotDb db, CancellationToken cancel = default) => ViewsAsync(db, db.Set<SignInOffer>().OrderBy(o => o.AreaCode), cancel);

    private static async Task<SignInOfferView[]> ViewsAsync(HotspotDb db, IQueryable<SignInOffer> rows, CancellationToken cancel)
    {
        var plans = await db.Set<Plan>().AsNoTracking().ToDictionaryAsync(p => p.Id, p => p.Name, cancel);
        string? Name(int? id) => id is { } known ? plans.GetValueOrDefault(known) : null;
        return [.. (await rows.AsNoTracking().ToListAsync(cancel)).Select(o =>
            new SignInOfferView(o.AreaCode, o.Ways, Name(o.ClickThroughPlanId), Name(o.PhonePlanId), o.RememberDays, o.MonthlyRupiah))];
    }

    private static async Task<int?> PlanAsync(HotspotDb db, string? name, int? now, string way, CancellationToken cancel)
    {
        if (name is null) return now;
        if (name.Length == 0) return null;
        var plan = await PlanList.GetAsync(db, name, cancel);
        return plan.Allows(way) ? plan.Id : throw new RefusedException($"Plan {plan.Name} is not for '{way}' (hotspot plan set {plan.Name} --ways …).");
    }
}
