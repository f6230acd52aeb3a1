using HotspotManager.Console.Live;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>One row of the list, for a page that is open when a point that is not on it fails.</summary>
public sealed class RowModel(IDbContextFactory<HotspotDb> databases, PointReader points, DayLines lines, Frame frame) : PageModel
{
    public PointRow? Row { get; private set; }

    public async Task<IActionResult> OnGetAsync(string name, CancellationToken cancel)
    {
        if (points.Network.FindAccessPoint(name ?? "") is not { } found || !frame.Who.Sees(found.AreaCode)) return NotFound();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var point = points.Of(found);
        var drawn = found.DeviceId is { } device ? (await lines.OfAsync(db, [device], cancel))[device] : "";
        Row = new PointRow(point, drawn);
        return Page();
    }
}
