using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Outages;

/// <summary>An outage as commands, pages and the API show it. <c>accessPoint</c> is the device's name when no access point hangs on it.</summary>
public sealed record OutageView(
    long Id, string AccessPoint, string? Area, string State, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string Cause, int Affected, long Incident);

/// <summary>An incident as commands, pages and the API show it. <c>acknowledgedBy</c> only while the acknowledgement holds; <c>pointsNow</c>: access points still out.</summary>
public sealed record IncidentView(
    long Id, string? Root, string? Area, string Cause, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, int Points, int People, int PointsNow, bool Flapping, string? Ending,
    string? AcknowledgedBy, DateTimeOffset? AcknowledgedAt, DateTimeOffset? AcknowledgedUntil, string? Owner);

/// <summary>One line of an incident's story.</summary>
public sealed record IncidentNoteView(DateTimeOffset At, string Kind, string? Who, string? Text);

/// <summary>An incident with all that belongs to it.</summary>
public sealed record IncidentDetail(IncidentView Incident, IReadOnlyList<OutageView> Outages, IReadOnlyList<IncidentNoteView> Notes);

/// <summary>Reads outages.</summary>
public static class OutageList
{
    private const int MostOutages = 2000;

    /// <summary>Open ones first, then the newest. <paramref name="area"/> limits to an area and what lies in it.</summary>
    public static async Task<OutageView[]> ListAsync(HotspotDb db, bool openOnly, string? area = null, string? device = null, int take = 500, CancellationToken cancel = default)
    {
        var query = db.Set<Outage>().AsNoTracking();
        if (openOnly) query = query.Where(o => o.EndedAt == null);
        if (area is not null) query = query.Where(o => o.AreaCode != null && (o.AreaCode == area || o.AreaCode.StartsWith(area + ".") || o.AreaCode.StartsWith(area + "/")));
        return await ViewAsync(db, query, device, take, cancel);
    }

    /// <summary>Open ones first, then the newest.</summary>
    public static async Task<IncidentView[]> IncidentsAsync(
        HotspotDb db, bool openOnly, DateTimeOffset now, string? area = null, int take = 200, CancellationToken cancel = default)
    {
        var query = db.Set<Incident>().AsNoTracking();
        if (openOnly) query = query.Where(i => i.EndedAt == null);
        if (area is not null) query = query.Where(i => i.AreaCode != null && (i.AreaCode == area || i.AreaCode.StartsWith(area + ".") || i.AreaCode.StartsWith(area + "/")));
        return await ViewAsync(db, await query.OrderBy(i => i.EndedAt != null).ThenByDescending(i => i.StartedAt).Take(take).ToListAsync(cancel), now, cancel);
    }

    /// <summary>One incident with its outages and notes; null when there is none of that number (it may have become part of another one).</summary>
    public static async Task<IncidentDetail?> IncidentAsync(HotspotDb db, long id, DateTimeOffset now, CancellationToken cancel = default)
    {
        var rows = await db.Set<Incident>().AsNoTracking().Where(i => i.Id == id).ToListAsync(cancel);
        if (rows.Count == 0) return null;
        var outages = await ViewAsync(db, db.Set<Outage>().AsNoTracking().Where(o => o.IncidentId == id), null, MostOutages, cancel);
        var notes = await db.Set<IncidentNote>().AsNoTracking().Where(n => n.IncidentId == id).OrderBy(n => n.At).ThenBy(n => n.Id)
            .Select(n => new IncidentNoteView(n.At, n.Kind, n.Who, n.Text)).ToListAsync(cancel);
        return new IncidentDetail((await ViewAsync(db, rows, now, cancel))[0], outages, notes);
    }

    private static async Task<OutageView[]> ViewAsync(HotspotDb db, IQueryable<Outage> query, string? device, int take, CancellationToken cancel)
    {
        var joined = query.Join(db.Set<Device>(), o => o.DeviceId, d => d.Id, (o, d) => new { Outage = o, Device = d.Name });
        if (device is not null) joined = joined.Where(r => r.Device == device);
        var rows = await joined.OrderBy(r => r.Outage.EndedAt != null).ThenByDescending(r => r.Outage.StartedAt).Take(take).ToListAsync(cancel);
        return [.. rows.Select(r => new OutageView(r.Outage.Id, r.Device, r.Outage.AreaCode, DeviceStates.Name(r.Outage.State), r.Outage.StartedAt, r.Outage.EndedAt,
            r.Outage.Cause, r.Outage.Affected, r.Outage.IncidentId))];
    }

    private static async Task<IncidentView[]> ViewAsync(HotspotDb db, List<Incident> rows, DateTimeOffset now, CancellationToken cancel)
    {
        var roots = rows.Where(i => i.RootDeviceId is not null).Select(i => i.RootDeviceId!.Value).Distinct().ToList();
        var names = await db.Set<Device>().AsNoTracking().Where(d => roots.Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => d.Name, cancel);
        var open = rows.Where(i => i.EndedAt is null).Select(i => i.Id).ToList();
        var points = open.Count == 0 ? [] : await db.Set<Outage>().Where(o => o.EndedAt == null && o.AccessPointId != null && open.Contains(o.IncidentId))
            .GroupBy(o => o.IncidentId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return [.. rows.Select(i => new IncidentView(i.Id, i.RootDeviceId is { } root ? names.GetValueOrDefault(root) : null, i.AreaCode, i.Cause, i.StartedAt, i.EndedAt,
            i.Points, i.People, points.GetValueOrDefault(i.Id), i.IsFlapping, i.Ending, i.IsAcknowledged(now) ? i.AcknowledgedBy : null,
            i.IsAcknowledged(now) ? i.AcknowledgedAt : null, i.IsAcknowledged(now) ? i.AcknowledgedUntil : null, i.Owner))];
    }
}
