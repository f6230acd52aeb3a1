using HotspotManager.Core.Areas;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Outages;

/// <summary>The maintenance windows that are on or still to come, in memory.</summary>
public sealed class MaintenanceTable(CityClock clock) : ISnapshot
{
    private MaintenanceWindow[] _windows = [];

    public IReadOnlyList<MaintenanceWindow> All => Volatile.Read(ref _windows);

    /// <summary>The window that a device is in at that moment; null: none.</summary>
    public MaintenanceWindow? Of(DeviceEntry device, DateTimeOffset at) =>
        Array.Find(Volatile.Read(ref _windows), w => w.IsOn(at, clock.Zone) && w.IsFor(device.Id, device.AreaCode, device.AccessPoint?.Tags));

    /// <summary>Every device that is in a window at that moment.</summary>
    public IReadOnlySet<int> DevicesIn(NetworkSnapshot network, DateTimeOffset at)
    {
        var on = Array.FindAll(Volatile.Read(ref _windows), w => w.IsOn(at, clock.Zone));
        if (on.Length == 0) return System.Collections.Frozen.FrozenSet<int>.Empty;
        return network.Devices.Where(d => Array.Exists(on, w => w.IsFor(d.Id, d.AreaCode, d.AccessPoint?.Tags))).Select(d => d.Id).ToHashSet();
    }

    public async Task ReloadAsync(HotspotDb db, CancellationToken cancel)
    {
        var now = clock.Now;
        var windows = await db.Set<MaintenanceWindow>().AsNoTracking().Where(w => w.Ends == null || w.Ends > now).OrderBy(w => w.Starts).ThenBy(w => w.Id).ToArrayAsync(cancel);
        Volatile.Write(ref _windows, windows);
    }
}
