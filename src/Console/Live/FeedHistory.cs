using HotspotManager.Core.Feed;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Live;

/// <summary>Reads what a client missed from the feed's rows.</summary>
public sealed class FeedHistory(IDbContextFactory<HotspotDb> databases, FeedTail tail)
{
    /// <summary>More than this many events are not worth sending: a page that is fetched anew is shorter.</summary>
    public const int MostEvents = 2000;

    /// <summary>The newest number: what a page that is written now has seen.</summary>
    public async Task<long> NewestAsync(HotspotDb db, CancellationToken cancel) =>
        Math.Max(tail.Last, await db.Set<FeedEvent>().MaxAsync(e => (long?)e.Seq, cancel) ?? 0);

    /// <summary>
    /// The events of a scope after <paramref name="since"/>. A reset when rows between it and the oldest that is kept are gone, when there are too many, or when it
    /// is a number this feed has not given yet (the client has seen another database).
    /// </summary>
    public async Task<FollowAnswer> SinceAsync(Scope scope, long since, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var newest = await NewestAsync(db, cancel);
        if (since == newest) return new FollowAnswer(newest, false, []);
        var oldest = await db.Set<FeedEvent>().MinAsync(e => (long?)e.Seq, cancel);
        if (since < 0 || since > newest || oldest is null || oldest > since + 1) return new FollowAnswer(newest, true, []);

        var query = db.Set<FeedEvent>().AsNoTracking().Where(e => e.Seq > since && e.Seq <= newest);
        if (scope.AccessPoint is { } name) query = query.Where(e => e.AccessPoint == name);
        if (scope.Area is { } area) query = query.Where(e => e.Area != null && e.Area.StartsWith(area));
        var rows = await query.OrderBy(e => e.Seq).Take(MostEvents + 1).ToListAsync(cancel);
        return rows.Count > MostEvents
            ? new FollowAnswer(newest, true, [])
            : new FollowAnswer(newest, false, [.. rows.Where(scope.Holds).Select(LiveItem.Of)]);
    }
}
