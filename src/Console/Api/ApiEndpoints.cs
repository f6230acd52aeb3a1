using HotspotManager.Console.Access;
using HotspotManager.Console.Live;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Attempts;
using HotspotManager.Core.Conditions;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Overview;
using HotspotManager.Core.Panels;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using HotspotManager.Core.Vouchers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Api;

/// <summary>An area as the API shows it.</summary>
public sealed record AreaView(string Code, string Name, string? Parent, string Kind);

/// <summary>A try to get online as the API shows it: <c>sentence</c> is what the resident was told, <c>steps</c> what happened.</summary>
public sealed record AttemptView(DateTimeOffset At, string Way, string? AccessPoint, string? UserName, string? Mac, bool Accepted, string Reason, string Sentence, IReadOnlyList<string> Steps);

/// <summary>Attributes of an access point's Access-Accept, one a line, that are otherwise than its brand's.</summary>
public sealed record ReplyView(string Lines);

/// <summary>What a request to make vouchers says.</summary>
public sealed record VoucherRequest(string Plan, int Count, int? Days = null, string? Area = null);

/// <summary>An order on a session as the API shows it: state <c>pending</c>, <c>done</c>, <c>refused</c> or <c>failed</c>, and what the gateway said.</summary>
public sealed record OrderView(long Id, long Session, string Kind, string Who, string Why, string State, string? Answer, DateTimeOffset CreatedAt, DateTimeOffset? DoneAt);

/// <summary>A poll that was ordered: outcome <c>pending</c>, <c>answered</c>, <c>strained</c>, <c>silent</c>, <c>only-ping</c>, <c>denied</c> or <c>not-sent</c>.</summary>
public sealed record PollView(string Name, string Outcome, int? Milliseconds, DateTimeOffset CreatedAt, DateTimeOffset? DoneAt);

