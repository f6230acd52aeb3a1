using HotspotManager.Console.Access;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Looks;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Api;

/// <summary>What to change of an area's look; a field that is left out stays, "" is as around. <c>logo</c>: a PNG or SVG file in base64.</summary>
public sealed record LookRequest(string? Area = null, string? Name = null, string? Brand = null, string? BrandDark = null, string? Logo = null);

/// <summary>Looks and notices of residents' pages, and the page itself for the console's preview.</summary>
internal static class LookEndpoints
{
    public static void MapApi(IEndpointRouteBuilder api)
    {
        api.MapGet("/looks", async (IDbContextFactory<HotspotDb> databases, HttpContext http, CancellationToken cancel) =>
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            return (await LookList.ListAsync(db, cancel)).Where(l => Sees(http, l.Area)).ToArray();
        }).WithSummary("Areas whose pages have a look of their own; area \"\" is the whole city");
        api.MapPut("/looks", SetAsync).RequireAuthorization(Policies.SetUp).WithSummary("Changes a look: name, brand, brandDark, logo");
        api.MapGet("/notices", async (IDbContextFactory<HotspotDb> databases, HttpContext http, TimeProvider time, CancellationToken cancel) =>
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            return (await LookList.NoticesAsync(db, time.GetUtcNow(), cancel)).Where(n => Sees(http, n.Area)).ToArray();
        }).WithSummary("Notices on residents' pages");
        api.MapPost("/notices", AddNoticeAsync).RequireAuthorization(Policies.Act).WithSummary("Adds a notice: textId, textEn, from, until (city's time), area");
        api.MapDelete("/notices/{id:int}", async (HttpContext http, StoreWriter writer, int id, CancellationToken cancel) =>
        {
            await writer.ChangeAsync(db => LookList.RemoveNoticeAsync(db, id, Who.Of(http.User).Area, cancel), cancel);
            return Results.NoContent();
        }).RequireAuthorization(Policies.Act).WithSummary("Removes a notice");
    }

    public static void MapPreview(IEndpointRouteBuilder routes) =>
        routes.MapGet("/preview/look", PreviewAsync).ExcludeFromDescription();

    private static async Task<LookView> SetAsync(HttpContext http, StoreWriter writer, LookRequest look, CancellationToken cancel)
    {
        var area = Own(http, look.Area);
        byte[]? logo;
        try
        {
            logo = look.Logo is null ? null : Convert.FromBase64String(look.Logo);
        }
        catch (FormatException)
        {
            throw new RefusedException("logo must be the file in base64.");
        }
        return await writer.ChangeAsync(db => LookList.SetAsync(db, area, new LookInput(look.Name, look.Brand, look.BrandDark, logo), cancel), cancel);
    }

    private static async Task<NoticeView> AddNoticeAsync(HttpContext http, StoreWriter writer, CityClock clock, NoticeInput notice, CancellationToken cancel)
    {
        var area = Own(http, notice.Area);
        return LookList.View(await writer.ChangeAsync(async db =>
        {
            var added = await LookList.AddNoticeAsync(db, clock, notice with { Area = area }, cancel);
            await db.SaveChangesAsync(cancel);
            return added;
        }, cancel), clock.Now);
    }

    /// <summary>The first page with what stands in the form; what cannot be read of it is as stored.</summary>
    private static async Task<IResult> PreviewAsync(
        HttpContext http, IDbContextFactory<HotspotDb> databases, IServiceProvider services, string? area, int dark, string? name, string? brand, string? brandDark, string? notice, string? lang, CancellationToken cancel)
    {
        var code = string.IsNullOrEmpty(area) ? "" : AreaCode.Normalize(area);
        if (services.GetService(typeof(LookPreview)) is not LookPreview preview || code is null || !Sees(http, code)) return Results.NotFound();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rows = await db.Set<Look>().AsNoTracking().ToDictionaryAsync(l => l.AreaCode, StringComparer.Ordinal, cancel);
        var own = rows.TryGetValue(code, out var row) ? row : rows[code] = new Look { AreaCode = code };
        if (name is not null && name.Length <= Look.LongestName) own.Name = name.Trim().Length > 0 ? name.Trim() : null;
        if (brand is not null) own.Brand = Colour.Read(brand)?.ToString();
        if (brandDark is not null) own.BrandDark = Colour.Read(brandDark)?.ToString();
        var news = string.IsNullOrWhiteSpace(notice) ? null : notice[..Math.Min(notice.Length, LookNotice.LongestText)];
        var page = preview.Show(new LookDraft(code, LookTable.Merge(rows, code), lang == "en" ? "en" : "id", dark == 1, news));
        http.Response.Headers.XFrameOptions = "SAMEORIGIN";
        http.Response.Headers.ContentSecurityPolicy = page.ContentSecurityPolicy.Replace("frame-ancestors 'none'", "frame-ancestors 'self'", StringComparison.Ordinal) + "; sandbox";
        return Results.Content(page.Html, "text/html; charset=utf-8");
    }

    // Everybody lives under the city's look.
    private static bool Sees(HttpContext http, string area) => area.Length == 0 || Who.Of(http.User).Sees(area);

    /// <summary>The area to change: the own one when none was named.</summary>
    private static string Own(HttpContext http, string? asked)
    {
        var who = Who.Of(http.User);
        if (string.IsNullOrEmpty(asked)) return who.Area ?? "";
        return who.Sees(AreaCode.Normalize(asked)) ? asked : throw new RefusedException("This is not your area.");
    }
}
