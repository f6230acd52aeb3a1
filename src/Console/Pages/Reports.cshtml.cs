using HotspotManager.Console.Api;
using HotspotManager.Console.Drawings;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Reports;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>What each point was worth in a month or week: an area in figures, its rhythm and history, the areas in it, its points in order of use, and who sells the lines.</summary>
public sealed class ReportsModel(IDbContextFactory<HotspotDb> databases, ReportBook book, CityClock clock, Frame frame) : PageModel
{
    public const int PageSize = 60;
    /// <summary>Lines on the page, the fullest first; all are in the API and in <c>hotspot report --by link</c>.</summary>
    private const int MostLines = 20;
    private const int HistoryLength = 12;

    public static readonly string[] Orders = ["least", "most", "availability", "cost", "name"];

    [BindProperty(SupportsGet = true)]
    public string? Month { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Week { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Order { get; set; }

    [BindProperty(SupportsGet = true)]
    public int P { get; set; } = 1;

    public ReportPeriod Period { get; private set; } = null!;

    /// <summary>The period after, when it has begun.</summary>
    public ReportPeriod? Following { get; private set; }

    /// <summary>The other kind of period that lies around or in this one.</summary>
    public ReportPeriod Other { get; private set; } = null!;

    /// <summary>The area's code; null: everything.</summary>
    public string? Area { get; private set; }

    public string? Parent { get; private set; }

    public string Title => Area is null ? frame.City.Name : frame.Areas.Title(Area);

    /// <summary>Null: there is no point in it.</summary>
    public ReportView? Whole { get; private set; }

    /// <summary>The newest last; periods of which nothing is known are left out.</summary>
    public IReadOnlyList<ReportView> History { get; private set; } = [];

    /// <summary>The last periods up to this one, with gaps where nothing is known.</summary>
    public IReadOnlyList<Bar> HistoryBars { get; private set; } = [];

    public IReadOnlyList<ReportView> Areas { get; private set; } = [];

    public IReadOnlyList<ReportView> Points { get; private set; } = [];

    public int Count { get; private set; }

    /// <summary>Points that are little used, by why.</summary>
    public IReadOnlyDictionary<string, int> Little { get; private set; } = new Dictionary<string, int>();

    public IReadOnlyList<ReportView> Providers { get; private set; } = [];

    public IReadOnlyList<ReportView> Links { get; private set; } = [];

    public IReadOnlyList<ReportView> Vendors { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string? area, CancellationToken cancel)
    {
        var asked = string.IsNullOrEmpty(area) ? null : AreaCode.Normalize(area);
        if (!string.IsNullOrEmpty(area) && (asked is null || !frame.Areas.Names.ContainsKey(asked))) return NotFound();
        if (!frame.Who.Narrow(asked, out var within)) return NotFound();
        Area = within;
        Parent = within is not null && AreaCode.Parent(within) is { } parent && frame.Areas.Names.ContainsKey(parent) && frame.Who.Sees(parent) ? parent : null;
        try
        {
            Period = ReportEndpoints.Period(Month, Week, book);
            await book.EnsureAsync(Period, cancel);
            await book.EnsureAsync(Period.Previous, cancel);
        }
        catch (RefusedException)
        {
            return NotFound();
        }
        Following = Period.Following.From(clock) <= frame.Now ? Period.Following : null;
        Other = OtherKind();
        if (!Orders.Contains(Order)) Order = "least";
        await ReadAsync(cancel);
        return Page();
    }

    /// <summary>The address of this page with another period, area or page.</summary>
    public string Address(ReportPeriod? period = null, string? area = null, int page = 1) =>
        "/reports?" + Query(period, area) + (Order == "least" ? "" : "&order=" + Order) + (page > 1 ? "&p=" + page.ToString(System.Globalization.CultureInfo.InvariantCulture) : "");

    /// <summary>Period and area of an address.</summary>
    public string Query(ReportPeriod? period = null, string? area = null)
    {
        period ??= Period;
        return (period.IsWeek ? "week=" : "month=") + period.Key + ((area ?? Area) is { Length: > 0 } a ? "&area=" + Uri.EscapeDataString(a) : "");
    }

    /// <summary>People online by hour of the day, the busiest standing out.</summary>
    public static IReadOnlyList<Bar> Rhythm(ReportView row) => [.. row.Hourly!.Select((v, h) => new Bar($"{h:00}", v, h == row.BusiestHour))];

    private IEnumerable<ReportPeriod> Back()
    {
        var period = Period;
        for (var i = 0; i < HistoryLength; i++, period = period.Previous) yield return period;
    }

    private string Short(ReportPeriod period) => period.IsWeek ? "W" + period.Key[^2..] : period.First.ToString("MMM", frame.W.Culture)[..3];

    private ReportPeriod OtherKind()
    {
        // Of a month that is now the week that is now, of a past one its last; of a week the month it began in.
        if (Period.IsWeek) return ReportPeriod.Month(Period.First);
        return Following is null ? book.ThisWeek : ReportPeriod.Week(Period.Next.AddDays(-7));
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        Whole = (await ReportViews.NamedAsync(db, Period, ReportScope.Area, [Area ?? ""], clock, cancel)).Select(Seen).FirstOrDefault();
        if (Whole is null) return;
        History = [.. (await ReportViews.HistoryAsync(db, Period, HistoryLength, ReportScope.Area, Area ?? "", clock, cancel)).Reverse()];
        HistoryBars = [.. Back().Reverse().Select(p => new Bar(Short(p), History.FirstOrDefault(h => h.Period == p.Key)?.Hours, p == Period))];
        var children = frame.Areas.Names.Keys.Where(c => Area is null ? AreaCode.Kind(c) == AreaKind.Kecamatan : AreaCode.Parent(c) == Area).Order(StringComparer.Ordinal).ToList();
        if (children.Count > 0) Areas = [.. (await ReportViews.NamedAsync(db, Period, ReportScope.Area, children, clock, cancel)).Select(Seen)];
        var points = (await ReportViews.ReadAsync(db, Period, ReportScope.Point, Area, clock, cancel)).Select(Seen).ToList();
        Count = points.Count;
        Little = points.Where(p => p.Hint is not null).GroupBy(p => p.Hint!).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        P = Math.Clamp(P, 1, Math.Max(1, (Count + PageSize - 1) / PageSize));
        Points = [.. Ordered(points).Skip((P - 1) * PageSize).Take(PageSize)];
        if (Area is not null) return;
        Providers = await ReportViews.ReadAsync(db, Period, ReportScope.Provider, null, clock, cancel);
        Links = [.. (await ReportViews.ReadAsync(db, Period, ReportScope.Link, null, clock, cancel)).OrderByDescending(l => l.ContractUse ?? -1).Take(MostLines)];
        Vendors = await ReportViews.ReadAsync(db, Period, ReportScope.Vendor, null, clock, cancel);
    }

    private IEnumerable<ReportView> Ordered(List<ReportView> points) => Order switch
    {
        "most" => points.OrderByDescending(p => p.Hours).ThenBy(p => p.Name, StringComparer.Ordinal),
        "availability" => points.OrderBy(p => p.Service ?? 2).ThenBy(p => p.Name, StringComparer.Ordinal),
        // One that costs and is not used is dearer than any other.
        "cost" => points.OrderByDescending(p => p.Cost > 0 && p.Hours <= 0 ? double.MaxValue : p.CostPerPersonHour ?? -1).ThenBy(p => p.Name, StringComparer.Ordinal),
        "name" => points.OrderBy(p => p.Name, StringComparer.Ordinal),
        _ => points.OrderBy(p => p.Hours).ThenBy(p => p.Name, StringComparer.Ordinal),
    };

    private ReportView Seen(ReportView row) => frame.Who.SeesPeople ? row : row.WithoutTheFew();
}
