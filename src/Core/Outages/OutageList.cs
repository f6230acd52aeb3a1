using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Outages;

/// <summary>An outage as commands, pages and the API show it. <c>accessPoint</c> is the device's name when no access point hangs on it.</summary>
public sealed record OutageView(
    long Id, string AccessPoint, string? Area, string State, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string Cause, int Affected, long Incident);

/// <summary>An incident as pages and the API show it.</summary>
public sealed record IncidentView(
    long Id, string? Root, string? Area, string Cause, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, int Points, int People);

/// <summary>Reads outages.</summary>
public static class OutageList
{
    /// <summary>Open ones first, then the newest. <paramref name="area"/> limits to an area and what lies in it.</summary>
    public static async Task<OutageView[]> ListAsync(HotspotDb db, bool openOnly, string? area = null, string? device = null, int take = 500, CancellationToken cancel = default)
    {
        var query = db.Set<Outage>().AsNoTracking();
        if (openOnly) query = query.Where(o => o.EndedAt == null);
        if (area is not null) query = query.Where(o => o.AreaCode != null && (o.AreaCode == area || o.AreaCode.StartsWith(area + ".") || o.AreaCode.StartsWith(area + "/")));
        var joined = query.Join(db.Set<Device>(), o => o.DeviceId, d => d.Id, (o, d) => new { Outage = o, Device = d.Name });
        if (device is not null) joined = joined.Where(r => r.Device == device);
        var rows = await joined.OrderBy(r => r.Outage.EndedAt != null).ThenByDescending(r => r.Outage.StartedAt).Take(take).ToListAsync(cancel);
        return [.. rows.Select(r => new OutageView(r.Outage.Id, r.Device, r.Outage.AreaCode, DeviceStates.Name(r.Outage.State), r.Outage.StartedAt, r.Outage.EndedAt,
            r.Outage.Cause, r.Outage.Affected, r.Outage.IncidentId))];
    }

    /// <summary>Open ones first, then the newest.</summary>
    public static async Task<IncidentView[]> IncidentsAsync(HotspotDb db, bool openOnly, string? area = null, int take = 200, CancellationToken cancel = default)
    {
        var query = db.Set<Incident>().AsNoTracking();
        if (openOnly) query = query.Where(i => i.EndedAt == null);
        if (area is not null) query = query.Where(i => i.AreaCode != null && (i.AreaCode == area || i.AreaCode.StartsWith(area + ".") || i.AreaCode.StartsWith(area + "/")));
        var rows = await query.OrderBy(i => i.EndedAt != null).ThenByDescending(i => i.StartedAt).Take(take).ToListAsync(cancel);
        var names = await db.Set<Device>().AsNoTracking().ToDictionaryAsync(d => d.Id, d => d.Name, cancel);
        return [.. rows.Select(i => new IncidentView(i.Id, i.RootDeviceId is { } root ? names.GetValueOrDefault(root) : null, i.AreaCode, i.Cause,
            i.StartedAt, i.EndedAt, i.Points, i.People))];
    }
}
