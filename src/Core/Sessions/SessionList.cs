using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Sessions;

/// <summary>A session as commands, pages and the API show it. Octets: input from the phone, output to it (RFC 2866).</summary>
public sealed record SessionView(
    long Id, string? AccessPoint, string UserName, string Mac, string? FramedIp, DateTimeOffset StartedAt, DateTimeOffset? EndedAt,
    long Seconds, long InputOctets, long OutputOctets, string? TerminateCause);

/// <summary>Reads sessions.</summary>
public static class SessionList
{
    /// <summary>Newest first. <paramref name="area"/> limits to an area and what lies in it.</summary>
    public static async Task<SessionView[]> ListAsync(
        HotspotDb db, bool all, string? accessPoint = null, string? area = null, int skip = 0, int take = 1000, CancellationToken cancel = default)
    {
        var query = db.Set<Session>().AsNoTracking();
        if (!all) query = query.Where(s => s.EndedAt == null);
        var joined = query.GroupJoin(db.Set<AccessPoint>(), s => s.AccessPointId, a => (int?)a.Id, (s, a) => new { Session = s, Points = a })
            .SelectMany(r => r.Points.DefaultIfEmpty(), (r, a) => new { r.Session, Point = a });
        if (accessPoint is not null) joined = joined.Where(r => r.Point != null && r.Point.Name == accessPoint);
        if (area is not null)
            joined = joined.Where(r => r.Point != null && (r.Point.AreaCode == area || r.Point.AreaCode.StartsWith(area + ".") || r.Point.AreaCode.StartsWith(area + "/")));
        return await joined.OrderByDescending(r => r.Session.Id).Skip(skip).Take(take).Select(r => new SessionView(r.Session.Id, r.Point == null ? null : r.Point.Name,
            r.Session.UserName, r.Session.Mac, r.Session.FramedIp, r.Session.StartedAt, r.Session.EndedAt, r.Session.Seconds, r.Session.InputOctets,
            r.Session.OutputOctets, r.Session.TerminateCause)).ToArrayAsync(cancel);
    }
}
