using HotspotManager.Console.Live;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>Why people could not get online, one sentence each.</summary>
public sealed class AttemptsModel(IDbContextFactory<HotspotDb> databases, PointReader points, Frame frame) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "all")]
    public bool All { get; set; }

    [BindProperty(SupportsGet = true, Name = "accessPoint")]
    public string? AccessPoint { get; set; }

    public IReadOnlyList<AttemptRow> Rows { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var point = AccessPoint is { Length: > 0 } ? points.Network.FindAccessPoint(AccessPoint) : null;
        if (AccessPoint is { Length: > 0 } && (point is null || !frame.Who.Sees(point.AreaCode))) return NotFound();
        await using var db = await databases.CreateDbContextAsync(cancel);
        Rows = await AttemptRow.ReadAsync(db, frame, points.Network, point?.Id, All ? null : false, 200, 0, cancel);
        return Page();
    }
}
