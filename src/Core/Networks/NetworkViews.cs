using HotspotManager.Core.Conditions;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Networks;

/// <summary>
/// A NAS as commands and the API show it; secrets are never shown. RadSec: whether it is connected over TLS (or TCP), since when that is so and from where; null when it never was.
/// SilentToControlSince: since when Disconnect- and CoA-Requests go unanswered there; null when they do not.
/// </summary>
public sealed record NasView(
    string Name, string Address, string? NasId, string Brand, string? Gateway, int CoaPort, bool RequireMessageAuthenticator, bool SendsMessageAuthenticator, bool SwapOctets,
    bool? RadSec = null, string? RadSecFrom = null, DateTimeOffset? RadSecSince = null, DateTimeOffset? SilentToControlSince = null, string? SeenAddress = null);

/// <summary>A device as commands and the API show it; secrets are never shown.</summary>
public sealed record DeviceView(
    string Name, string Kind, string Address, int SnmpPort, string? Snmp, string? Uplink, string? Provider, int? ContractMbps, long? MonthlyCost, string? Area,
    string? Controller = null, string? ControllerKey = null, string? Profile = null);

public static class NetworkViews
{
    public static async Task<NasView[]> NasAsync(HotspotDb db, string? name = null, CancellationToken cancel = default)
    {
        var rows = await db.Set<Nas>().AsNoTracking().Where(n => name == null || n.Name == name).OrderBy(n => n.Name)
            .Select(n => new { Nas = n, Connection = db.Set<NasConnection>().FirstOrDefault(c => c.NasId == n.Id) }).ToListAsync(cancel);
        return [.. rows.Select(r => View(r.Nas, r.Connection))];
    }

    private static NasView View(Nas n, NasConnection? connection) => new(
        n.Name, n.Address, n.NasIdentifier, n.Brand, n.Gateway, n.CoaPort, n.RequireMessageAuthenticator, n.SendsMessageAuthenticator, n.SwapOctets,
        connection?.IsOpen, connection?.Remote, connection?.Since, n.SilentToControlSince, n.SeenAddress);

    public static async Task<DeviceView[]> DevicesAsync(HotspotDb db, string? name = null, CancellationToken cancel = default)
    {
        var rows = await db.Set<Device>().AsNoTracking().Where(d => name == null || d.Name == name).OrderBy(d => d.Name)
            .Select(d => new
            {
                Device = d,
                Uplink = db.Set<Device>().Where(u => u.Id == d.UplinkId).Select(u => u.Name).FirstOrDefault(),
                Controller = db.Set<Device>().Where(u => u.Id == d.ControllerId).Select(u => u.Name).FirstOrDefault(),
                Profile = db.Set<DeviceCondition>().Where(c => c.DeviceId == d.Id).Select(c => c.Profile).FirstOrDefault()
            }).ToListAsync(cancel);
        return [.. rows.Select(r => new DeviceView(r.Device.Name, r.Device.Kind, r.Device.Address, r.Device.SnmpPort,
            r.Device.CheckInKeySealed is not null ? "check-in" : r.Device.ControllerId is not null ? "controller" : r.Device.SnmpUser is not null ? "v3" : r.Device.SnmpCommunitySealed is not null ? "v2c" : null, r.Uplink, r.Device.Provider, r.Device.ContractMbps,
            r.Device.MonthlyCost, r.Device.AreaCode, r.Controller, r.Device.ControllerKey, r.Profile))];
    }
}
