using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Series;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Overview;

/// <summary>An access point as commands, pages and the API show it. Rates are octets a second; null where nothing is known.</summary>
public sealed record AccessPointView(
    string Name, string Area, string Nas, string? Device, string State, string? Cause, DateTimeOffset? Since, int? Clients, double? InBps, double? OutBps,
    string Address, string Brand, string? Gateway, string? Uplink, string? Mac, string? CalledStation, double? Lat, double? Lon, string? Tags,
    bool RequireMessageAuthenticator, bool SendsMessageAuthenticator);

/// <summary>Reads access points together with their state, from rows alone: the same in a command and in a server.</summary>
public static class AccessPointList
{
    /// <summary>By name. <paramref name="area"/> limits to an area and what lies in it.</summary>
    public static async Task<AccessPointView[]> ListAsync(HotspotDb db, DateTimeOffset now, string? name = null, string? area = null, CancellationToken cancel = default)
    {
        var points = db.Set<AccessPoint>().AsNoTracking();
        if (name is not null) points = points.Where(a => a.Name == name);
        if (area is not null) points = points.Where(a => a.AreaCode == area || a.AreaCode.StartsWith(area + ".") || a.AreaCode.StartsWith(area + "/"));
        var rows = await points.Join(db.Set<Nas>(), a => a.NasId, n => n.Id, (a, n) => new { Point = a, Nas = n }).OrderBy(r => r.Point.Name).ToListAsync(cancel);
        var devices = await db.Set<Device>().AsNoTracking().ToDictionaryAsync(d => d.Id, cancel);
        var states = (await db.Set<StateInterval>().AsNoTracking().Where(s => s.To == null).ToListAsync(cancel)).GroupBy(s => s.DeviceId).ToDictionary(g => g.Key, g => g.Last());
        var recent = now.AddMinutes(-10);
        var last = (await db.Set<RollUp>().AsNoTracking().Where(r => r.Resolution == RollUps.FiveMinutes && r.Start >= recent).ToListAsync(cancel))
            .GroupBy(r => r.DeviceId).ToDictionary(g => g.Key, g => g.MaxBy(r => r.Start)!);
        return [.. rows.Select(r =>
        {
            var device = r.Point.DeviceId is { } id ? devices.GetValueOrDefault(id) : null;
            var state = device is null ? null : states.GetValueOrDefault(device.Id);
            var figures = device is null || state?.State is DeviceState.Down or DeviceState.Unreachable ? null : last.GetValueOrDefault(device.Id);
            return new AccessPointView(r.Point.Name, r.Point.AreaCode, r.Nas.Name, device?.Name, DeviceStates.Name(state?.State ?? DeviceState.Unknown), state?.Cause, state?.From,
                (int?)figures?.ClientsLast, figures?.InLast, figures?.OutLast, (r.Nas.Name == r.Point.Name ? r.Nas.SeenAddress : null) ?? device?.Address ?? r.Nas.Address, r.Nas.Brand, r.Nas.Gateway,
                device?.UplinkId is { } up ? devices.GetValueOrDefault(up)?.Name : null, r.Point.Mac, r.Point.CalledStationId, r.Point.Latitude, r.Point.Longitude, r.Point.Tags,
                r.Nas.RequireMessageAuthenticator, r.Nas.SendsMessageAuthenticator);
        })];
    }
}
