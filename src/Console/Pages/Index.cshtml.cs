using System.Globalization;
using HotspotManager.Console.Drawings;
using HotspotManager.Console.Live;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>The live overview: counters, map, feed, and the list worst first.</summary>
public sealed class IndexModel(IDbContextFactory<HotspotDb> databases, FeedHistory history, PointReader points, DayLines lines, Frame frame) : PageModel
{
    private const int MostRows = 60;

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    public long Seq { get; private set; }

    public int Count { get; private set; }

    public PointRows List { get; private set; } = new([], true);

    public IReadOnlyList<IncidentEntry> Feed { get; private set; } = [];

    public IReadOnlyList<MapDistrict> Districts { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        // The number first and the rows after it: what happens between is told again, never lost.
        Seq = await history.NewestAsync(db, cancel);
        if (State is not null && !Enum.GetValues<DeviceState>().Any(s => DeviceStates.Name(s) == State)) State = null;
        var all = points.All(frame.Who.Area).ToList();
        Count = all.Count;
        var shown = all.Where(p => State is null || p.StateName == State).OrderBy(p => PointReader.Rank(p.State)).ThenBy(p => p.Name, StringComparer.Ordinal)
            .Take(MostRows).ToList();
        var drawn = await lines.OfAsync(db, [.. shown.Select(p => p.Row.DeviceId).OfType<int>()], cancel);
        List = new PointRows([.. shown.Select(p => new PointRow(p, p.Row.DeviceId is { } d ? drawn[d] : ""))], true);
        Feed = await IncidentFeed.ReadAsync(db, frame, frame.Who.Area, 12, cancel);
        Districts = CityMap.Draw(all.Select(p => new MapPoint(p.Name, p.Area, p.StateName)), frame.Areas.Title, RankOf);
    }

    /// <summary>A coordinate.</summary>
    public string N(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static int RankOf(string state) => PointReader.Rank(Enum.GetValues<DeviceState>().First(s => DeviceStates.Name(s) == state));
}
