using HotspotManager.Core.Areas;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HotspotManager.Console.Pages;

/// <summary>A page of settings that an area may have of its own: without a code it is the whole city's, "" in the rows; somebody with an area of their own begins there.</summary>
public abstract class AreaPage(StoreWriter writer, Frame frame) : PageModel
{
    public string Code { get; private set; } = "";

    /// <summary>Its name; null for the whole city.</summary>
    public string Title => Code.Length > 0 ? frame.Areas.Title(Code) : frame.W["hours.city"];

    public string? Refused { get; protected set; }

    public bool IsSaved { get; protected set; }

    public async Task<IActionResult> OnGetAsync(string? code, CancellationToken cancel) => Find(code) ? await ShowAsync(cancel) : NotFound();

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task<IActionResult> ShowAsync(CancellationToken cancel);

    /// <summary>Changes the set-up, takes the change up and shows the page again, with the refusal where there is one.</summary>
    protected async Task<IActionResult> ChangeAsync(string? code, bool may, ISnapshot table, Func<HotspotDb, Task> change, CancellationToken cancel)
    {
        if (!Find(code)) return NotFound();
        if (!may) return Forbid();
        try
        {
            await writer.ChangeAsync(async db =>
            {
                await change(db);
                await db.SaveChangesAsync(cancel);
                // Shown at once: the watch takes it up a moment later anyway.
                await table.ReloadAsync(db, cancel);
            }, cancel);
            IsSaved = true;
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
        // One name for one thing: the city's stand without a code.
        Code = AreaCode.Kind(asked) == AreaKind.City ? "" : asked;
        return true;
    }
}
