using HotspotManager.Console.Live;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>Outages of points and the incidents they belong to.</summary>
public sealed class OutagesModel(IDbContextFactory<HotspotDb> databases, FeedHistory history, Frame frame) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "all")]
    public bool All { get; set; }

    public long Seq { get; private set; }

    public IReadOnlyList<OutageView> Rows { get; private set; } = [];

    public IReadOnlyList<IncidentEntry> Feed { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        Seq = await history.NewestAsync(db, cancel);
        Rows = await OutageList.ListAsync(db, openOnly: !All, frame.Who.Area, take: 300, cancel: cancel);
        Feed = await IncidentFeed.ReadAsync(db, frame, frame.Who.Area, 30, cancel);
    }
}
