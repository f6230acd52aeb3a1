using HotspotManager.Console.Live;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Operators;
using HotspotManager.Core.Panels;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>How the service is set up, to look at; it is changed by commands, which leave a trace in the shell.</summary>
public sealed class SettingsModel(IDbContextFactory<HotspotDb> databases, PlanTable plans, PointReader points, IEnumerable<Panel> panels, Frame frame) : PageModel
{
    public IReadOnlyList<Plan> Plans => plans.All;

    public IReadOnlyList<NasEntry> Nas => points.Network.Nas;

    public IReadOnlyList<Operator> Operators { get; private set; } = [];

    public IReadOnlyList<ApiToken> Tokens { get; private set; } = [];

    public IReadOnlyList<ShownPanel> Panels { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Panels = ShownPanel.Of(panels, PanelPlace.Settings, null, frame);
        if (!frame.Who.MaySetUp) return;
        await using var db = await databases.CreateDbContextAsync(cancel);
        Operators = await db.Set<Operator>().AsNoTracking().OrderBy(o => o.Name).ToListAsync(cancel);
        Tokens = await db.Set<ApiToken>().AsNoTracking().OrderBy(t => t.Name).ToListAsync(cancel);
    }
}
