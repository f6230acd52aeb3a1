using HotspotManager.Console.Access;
using HotspotManager.Console.Live;
using HotspotManager.Console.Measures;
using HotspotManager.Console.Pages;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using HotspotManager.Core.Vouchers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Api;

/// <summary>The endpoints that are neither pages nor the API: health, metrics, search, language, sign-out.</summary>
internal static class SmallEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        // Counts only, no names: a scraper needs no token. The console listens on this machine alone unless told otherwise.
        routes.MapGet("/metrics", (MeterCollector meters) => Results.Text(PrometheusText.Write(meters.Families()), PrometheusText.ContentType))
            .AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/healthz", HealthAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/search", Search).ExcludeFromDescription();
        routes.MapGet("/language/{language}", Language).AllowAnonymous().ExcludeFromDescription();
        LookEndpoints.MapPreview(routes);
        routes.MapPost("/logout", SignOutAsync).ExcludeFromDescription();
        routes.MapGet("/denied", () => Results.StatusCode(StatusCodes.Status403Forbidden)).ExcludeFromDescription();
    }

    /// <summary>200 when the store answers and has room, else 503 with a sentence.</summary>
    private static async Task<IResult> HealthAsync(IDbContextFactory<HotspotDb> databases, Core.Disk.DiskAlarm disk, CancellationToken cancel)
    {
        if (disk.Trouble is { } trouble) return Results.Text(trouble + "\n", statusCode: StatusCodes.Status503ServiceUnavailable);
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Database.CanConnectAsync(cancel) ? Results.Text("ok\n") : Results.Text("the store does not answer\n", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>Where what was typed leads: a voucher's batch, a phone's sessions, an access point, or a list.</summary>
    private static async Task<IResult> Search(string? q, Frame frame, PointReader points, Core.Secrets.SecretBox secrets, IDbContextFactory<HotspotDb> databases, CancellationToken cancel)
    {
        var text = q?.Trim() ?? "";
        if (points.Network.FindAccessPoint(text) is { } point && frame.Who.Sees(point.AreaCode)) return Results.LocalRedirect("/aps/" + point.Name);
        if (frame.Who.SeesPeople && Mac.Normalize(text) is { } mac) return Results.LocalRedirect("/sessions?all=true&q=" + mac);
        if (frame.Who.MayMakeVouchers && VoucherCode.Normalize(text) is { } code)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            try
            {
                var found = await VoucherList.ShowAsync(db, secrets, code, frame.Now, cancel);
                if (frame.Who.Sees(found.Area) || frame.Who.Area is null) return Results.LocalRedirect("/vouchers/" + found.Batch);
            }
            catch (RefusedException)
            {
                // Ten digits that are no voucher of ours: the list below says that nothing was found.
            }
        }

        return Results.LocalRedirect("/aps?q=" + Uri.EscapeDataString(text));
    }

    private static IResult Language(string language, string? back, HttpContext http)
    {
        http.Response.Cookies.Append(Frame.LanguageCookie, language == "en" ? "en" : "id", new CookieOptions
        {
            MaxAge = TimeSpan.FromDays(365),
            SameSite = SameSiteMode.Lax,
            HttpOnly = true,
            IsEssential = true,
            Secure = http.Request.IsHttps,
        });
        var local = back is ['/', ..] && !(back.Length > 1 && back[1] is '/' or '\\') && !back.Any(char.IsControl);
        return Results.LocalRedirect(local ? back! : "/");
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, [FromForm(Name = "__RequestVerificationToken")] string? token)
    {
        _ = token;
        await OperatorSignIn.OutAsync(http);
        return Results.LocalRedirect("/login");
    }
}
