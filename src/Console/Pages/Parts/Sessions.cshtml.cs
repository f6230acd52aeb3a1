using HotspotManager.Console.Live;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>The sessions of one access point by themselves, for its open page.</summary>
public sealed class SessionsPartModel(IDbContextFactory<HotspotDb> databases, PointReader points, Frame frame) : PageModel
{
    public PointSessions Shown { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string name, CancellationToken cancel)
    {
        if (points.Network.FindAccessPoint(name ?? "") is not { } found || !frame.Who.Sees(found.AreaCode)) return NotFound();
        await using var db = await databases.CreateDbContextAsync(cancel);
        Shown = await PointSessions.ReadAsync(db, found.Name, frame, cancel);
        return Page();
    }
}
