using HotspotManager.Console.Api;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Reports;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>An area's month or week on one sheet of A4, for the notice board and the coordinator's folder.</summary>
public sealed class ReportSheetModel(IDbContextFactory<HotspotDb> databases, ReportBook book, CityClock clock, Frame frame) : PageModel
{
    /// <summary>As many as the sheet has room for.</summary>
    public const int MostPoints = 14, MostOutages = 5;

    public ReportPeriod Period { get; private set; } = null!;

    public string? Area { get; private set; }

    public string Title => Area is null ? frame.City.Name : frame.Areas.Title(Area);

    public ReportView? Whole { get; private set; }

    public IReadOnlyList<ReportView> Points { get; private set; } = [];

    public int Count { get; private set; }

    public IReadOnlyList<OutageView> Outages { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string? month, string? week, string? area, CancellationToken cancel)
    {
        var asked = string.IsNullOrEmpty(area) ? null : AreaCode.Normalize(area);
        if (!string.IsNullOrEmpty(area) && (asked is null || !frame.Areas.Names.ContainsKey(asked))) return NotFound();
        if (!frame.Who.Narrow(asked, out var within)) return NotFound();
        Area = within;
        try
        {
            Period = ReportEndpoints.Period(month, week, book);
            await book.EnsureAsync(Period, cancel);
        }
        catch (RefusedException)
        {
            return NotFound();
        }
        await using var db = await databases.CreateDbContextAsync(cancel);
        Whole = (await ReportViews.NamedAsync(db, Period, ReportScope.Area, [within ?? ""], clock, cancel)).Select(Seen).FirstOrDefault();
        var points = (await ReportViews.ReadAsync(db, Period, ReportScope.Point, within, clock, cancel)).Select(Seen).OrderByDescending(p => p.Hours).ToList();
        (Count, Points) = (points.Count, [.. points.Take(MostPoints)]);
        Outages = await LongestAsync(db, cancel);
        return Page();
    }

    private async Task<IReadOnlyList<OutageView>> LongestAsync(HotspotDb db, CancellationToken cancel)
    {
        var (from, to) = (Period.From(clock), Period.To(clock));
        var rows = await OutageList.ListAsync(db, openOnly: false, area: Area, take: 2000, cancel: cancel);
        return [.. rows.Where(o => o.StartedAt < to && (o.EndedAt ?? frame.Now) > from).OrderByDescending(o => (o.EndedAt ?? frame.Now) - o.StartedAt).Take(MostOutages)];
    }

    private ReportView Seen(ReportView row) => frame.Who.SeesPeople ? row : row.WithoutTheFew();
}