/// <summary>
/// <c>/api/v1</c>: the same projections and field names as the commands' <c>--json</c>. Somebody with an area of their own gets that area; a coordinator or viewer
/// gets no address of a phone and no name of a person.
/// </summary>
internal static class ApiEndpoints
{
    private const int Most = 1000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").DisableAntiforgery();
        api.MapGet("/access-points", AccessPointsAsync).WithSummary("Access points with their state now");
        api.MapGet("/access-points/{name}", AccessPointAsync).WithSummary("One access point").Produces<AccessPointView>();
        api.MapGet("/access-points/{name}/condition", ConditionAsync).WithSummary("What its device last told of itself and its radios").Produces<ConditionView>();
        api.MapGet("/access-points/{name}/reply", (HttpContext http, PointReader points, IEnumerable<Panel> panels, string name) =>
            ReplyForm(http, points, panels, name) is { } form ? Results.Ok(new ReplyView(form.Value)) : NotThere("There is no such access point."))
            .RequireAuthorization(Policies.SetUp).WithSummary("What an access point's Access-Accept has otherwise than its brand's").Produces<ReplyView>();
        api.MapPut("/access-points/{name}/reply", SaveReplyAsync).RequireAuthorization(Policies.SetUp).WithSummary("Sets them: lines of Name = value, +Name = value, -Name");
        api.MapPost("/access-points/{name}/poll", async (HttpContext http, Polls polls, string name, CancellationToken cancel) =>
        {
            var o = await polls.OrderAsync(name, Who.Of(http.User), cancel);
            return new PollView(name, o.Outcome, o.Milliseconds, o.CreatedAt, o.DoneAt);
        }).RequireAuthorization(Policies.Act).WithSummary("Polls it now; waits up to 15 s for what comes of it");
        LookEndpoints.MapApi(api);
        SignInEndpoints.MapApi(api);
        api.MapGet("/outages", OutagesAsync).WithSummary("Outages of points, open ones first");
        api.MapGet("/incidents", IncidentsAsync).WithSummary("Incidents: one cause and everything it took with it");
        IncidentEndpoints.Map(api);
        api.MapGet("/sessions", SessionsAsync).WithSummary("Sessions, newest first");
        api.MapPost("/sessions/{id:long}/disconnect", DisconnectAsync).RequireAuthorization(Policies.Act).WithSummary("Ends a session; waits up to 10 s for the gateway's answer");
        api.MapGet("/plans", async (IDbContextFactory<HotspotDb> databases, CancellationToken cancel) =>
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            return await PlanList.ListAsync(db, cancel);
        }).WithSummary("Plans");
        api.MapGet("/areas", Areas).WithSummary("Areas by official code");
        api.MapGet("/attempts", AttemptsAsync).WithSummary("Tries to get online, newest first, and why they failed");
        api.MapGet("/series", SeriesAsync).WithSummary("Traffic, people and states of an access point over time, as columns").Produces<SeriesView>();
        api.MapGet("/vouchers", VouchersAsync).RequireAuthorization(Policies.Vouchers).WithSummary("Vouchers, newest first");
        api.MapPost("/vouchers", MakeVouchersAsync).RequireAuthorization(Policies.Vouchers).WithSummary("Makes vouchers of a plan");
        api.MapGet("/vouchers/{code}", VoucherAsync).RequireAuthorization(Policies.Vouchers).WithSummary("One voucher").Produces<VoucherView>();
        api.MapPost("/vouchers/{code}/revoke", RevokeAsync).RequireAuthorization(Policies.Vouchers).WithSummary("Cancels a voucher");
    }

    private static async Task<AccessPointView[]> AccessPointsAsync(
        HttpContext http, IDbContextFactory<HotspotDb> databases, PointReader points, TimeProvider time, string? area, string? state, CancellationToken cancel)
    {
        var within = Within(http, area);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rows = await AccessPointList.ListAsync(db, time.GetUtcNow(), null, within, cancel);
        return [.. rows.Select(r => Fresh(r, points, Who.Of(http.User))).Where(r => state is null || r.State == state)];
    }

    private static async Task<IResult> AccessPointAsync(
        HttpContext http, IDbContextFactory<HotspotDb> databases, PointReader points, TimeProvider time, string name, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rows = await AccessPointList.ListAsync(db, time.GetUtcNow(), name, null, cancel);
        return rows.Length == 1 && Who.Of(http.User).Sees(rows[0].Area) ? Results.Ok(Fresh(rows[0], points, Who.Of(http.User))) : NotThere("There is no such access point.");
    }

    private static async Task<IResult> ConditionAsync(HttpContext http, IDbContextFactory<HotspotDb> databases, PointReader points, string name, CancellationToken cancel)
    {
        if (points.Network.FindAccessPoint(name) is not { } row || !Who.Of(http.User).Sees(row.AreaCode)) return NotThere("There is no such access point.");
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (row.DeviceId is not { } device || await Conditions.FindAsync(db, device, cancel) is not { } condition) return NotThere("Its device has told nothing of itself.");
        var view = Conditions.View(points.Network.FindDevice(device)?.Name ?? row.Name, condition);
        return Results.Ok(Who.Of(http.User).SeesPeople ? view
            : view with { Values = [.. view.Values.Where(v => ConditionRoles.Find(v.Role) is not { } role || !Pages.ConditionFacts.IsInternal(role))] });
    }

    private static async Task<OutageView[]> OutagesAsync(
        HttpContext http, IDbContextFactory<HotspotDb> databases, bool? open, string? area, string? accessPoint, int? take, CancellationToken cancel)
    {
        var within = Within(http, area);
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await OutageList.ListAsync(db, open ?? false, within, accessPoint, Math.Clamp(take ?? 500, 1, Most), cancel);
    }

    private static async Task<IncidentView[]> IncidentsAsync(
        HttpContext http, IDbContextFactory<HotspotDb> databases, TimeProvider time, bool? open, string? area, int? take, CancellationToken cancel)
    {
        var within = Within(http, area);
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await OutageList.IncidentsAsync(db, open ?? false, time.GetUtcNow(), within, Math.Clamp(take ?? 200, 1, Most), cancel);
    }

    private static async Task<SessionView[]> SessionsAsync(
        HttpContext http, IDbContextFactory<HotspotDb> databases, bool? all, string? accessPoint, string? area, int? skip, int? take, CancellationToken cancel)
    {
        var within = Within(http, area);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rows = await SessionList.ListAsync(db, all ?? false, accessPoint, within, Math.Max(0, skip ?? 0), Math.Clamp(take ?? Most, 1, Most), cancel);
        return Who.Of(http.User).SeesPeople ? rows : [.. rows.Select(r => r with { UserName = "", Mac = "", FramedIp = null })];
    }

    private static async Task<OrderView> DisconnectAsync(HttpContext http, Disconnects disconnects, long id, CancellationToken cancel)
    {
        var o = await disconnects.OrderAsync(id, Who.Of(http.User), "API", cancel);
        return new OrderView(o.Id, o.SessionId, o.Kind, o.Who, o.Why, o.State, o.Answer, o.CreatedAt, o.DoneAt);
    }

    private static AreaView[] Areas(HttpContext http, AreaTable areas, string? parent) =>
    [
        .. areas.Names.Where(a => Who.Of(http.User).Sees(a.Key) && (parent is null || AreaCode.Parent(a.Key) == parent)).OrderBy(a => a.Key, StringComparer.Ordinal)
            .Select(a => new AreaView(a.Key, a.Value, AreaCode.Parent(a.Key), AreaCode.Kind(a.Key).ToString().ToLowerInvariant())),
    ];

    private static PanelForm? ReplyForm(HttpContext http, PointReader points, IEnumerable<Panel> panels, string name) =>
        points.Network.FindAccessPoint(name) is { } point && Who.Of(http.User).Sees(point.AreaCode) ? Pages.ShownPanel.Form(panels, point.Name, "reply", "en") : null;

    private static async Task<IResult> SaveReplyAsync(
        HttpContext http, PointReader points, IEnumerable<Panel> panels, string name, ReplyView reply, CancellationToken cancel)
    {
        if (ReplyForm(http, points, panels, name) is not { } form) return NotThere("There is no such access point.");
        await form.Save(reply.Lines, cancel);
        return Results.Ok(reply);
    }

    private static async Task<AttemptView[]> AttemptsAsync(
        HttpContext http, IDbContextFactory<HotspotDb> databases, SecretBox secrets, PointReader points, string? accessPoint, string? nas, string? who, bool? accepted, int? take,
        string? language, CancellationToken cancel)
    {
        var asks = Who.Of(http.User);
        var seen = points.Network.AccessPoints.Where(a => asks.Sees(a.AreaCode) && (accessPoint is null || a.Name == accessPoint)).Select(a => a.Id).ToList();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rows = await AttemptList.ListAsync(db, secrets, new AttemptQuery
        {
            AccessPoints = accessPoint is not null || asks.Area is not null ? seen : null,
            Nas = nas is null ? null : points.Network.FindNas(nas)?.Id ?? -1,
            Who = asks.SeesPeople ? who : null,
            Accepted = accepted,
            Take = Math.Clamp(take ?? 200, 1, Most),
        }, cancel);
        return [.. rows.Select(a => new AttemptView(
            a.At, a.Way, a.AccessPointId is { } id ? points.Network.FindAccessPoint(id)?.Name : null, asks.SeesPeople ? a.UserName : null, asks.SeesPeople ? a.Mac : null,
            a.Accepted, a.Reason, Pages.AttemptRow.SentenceOf(a.Reason, language ?? "id"), asks.SeesPeople ? AttemptSteps.In(language ?? "id", a.Steps) : []))];
    }

    private static async Task<IResult> SeriesAsync(
        HttpContext http, IDbContextFactory<HotspotDb> databases, PointReader points, SeriesReader series, string accessPoint, int? hours, CancellationToken cancel)
    {
        if (points.Network.FindAccessPoint(accessPoint) is not { } row || !Who.Of(http.User).Sees(row.AreaCode)) return NotThere("There is no such access point.");
        await using var db = await databases.CreateDbContextAsync(cancel);
        return Results.Ok(await series.ReadAsync(db, row, hours ?? 24, cancel));
    }

    private static async Task<VoucherView[]> VouchersAsync(
        HttpContext http, IDbContextFactory<HotspotDb> databases, SecretBox secrets, TimeProvider time, string? batch, string? area, int? skip, int? take, CancellationToken cancel)
    {
        var within = Within(http, area);
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await VoucherList.ListAsync(db, secrets, time.GetUtcNow(), batch, within, Math.Max(0, skip ?? 0), Math.Clamp(take ?? 200, 1, Most), cancel);
    }

    private static async Task<VoucherView[]> MakeVouchersAsync(
        HttpContext http, StoreWriter writer, SecretBox secrets, TimeProvider time, VoucherRequest request, CancellationToken cancel)
    {
        var area = Pages.VouchersModel.CheckArea(request.Area, Who.Of(http.User));
        return await writer.ChangeAsync(
            db => VoucherList.CreateAsync(db, secrets, request.Plan ?? "", request.Count, request.Days, area, time.GetUtcNow(), cancel), cancel);
    }

    private static async Task<IResult> VoucherAsync(
        HttpContext http, IDbContextFactory<HotspotDb> databases, SecretBox secrets, TimeProvider time, string code, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = await VoucherList.ShowAsync(db, secrets, code, time.GetUtcNow(), cancel);
        return Who.Of(http.User).Sees(found.Area) ? Results.Ok(found) : NotThere("There is no such voucher.");
    }

    private static async Task<VoucherView> RevokeAsync(HttpContext http, StoreWriter writer, SecretBox secrets, TimeProvider time, string code, CancellationToken cancel) =>
        await writer.ChangeAsync(async db =>
        {
            var found = await VoucherList.ShowAsync(db, secrets, code, time.GetUtcNow(), cancel);
            if (!Who.Of(http.User).Sees(found.Area)) throw new RefusedException("There is no such voucher.");
            await VoucherList.RevokeAsync(db, secrets, code, time.GetUtcNow(), cancel);
            return found with { State = "revoked" };
        }, cancel);

    /// <summary>The area to read: what was asked for when it lies in the own one.</summary>
    /// <exception cref="RefusedException">It is no area's code, or not this one's to see.</exception>
    internal static string? Within(HttpContext http, string? asked)
    {
        var code = string.IsNullOrEmpty(asked) ? null : AreaCode.Normalize(asked) ?? throw new RefusedException($"'{asked}' is not an area code.");
        return Who.Of(http.User).Narrow(code, out var area) ? area : throw new RefusedException("This is not your area.");
    }

    /// <summary>The row with what memory knows better: state and figures of this second. Addresses of the network are for those who run it.</summary>
    private static AccessPointView Fresh(AccessPointView row, PointReader points, Who who)
    {
        if (points.Network.FindAccessPoint(row.Name) is { } found && points.Of(found) is var now && now.State != DeviceState.Unknown)
            row = row with { State = now.StateName, Cause = now.Cause, Since = now.Since, Clients = now.Clients ?? row.Clients, InBps = now.InBps, OutBps = now.OutBps };
        return who.SeesPeople ? row : row with { Mac = null, Address = "", CalledStation = null };
    }

    internal static IResult NotThere(string error) => Results.Json(new { error }, statusCode: StatusCodes.Status404NotFound);
}
