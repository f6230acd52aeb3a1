using HotspotManager.Core.Areas;
using HotspotManager.Core.Hours;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>Opening hours: the rules of an area, those of the areas around it, and the city's holidays. Rules of an area replace those around it.</summary>
public sealed class HoursModel(StoreWriter writer, HoursTable hours, PlanTable plans, CityClock clock, IDbContextFactory<HotspotDb> databases, Frame frame) : PageModel
{
    /// <summary>The area's code; the page without one is the whole city's, which stands as "" in the rules.</summary>
    public string Code { get; private set; } = "";

    [BindProperty]
    public HoursForm Form { get; set; } = new();

    public string? Refused { get; private set; }

    public bool IsSaved { get; private set; }

    public IReadOnlyList<HoursView> Own { get; private set; } = [];

    public IReadOnlyList<HoursView> Around { get; private set; } = [];

    public IReadOnlyList<Holiday> Holidays { get; private set; } = [];

    public IEnumerable<string> Plans => plans.All.Select(p => p.Name);

    /// <summary>Whether it is open now by the rules for every plan, and until when.</summary>
    public HoursVerdict Now { get; private set; }

    public string? NowUntil => Now.Until is { } until ? clock.Local(until).ToString("dd MMM HH.mm", System.Globalization.CultureInfo.CurrentCulture) : null;

    public Task<IActionResult> OnGetAsync(string? code, CancellationToken cancel) => Find(code) ? ShowAsync(cancel) : Task.FromResult<IActionResult>(NotFound());

    public Task<IActionResult> OnPostAddAsync(string? code, CancellationToken cancel) => ChangeAsync(code, db => HoursList.AddAsync(
        db, new HoursInput(Code, Form.Plan, Form.Kind == "open", Form.From, Form.Until, string.Join(',', Form.Days), Form.FirstDay, Form.LastDay, Form.Name), cancel), cancel);

    public Task<IActionResult> OnPostRemoveAsync(string? code, int id, CancellationToken cancel) => ChangeAsync(code, async db =>
    {
        if (!await db.Set<HoursRule>().AnyAsync(r => r.Id == id && r.AreaCode == Code, cancel)) throw new RefusedException(frame.W["hours.gone"]);
        await HoursList.RemoveAsync(db, id, cancel);
    }, cancel);

    public Task<IActionResult> OnPostHolidayAsync(string? code, string? day, string? name, CancellationToken cancel) => ChangeAsync(code, db => HoursList.AddHolidayAsync(db, day, name, cancel), cancel);

    public Task<IActionResult> OnPostWorkdayAsync(string? code, string? day, CancellationToken cancel) => ChangeAsync(code, db => HoursList.RemoveHolidayAsync(db, day, cancel), cancel);

    private async Task<IActionResult> ChangeAsync(string? code, Func<HotspotDb, Task> change, CancellationToken cancel)
    {
        if (!Find(code)) return NotFound();
        if (!frame.Who.MaySetUp) return Forbid();
        try
        {
            await writer.ChangeAsync(async db =>
            {
                await change(db);
                await db.SaveChangesAsync(cancel);
                // Shown at once: the watch takes it up a moment later anyway.
                await hours.ReloadAsync(db, cancel);
            }, cancel);
            (IsSaved, Form) = (true, new HoursForm());
            ModelState.Clear();
        }
        catch (RefusedException refused)
        {
            Refused = refused.In(frame.W.Language);
        }
        return await ShowAsync(cancel);
    }

    private bool Find(string? code)
    {
        if (string.IsNullOrEmpty(code))
        {
            Code = frame.Who.Area ?? "";
            return true;
        }
        if (AreaCode.Normalize(code) is not { } asked || !frame.Areas.Names.ContainsKey(asked) || !frame.Who.Sees(asked)) return false;
        // One name for one thing: the city's rules stand without a code.
        Code = AreaCode.Kind(asked) == AreaKind.City ? "" : asked;
        return true;
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var all = await HoursList.ListAsync(db, cancel);
        Own = [.. all.Where(r => r.Area == Code)];
        var around = Code.Length == 0 ? [] : AreaCode.SelfAndParents(Code).Skip(1).Append("").ToList();
        Around = [.. all.Where(r => around.Contains(r.Area))];
        Holidays = await db.Set<Holiday>().AsNoTracking().OrderBy(h => h.Day).ToListAsync(cancel);
        Now = hours.Of(Code, null, clock.Now);
        return Page();
    }
}

/// <summary>What the form sends; times as <c>18:00</c>, dates as <c>2027-02-18</c>.</summary>
public sealed class HoursForm
{
    public string Kind { get; set; } = "closed";
    public string? From { get; set; } = "18:00";
    public string? Until { get; set; } = "21:00";

    /// <summary>Words of <see cref="HoursDays"/>; none is every day.</summary>
    public string[] Days { get; set; } = [];

    public string? Plan { get; set; }
    public string? FirstDay { get; set; }
    public string? LastDay { get; set; }
    public string? Name { get; set; }
}
