using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>The feed of outages by itself, for a page that is open when something happens.</summary>
public sealed class FeedModel(IDbContextFactory<HotspotDb> databases, Frame frame) : PageModel
{
    public IReadOnlyList<IncidentEntry> Entries { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        Entries = await IncidentFeed.ReadAsync(db, frame, frame.Who.Area, 12, cancel);
    }
}
