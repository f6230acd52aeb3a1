using HotspotManager.Console.Access;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Plans;
using HotspotManager.Core.SignIns;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Api;

/// <summary>What to change of an area's offer; a field that is left out stays, "" (for figures -1) is as around. <c>ways</c>: words separated by commas.</summary>
public sealed record OfferRequest(string? Area = null, string? Ways = null, string? ClickThroughPlan = null, string? PhonePlan = null, int? RememberDays = null, long? MonthlyRupiah = null);

/// <summary>The ways to sign in that give a plan, words separated by commas; "" for any.</summary>
public sealed record PlanWays(string Ways);

/// <summary>Ways to sign in, and the messages they send.</summary>
internal static class SignInEndpoints
{
    public static void MapApi(IEndpointRouteBuilder api)
    {
        api.MapGet("/sign-in", async (HttpContext http, IDbContextFactory<HotspotDb> databases, CancellationToken cancel) =>
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            var who = Who.Of(http.User);
            return (await SignInOfferList.ListAsync(db, cancel)).Where(o => who.Area is null || who.Sees(o.Area)).ToArray();
        }).WithSummary("Areas that offer ways to sign in of their own; area \"\" is the whole city");
        api.MapPut("/sign-in", async (HttpContext http, StoreWriter writer, OfferRequest offer, CancellationToken cancel) =>
        {
            var who = Who.Of(http.User);
            var area = string.IsNullOrEmpty(offer.Area) ? who.Area : who.Sees(AreaCode.Normalize(offer.Area)) ? offer.Area : throw new RefusedException("This is not your area.");
            return await writer.ChangeAsync(db => SignInOfferList.SetAsync(
                db, area, new SignInOfferInput(offer.Ways, offer.ClickThroughPlan, offer.PhonePlan, offer.RememberDays, offer.MonthlyRupiah), cancel), cancel);
        }).RequireAuthorization(Policies.SetUp).WithSummary("Chooses what an area offers");
        api.MapPut("/plans/{name}/ways", async (HttpContext http, StoreWriter writer, TimeProvider time, string name, PlanWays ways, CancellationToken cancel) =>
        {
            var who = Who.Of(http.User);
            if (who.Area is not null) throw new RefusedException("A plan is the whole city's.");
            var only = ways.Ways.Length == 0 ? "" : SignInWay.Check(ways.Ways);
            return PlanList.View((await writer.ChangeAsync(
                db => PlanChange.SetAsync(db, name, new PlanInput(null, null, null, null, null, null, null, only), who.Name, time.GetUtcNow(), cancel), cancel)).Plan);
        }).RequireAuthorization(Policies.SetUp).WithSummary("Chooses by which ways a plan is given");
        api.MapGet("/messages", async (HttpContext http, IDbContextFactory<HotspotDb> databases, string? state, string? area, int? take, CancellationToken cancel) =>
        {
            if (state is not null && !MessageState.All.Contains(state)) throw new RefusedException($"'{state}' is not a state: use {string.Join(", ", MessageState.All)}.");
            var within = ApiEndpoints.Within(http, area);
            await using var db = await databases.CreateDbContextAsync(cancel);
            return await Outbox.ListAsync(db, state, within, Math.Clamp(take ?? 200, 1, 1000), cancel);
        }).RequireAuthorization(Policies.Act).WithSummary("Messages sent to residents, newest first, numbers masked, with what became of each");
        api.MapGet("/messages/failing", async (IDbContextFactory<HotspotDb> databases, TimeProvider time, CancellationToken cancel) =>
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            return await CourierAlarm.FailingAsync(db, time.GetUtcNow(), cancel);
        }).RequireAuthorization(Policies.Act).WithSummary("Couriers that did not take over three messages in a row, until they do again");
    }
}
