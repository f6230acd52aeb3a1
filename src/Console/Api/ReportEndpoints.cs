using System.Text;
using HotspotManager.Console.Access;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Reports;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Api;

/// <summary>
/// <c>/api/v1/reports</c>: one area's month (<c>month=2026-11</c>) or week (<c>week=2026-W47</c>), and the rows of points, areas, lines, providers and brands; <c>format=csv</c> for a spreadsheet.
/// Somebody with an area of their own gets that area, without providers and brands.
/// </summary>
internal static class ReportEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/reports").DisableAntiforgery();
        api.MapGet("", AreaAsync).WithSummary("A month or week of an area, or of everything").Produces<ReportView>();
        foreach (var (path, scope, what) in new[]
        {
            ("points", ReportScope.Point, "access points"), ("areas", ReportScope.Area, "areas"), ("links", ReportScope.Link, "lines against their contracts"),
            ("providers", ReportScope.Provider, "internet providers"), ("vendors", ReportScope.Vendor, "brands of routers"),
        })
        {
            api.MapGet("/" + path, (HttpContext http, IDbContextFactory<HotspotDb> databases, ReportBook book, CityClock clock, string? month, string? week, string? area, string? format, CancellationToken cancel) =>
                RowsAsync(http, databases, book, clock, scope, month, week, area, format, cancel)).WithSummary($"A month or week of {what}; format=csv for a spreadsheet").Produces<ReportView[]>();
        }
    }

    /// <summary>The period that is asked for: a month, a week, or this month.</summary>
    /// <exception cref="RefusedException">It is not written as one.</exception>
    public static ReportPeriod Period(string? month, string? week, ReportBook book)
    {
        if (!string.IsNullOrEmpty(month) && !string.IsNullOrEmpty(week)) throw new RefusedException("Ask for a month or for a week, not for both.");
        if (string.IsNullOrEmpty(month) && string.IsNullOrEmpty(week)) return book.ThisMonth;
        var period = ReportPeriod.Parse(string.IsNullOrEmpty(month) ? week! : month);
        return period.IsWeek == string.IsNullOrEmpty(month) ? period : throw new RefusedException("A month is written 2026-11, a week 2026-W47.");
    }

    private static async Task<IResult> AreaAsync(
        HttpContext http, IDbContextFactory<HotspotDb> databases, ReportBook book, CityClock clock, string? month, string? week, string? area, CancellationToken cancel)
    {
        var period = Period(month, week, book);
        var within = Within(http, area);
        await book.EnsureAsync(period, cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = await ReportViews.NamedAsync(db, period, ReportScope.Area, [within ?? ""], clock, cancel);
        return found.Length == 1 ? Results.Ok(Seen(found[0], Who.Of(http.User))) : Results.Json(new { error = "There is no point in this area." }, statusCode: StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> RowsAsync(
        HttpContext http, IDbContextFactory<HotspotDb> databases, ReportBook book, CityClock clock, string scope, string? month, string? week, string? area, string? format, CancellationToken cancel)
    {
        if (format is not (null or "" or "json" or "csv")) throw new RefusedException("format is json or csv.");
        var period = Period(month, week, book);
        var within = Within(http, area);
        if (within is not null && scope is ReportScope.Provider or ReportScope.Vendor) throw new RefusedException("Providers and brands are reported for the whole city only.");
        await book.EnsureAsync(period, cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rows = (await ReportViews.ReadAsync(db, period, scope, within, clock, cancel)).Select(r => Seen(r, Who.Of(http.User))).ToArray();
        return format == "csv" ? Results.File(Encoding.UTF8.GetBytes(ReportCsv.Write(rows)), "text/csv; charset=utf-8", $"{scope}-{period.Key}.csv") : Results.Ok(rows);
    }

    private static ReportView Seen(ReportView row, Who who) => who.SeesPeople ? row : row.WithoutTheFew();

    private static string? Within(HttpContext http, string? asked)
    {
        var code = string.IsNullOrEmpty(asked) ? null : AreaCode.Normalize(asked) ?? throw new RefusedException($"'{asked}' is not an area code.");
        return Who.Of(http.User).Narrow(code, out var area) ? area : throw new RefusedException("This is not your area.");
    }
}
