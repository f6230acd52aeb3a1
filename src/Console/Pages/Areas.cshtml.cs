using HotspotManager.Console.Live;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>An area within another, with its counts.</summary>
public sealed record AreaRow(string Code, string Name, int Points, int Up, int Away, int Clients, double Bits, string Worst);

/// <summary>An area: how it is in one sentence, what lies in it, and its access points.</summary>
public sealed class AreasModel(
    IDbContextFactory<HotspotDb> databases, FeedHistory history, PointReader points, LiveCounts counts, DayLines lines, Frame frame) : PageModel
{
    /// <summary>The area's code; null: the whole city.</summary>
    public string? Code { get; private set; }

    public string? Parent { get; private set; }

    public string Title { get; private set; } = "";

    public string Sentence { get; private set; } = "";

    public long Seq { get; private set; }

    public Totals Totals { get; private set; } = null!;

    public IReadOnlyList<AreaRow> Children { get; private set; } = [];

    public PointRows List { get; private set; } = new([], true);

    public async Task<IActionResult> OnGetAsync(string? code, CancellationToken cancel)
    {
        var asked = string.IsNullOrEmpty(code) ? null : AreaCode.Normalize(code);
        if (!string.IsNullOrEmpty(code) && (asked is null || !frame.Areas.Names.ContainsKey(asked))) return NotFound();
        if (!frame.Who.Narrow(asked, out var area)) return NotFound();
        await using var db = await databases.CreateDbContextAsync(cancel);
        Seq = await history.NewestAsync(db, cancel);
        Code = area;
        Parent = area is not null && AreaCode.Parent(area) is { } parent && frame.Areas.Names.ContainsKey(parent) && frame.Who.Sees(parent) ? parent : null;
        Title = area is null ? frame.W["nav.areas"] : frame.Areas.Title(area);
        Totals = Totals.Of(points, counts, area);
        var all = points.All(area).ToList();
        Sentence = Say(all);
        Children = ChildrenOf(area, all);
        var shown = (all.Count <= 60 || Children.Count == 0 ? all : []).OrderBy(p => PointReader.Rank(p.State)).ThenBy(p => p.Name, StringComparer.Ordinal).Take(200).ToList();
        var drawn = await lines.OfAsync(db, [.. shown.Select(p => p.Row.DeviceId).OfType<int>()], cancel);
        List = new PointRows([.. shown.Select(p => new PointRow(p, p.Row.DeviceId is { } d ? drawn[d] : ""))], true);
        return Page();
    }

    private string Say(List<PointNow> all)
    {
        var w = frame.W;
        if (all.Count == 0) return w["areas.empty"];
        var away = all.Count(p => p.State is DeviceState.Down or DeviceState.Unreachable);
        if (away == 0 && all.Count == 1) return w.Say("areas.oneUp", frame.State(all[0].StateName), frame.F.Span(frame.Now - all[0].Since));
        return away == 0 ? w.Say("areas.allUp", frame.F.Whole(all.Count)) : w.Say("areas.someAway", frame.F.Whole(away), frame.F.Whole(all.Count));
    }

    private List<AreaRow> ChildrenOf(string? area, List<PointNow> all)
    {
        // From the whole city one sees its kecamatan; below, the next smaller areas.
        bool IsChild(string code) => area is null ? AreaCode.Kind(code) == AreaKind.Kecamatan : AreaCode.Parent(code) == area;
        return
        [
            .. frame.Areas.Names.Where(a => IsChild(a.Key)).OrderBy(a => a.Key, StringComparer.Ordinal).Select(a =>
            {
                var inside = all.Where(p => AreaCode.Contains(a.Key, p.Area)).ToList();
                var worst = inside.Count == 0 ? DeviceState.Unknown : inside.MinBy(p => PointReader.Rank(p.State))!.State;
                return new AreaRow(
                    a.Key, a.Value, inside.Count, inside.Count(p => p.State == DeviceState.Up), inside.Count(p => p.State is DeviceState.Down or DeviceState.Unreachable),
                    inside.Sum(p => p.Clients ?? 0), inside.Sum(p => p.TrafficBits ?? 0), DeviceStates.Name(worst));
            }),
        ];
    }
}
