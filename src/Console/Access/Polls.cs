using HotspotManager.Core.Networks;
using HotspotManager.Core.Polls;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Access;

/// <summary>Orders a poll for a page or the API and waits for what comes of it, as the command does.</summary>
public sealed class Polls(IDbContextFactory<HotspotDb> databases, StoreWriter writer, NetworkTable network, TimeProvider time)
{
    /// <summary>The order with its outcome; still pending when no monitor runs.</summary>
    /// <exception cref="RefusedException">No such access point, not this one's to see, or it is not polled.</exception>
    public async Task<PollOrder> OrderAsync(string accessPoint, Who who, CancellationToken cancel)
    {
        if (network.Current.FindAccessPoint(accessPoint) is not { } row || !who.Sees(row.AreaCode)) throw new RefusedException("There is no such access point.");
        var order = await writer.WriteAsync(db => PollOrders.OrderAsync(db, row.Name, who.Name, time.GetUtcNow(), cancel), cancel);
        return await PollOrders.WaitAsync(databases.CreateDbContext, order.Id, time, cancel);
    }
}
