using System.Text.Json;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Networks;

/// <summary>The notice that a NAS has another secret than we have: told to operators in the feed, read back by the doctor.</summary>
public static class SecretNotices
{
    /// <summary>The notice's State.</summary>
    public const string State = "wrong-secret";

    /// <summary>Writes the notice into the feed.</summary>
    public static Task AppendAsync(HotspotDb db, Nas nas, AccessPoint? at, DateTimeOffset now, CancellationToken cancel = default) => FeedLog.AppendAsync(db,
    [
        new FeedEvent
        {
            At = now, Kind = FeedKind.Notice, State = State, Device = nas.Name, AccessPoint = at?.Name, Area = at?.AreaCode,
            Data = JsonSerializer.Serialize(new
            {
                nas = nas.Name,
                text = $"secret of {nas.Name} does not match: set the same RADIUS secret on the router and here (hotspot nas set {nas.Name} --secret …)",
            }),
        },
    ], cancel);

    /// <summary>When a packet under another secret was last noticed; null: not within the feed's day.</summary>
    public static Task<DateTimeOffset?> LastAsync(HotspotDb db, string nas, CancellationToken cancel = default) => db.Set<FeedEvent>().AsNoTracking()
        .Where(e => e.Kind == FeedKind.Notice && e.State == State && e.Device == nas).MaxAsync(e => (DateTimeOffset?)e.At, cancel);
}
