using HotspotManager.Console.Access;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Api;

/// <summary>"I know": why, and for how many minutes; null: until it ends.</summary>
public sealed record AcknowledgeRequest(string? Comment = null, int? Minutes = null);

/// <summary>Who sees to it; null or empty: nobody.</summary>
public sealed record OwnerRequest(string? Owner = null);

/// <summary>What to write down.</summary>
public sealed record NoteRequest(string Text);

/// <summary>What people do with incidents, and maintenance windows: of <c>/api/v1</c>.</summary>
internal static class IncidentEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/incidents/{id:long}", ShowAsync).WithSummary("One incident with its outages and its story").Produces<IncidentDetail>();
        Change<AcknowledgeRequest>(api, "acknowledge", "Says that somebody knows: nobody is told again while it holds", (db, id, who, r, now, cancel) =>
            IncidentDesk.AcknowledgeAsync(db, id, who, r.Comment, r.Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null, now, cancel));
        Change<OwnerRequest>(api, "owner", "Says who sees to it", (db, id, who, r, now, cancel) => IncidentDesk.OwnAsync(db, id, who, r.Owner, now, cancel));
        Change<NoteRequest>(api, "note", "Writes something down", (db, id, who, r, now, cancel) => IncidentDesk.NoteAsync(db, id, who, r.Text, now, cancel));
        api.MapPost("/incidents/{id:long}/unacknowledge", (HttpContext http, IncidentDesks desks, long id, CancellationToken cancel) =>
                desks.ChangeAsync(id, Who.Of(http.User), (db, who, now) => IncidentDesk.UnacknowledgeAsync(db, id, who, now, cancel), cancel))
            .RequireAuthorization(Policies.Act).WithSummary("Takes the acknowledgement back").Produces<IncidentView>();
        api.MapGet("/maintenance", WindowsAsync).WithSummary("Maintenance windows that are on or to come");
        api.MapPost("/maintenance", (HttpContext http, MaintenanceDesk desk, MaintenanceInput input, CancellationToken cancel) => desk.AddAsync(input, Who.Of(http.User), cancel))
            .RequireAuthorization(Policies.Act).WithSummary("Adds one for an access point, an area or a tag: once (from, until or for), or on days of the week (every)");
        api.MapDelete("/maintenance/{id:int}", async (HttpContext http, MaintenanceDesk desk, int id, CancellationToken cancel) =>
        {
            await desk.RemoveAsync(id, Who.Of(http.User), cancel);
            return Results.NoContent();
        }).RequireAuthorization(Policies.Act).WithSummary("Removes one; one that is on ends now");
    }

    private static void Change<T>(
        IEndpointRouteBuilder api, string verb, string summary, Func<HotspotDb, long, string, T, DateTimeOffset, CancellationToken, Task<Incident>> change) where T : class =>
        api.MapPost($"/incidents/{{id:long}}/{verb}", (HttpContext http, IncidentDesks desks, long id, T request, CancellationToken cancel) =>
                desks.ChangeAsync(id, Who.Of(http.User), (db, who, now) => change(db, id, who, request, now, cancel), cancel))
            .RequireAuthorization(Policies.Act).WithSummary(summary).Produces<IncidentView>();

    private static async Task<IResult> ShowAsync(HttpContext http, IDbContextFactory<HotspotDb> databases, TimeProvider time, long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = await OutageList.IncidentAsync(db, id, time.GetUtcNow(), cancel);
        return found is not null && Who.Of(http.User).Sees(found.Incident.Area) ? Results.Ok(found) : ApiEndpoints.NotThere("There is no such incident.");
    }

    private static async Task<IReadOnlyList<MaintenanceView>> WindowsAsync(
        HttpContext http, IDbContextFactory<HotspotDb> databases, NetworkTable network, CityClock clock, bool? all, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var who = Who.Of(http.User);
        return [.. (await MaintenanceList.ListAsync(db, clock, all ?? false, cancel)).Where(w => MaintenanceDesk.Concerns(w, who, network.Current))];
    }
}
