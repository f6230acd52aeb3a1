using HotspotManager.Console.Live;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>The outages of one access point by themselves, for its open page.</summary>
public sealed class EventsPartModel(IDbContextFactory<HotspotDb> databases, PointReader points, Frame frame) : PageModel
{
    public IReadOnlyList<OutageView> Shown { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string name, CancellationToken cancel)
    {
        if (points.Network.FindAccessPoint(name ?? "") is not { } found || !frame.Who.Sees(found.AreaCode)) return NotFound();
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (found.DeviceId is { } id && points.Network.FindDevice(id) is { } device)
            Shown = await OutageList.ListAsync(db, openOnly: false, device: device.Name, take: 12, cancel: cancel);
        return Page();
    }
}
