using HotspotManager.Core.Feed;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Access;

/// <summary>Orders the end of a session for a page or the API and waits for the answer, at most ten seconds: as the command does.</summary>
public sealed class Disconnects(IDbContextFactory<HotspotDb> databases, StoreWriter writer, FeedTail tail, NetworkTable network, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The order with its answer; still pending when none came in time.</summary>
    /// <exception cref="RefusedException">No such session, not this one's to end, or it has ended.</exception>
    public async Task<SessionOrder> OrderAsync(long session, Who who, string why, CancellationToken cancel)
    {
        await CheckAreaAsync(session, who, cancel);
        var order = await writer.WriteAsync(db => SessionOrders.DisconnectAsync(db, session, who.Name, why, time.GetUtcNow(), cancel), cancel);
        tail.Nudge();
        var deadline = time.GetUtcNow() + Patience;
        while (order.State == OrderState.Pending && time.GetUtcNow() < deadline)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancel);
            await using var db = await databases.CreateDbContextAsync(cancel);
            order = await db.Set<SessionOrder>().AsNoTracking().SingleAsync(o => o.Id == order.Id, cancel);
        }

        return order;
    }

    private async Task CheckAreaAsync(long session, Who who, CancellationToken cancel)
    {
        if (who.Area is null) return;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var accessPoint = await db.Set<Session>().Where(s => s.Id == session).Select(s => s.AccessPointId).FirstOrDefaultAsync(cancel);
        if (accessPoint is not { } id || network.Current.FindAccessPoint(id) is not { } row || !who.Sees(row.AreaCode))
            throw new RefusedException($"There is no session {session}.");
    }
}
