using HotspotManager.Core.Networks;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.CheckIns;

/// <summary>A device that reports itself, as commands and pages show it.</summary>
public sealed record CheckInView(
    string Name, DateTimeOffset? LastAt, string? Address, DateTimeOffset? AddressSince, DateTimeOffset? StartedAt, int? Clients, int? Leases, int? Pool, int? Late, string? About);

public static class CheckInList
{
    public static async Task<CheckInView[]> ListAsync(HotspotDb db, string? name = null, CancellationToken cancel = default)
    {
        var rows = await db.Set<Device>().AsNoTracking().Where(d => d.CheckInKeySealed != null && (name == null || d.Name == name)).OrderBy(d => d.Name)
            .Select(d => new { d.Name, State = db.Set<CheckInState>().FirstOrDefault(s => s.DeviceId == d.Id) }).ToListAsync(cancel);
        return [.. rows.Select(r => new CheckInView(r.Name, r.State?.LastAt, r.State?.Address, r.State?.AddressSince, r.State?.StartedAt, r.State?.Clients, r.State?.Leases, r.State?.Pool,
            r.State?.Late, r.State?.About))];
    }

    /// <summary>A device's key, to be pasted into it.</summary>
    /// <exception cref="RefusedException">There is no such device, or it does not report itself.</exception>
    public static async Task<string> KeyAsync(HotspotDb db, SecretBox secrets, string name, CancellationToken cancel = default) =>
        (await NetworkList.GetDeviceAsync(db, name, cancel)).CheckInKeySealed is { } key ? secrets.OpenText(SecretPurpose.CheckInKey, key)
            : throw new RefusedException($"{name} does not report itself. Let it with: hotspot device set {name} --check-in");

    /// <summary>Gives a device another key; the old one is worth nothing from now on.</summary>
    public static async Task RenewKeyAsync(HotspotDb db, SecretBox secrets, string name, CancellationToken cancel = default)
    {
        await KeyAsync(db, secrets, name, cancel);
        (await NetworkList.GetDeviceAsync(db, name, cancel)).CheckInKeySealed = secrets.Seal(SecretPurpose.CheckInKey, CheckInSeal.NewKey());
    }
}
