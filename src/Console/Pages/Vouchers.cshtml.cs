using HotspotManager.Console.Access;
using HotspotManager.Console.Words;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using HotspotManager.Core.Vouchers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>Vouchers that were made together.</summary>
public sealed record VoucherBatch(string Batch, string Plan, string? Area, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, int Count);

/// <summary>Batches of vouchers, and the form that makes one.</summary>
public sealed class VouchersModel(IDbContextFactory<HotspotDb> databases, StoreWriter writer, SecretBox secrets, PlanTable plans, Frame frame) : PageModel
{
    [BindProperty]
    public string? Plan { get; set; }

    [BindProperty]
    public int Count { get; set; } = 24;

    [BindProperty]
    public int? Days { get; set; } = 90;

    [BindProperty]
    public string? Area { get; set; }

    public string? Refused { get; private set; }

    public IReadOnlyList<Plan> Plans => plans.All;

    public IReadOnlyList<VoucherBatch> Batches { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        Batches = await BatchesAsync(db, frame.Who, cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!frame.Who.MayMakeVouchers) return Forbid();
        try
        {
            var area = CheckArea(Area, frame.Who);
            var made = await writer.ChangeAsync(db => VoucherList.CreateAsync(db, secrets, Plan ?? "", Math.Min(Count, 1000), Days, area, frame.Now, cancel), cancel);
            return Redirect("/vouchers/" + made[0].Batch);
        }
        catch (RefusedException refused)
        {
            Refused = refused.In(frame.W.Language);
            await OnGetAsync(cancel);
            return Page();
        }
    }

    /// <summary>The area a voucher may be made for: the own one when none was named.</summary>
    /// <exception cref="RefusedException">It is not this one's area.</exception>
    internal static string? CheckArea(string? asked, Who who)
    {
        var area = string.IsNullOrWhiteSpace(asked) ? who.Area : asked.Trim();
        return who.Sees(area is null ? null : AreaCode.Normalize(area) ?? area) ? area : throw new RefusedException("This is not your area.");
    }

    /// <summary>A plan in a few words: "60 mnt · 500 MB · 5 Mb/s".</summary>
    public static string Describe(Plan plan, WordTable w, Figures f)
    {
        var parts = new List<string>();
        if (plan.Minutes is { } minutes) parts.Add(f.Span(TimeSpan.FromMinutes(minutes)));
        if (plan.Mb is { } mb) parts.Add(f.Octets(mb * 1_000_000L));
        if (plan.DailyMb is { } daily) parts.Add(w.Say("plan.daily", f.Octets(daily * 1_000_000L)));
        parts.Add(f.Rate(plan.DownKbps * 1000.0));
        return string.Join(" · ", parts);
    }

    internal static async Task<IReadOnlyList<VoucherBatch>> BatchesAsync(HotspotDb db, Who who, CancellationToken cancel)
    {
        IQueryable<Voucher> query = db.Set<Voucher>().AsNoTracking();
        if (who.Area is { } own) query = query.Where(v => v.AreaCode != null && (v.AreaCode == own || v.AreaCode.StartsWith(own + ".") || v.AreaCode.StartsWith(own + "/")));
        var rows = await query.Join(db.Set<Plan>(), v => v.PlanId, p => p.Id, (v, p) => new { Voucher = v, Plan = p.Name })
            .GroupBy(r => new { r.Voucher.Batch, r.Plan, r.Voucher.AreaCode, r.Voucher.CreatedAt, r.Voucher.ExpiresAt })
            .Select(g => new { g.Key, Count = g.Count(), First = g.Min(r => r.Voucher.Id) }).OrderByDescending(g => g.First).Take(200).ToListAsync(cancel);
        return [.. rows.Select(r => new VoucherBatch(r.Key.Batch, r.Key.Plan, r.Key.AreaCode, r.Key.CreatedAt, r.Key.ExpiresAt, r.Count))];
    }
}
