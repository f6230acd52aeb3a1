using HotspotManager.Core.Areas;
using HotspotManager.Core.Gardens;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HotspotManager.Console.Pages;

/// <summary>What phones of an area may reach before sign-in: its own list, and what holds from the areas around it.</summary>
public sealed class GardenModel(StoreWriter writer, GardenTable garden, Frame frame) : PageModel
{
    /// <summary>The area's code; the page without one is the city's.</summary>
    public string Code { get; private set; } = "";

    [BindProperty]
    public string? Host { get; set; }

    public string? Refused { get; private set; }

    public bool IsSaved { get; private set; }

    public IReadOnlyList<string> Own { get; private set; } = [];

    /// <summary>Hosts that hold here because they hold around it, each with the area that says so.</summary>
    public IReadOnlyList<(string Host, string Area)> Inherited { get; private set; } = [];

    public IActionResult OnGet(string? code) => Find(code) ? Show() : NotFound();

    public Task<IActionResult> OnPostAddAsync(string? code, CancellationToken cancel) => ChangeAsync(code, db => GardenList.AddAsync(db, Code, Host, cancel), cancel);

    public Task<IActionResult> OnPostRemoveAsync(string? code, CancellationToken cancel) => ChangeAsync(code, db => GardenList.RemoveAsync(db, Code, Host, cancel), cancel);

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
                await garden.ReloadAsync(db, cancel);
            }, cancel);
            (IsSaved, Host) = (true, null);
            ModelState.Clear();
        }
        catch (RefusedException refused)
        {
            Refused = refused.In(frame.W.Language);
        }
        return Show();
    }

    private bool Find(string? code)
    {
        var asked = string.IsNullOrEmpty(code) ? frame.Who.Area ?? frame.Areas.Names.Keys.Where(a => AreaCode.Kind(a) == AreaKind.City).Order(StringComparer.Ordinal).FirstOrDefault() : AreaCode.Normalize(code);
        if (asked is null || !frame.Areas.Names.ContainsKey(asked) || !frame.Who.Sees(asked)) return false;
        Code = asked;
        return true;
    }

    private PageResult Show()
    {
        Own = garden.Own(Code);
        Inherited = [.. AreaCode.SelfAndParents(Code).Skip(1).SelectMany(area => garden.Own(area).Select(host => (host, area)))];
        return Page();
    }
}
