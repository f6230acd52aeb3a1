using HotspotManager.Console.Access;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>Maintenance windows: those on or to come, and new ones.</summary>
public sealed class MaintenanceModel(MaintenanceDesk desk, NetworkTable network, CityClock clock, IDbContextFactory<HotspotDb> databases, Frame frame) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "all")]
    public bool All { get; set; }

    [BindProperty]
    public MaintenanceForm Form { get; set; } = new();

    public string? Refused { get; private set; }

    public IReadOnlyList<MaintenanceView> Windows { get; private set; } = [];

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    public Task<IActionResult> OnPostAddAsync(CancellationToken cancel) => ChangeAsync(() => desk.AddAsync(Form.Once, frame.Who, cancel), cancel);

    public Task<IActionResult> OnPostEveryAsync(CancellationToken cancel) => ChangeAsync(() => desk.AddAsync(Form.Recurring, frame.Who, cancel), cancel);

    public Task<IActionResult> OnPostRemoveAsync(int id, CancellationToken cancel) => ChangeAsync(() => desk.RemoveAsync(id, frame.Who, cancel), cancel);

    private async Task<IActionResult> ChangeAsync(Func<Task> change, CancellationToken cancel)
    {
        if (!frame.Who.MayAct) return Forbid();
        try
        {
            await change();
            return RedirectToPage();
        }
        catch (RefusedException refused)
        {
            Refused = refused.Message;
            return await ShowAsync(cancel);
        }
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        Windows = [.. (await MaintenanceList.ListAsync(db, clock, All, cancel)).Where(v => MaintenanceDesk.Concerns(v, frame.Who, network.Current))];
        return Page();
    }
}

/// <summary>What the forms send; moments as <c>2026-11-23T22:00</c>, times as <c>01:00</c>.</summary>
public sealed class MaintenanceForm
{
    /// <summary><c>ap</c>, <c>area</c> or <c>tag</c>.</summary>
    public string Kind { get; set; } = "ap";

    public string? Place { get; set; }
    public string? From { get; set; }
    public string? Until { get; set; }

    /// <summary>None is every day.</summary>
    public string[] Days { get; set; } = [];

    public string? LastDay { get; set; }
    public string? Reason { get; set; }

    internal MaintenanceInput Once => Placed(null);

    internal MaintenanceInput Recurring => Placed(Days.Length == 0 ? "all" : string.Join(',', Days));

    private MaintenanceInput Placed(string? every) => new(
        Kind == "ap" ? Place : null, Kind == "area" ? Place : null, Kind == "tag" ? Place : null, From, Until, null, every, every is null ? null : LastDay, Reason);
}
