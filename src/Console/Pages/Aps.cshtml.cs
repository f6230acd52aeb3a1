using HotspotManager.Console.Live;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>All access points, a hundred at a time, filtered and sorted by the server.</summary>
public sealed class ApsModel(IDbContextFactory<HotspotDb> databases, FeedHistory history, PointReader points, DayLines lines, Frame frame) : PageModel
{
    private const int PageSize = 100;

    /// <summary>States, worst first.</summary>
    public static readonly string[] StateNames = [.. Enum.GetValues<DeviceState>().OrderBy(PointReader.Rank).Select(DeviceStates.Name)];

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Order { get; set; } = "worst";

    /// <summary>Number of the page, from 1.</summary>
    [BindProperty(SupportsGet = true)]
    public int P { get; set; } = 1;

    public long Seq { get; private set; }

    public int Count { get; private set; }

    public int From => Count == 0 ? 0 : ((P - 1) * PageSize) + 1;

    public int To => Math.Min(Count, P * PageSize);

    public PointRows List { get; private set; } = new([], true);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        Seq = await history.NewestAsync(db, cancel);
        var found = points.All(frame.Who.Area)
            .Where(p => string.IsNullOrEmpty(State) || p.StateName == State)
            .Where(p => string.IsNullOrWhiteSpace(Q) || p.Name.Contains(Q.Trim(), StringComparison.OrdinalIgnoreCase) || p.Area.StartsWith(Q.Trim(), StringComparison.Ordinal)
                || frame.Areas.Title(p.Area).Contains(Q.Trim(), StringComparison.OrdinalIgnoreCase))
            .ToList();
        Count = found.Count;
        P = Math.Clamp(P, 1, Math.Max(1, (Count + PageSize - 1) / PageSize));
        var byName = found.OrderBy(p => p.Name, StringComparer.Ordinal);
        var sorted = Order switch
        {
            "name" => byName,
            "people" => found.OrderByDescending(p => p.Clients ?? -1).ThenBy(p => p.Name, StringComparer.Ordinal),
            "traffic" => found.OrderByDescending(p => p.TrafficBits ?? -1).ThenBy(p => p.Name, StringComparer.Ordinal),
            _ => found.OrderBy(p => PointReader.Rank(p.State)).ThenBy(p => p.Name, StringComparer.Ordinal),
        };
        var shown = sorted.Skip((P - 1) * PageSize).Take(PageSize).ToList();
        var drawn = await lines.OfAsync(db, [.. shown.Select(p => p.Row.DeviceId).OfType<int>()], cancel);
        List = new PointRows([.. shown.Select(p => new PointRow(p, p.Row.DeviceId is { } d ? drawn[d] : ""))], Order == "worst");
    }
}
