using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>Sessions to show, with the newest order on each.</summary>
public sealed record PointSessions(IReadOnlyList<SessionView> Rows, IReadOnlyDictionary<long, SessionOrder> Orders, string Back)
{
    /// <summary>The open sessions of an access point.</summary>
    public static async Task<PointSessions> ReadAsync(HotspotDb db, string accessPoint, Frame frame, CancellationToken cancel)
    {
        var rows = await SessionList.ListAsync(db, all: false, accessPoint: accessPoint, take: 50, cancel: cancel);
        return new PointSessions(frame.Who.SeesPeople ? rows : [], await OrdersAsync(db, rows, cancel), "/aps/" + accessPoint);
    }

    /// <summary>How long a session lasted; one that is open runs on between the gateway's reports.</summary>
    public static TimeSpan Length(SessionView session, DateTimeOffset now)
    {
        var told = TimeSpan.FromSeconds(session.Seconds);
        var running = now - session.StartedAt;
        return session.EndedAt is null && running > told ? running : told;
    }

    /// <summary>The newest order on each of these sessions.</summary>
    public static async Task<IReadOnlyDictionary<long, SessionOrder>> OrdersAsync(HotspotDb db, IReadOnlyCollection<SessionView> rows, CancellationToken cancel)
    {
        var ids = rows.Select(r => r.Id).ToList();
        var orders = await db.Set<SessionOrder>().AsNoTracking().Where(o => ids.Contains(o.SessionId)).OrderBy(o => o.Id).ToListAsync(cancel);
        return orders.GroupBy(o => o.SessionId).ToDictionary(g => g.Key, g => g.Last());
    }
}
