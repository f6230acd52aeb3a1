using HotspotManager.Core.Outages;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Reports;

/// <summary>One device's availability over any time, from its rows.</summary>
public static class DeviceAvailability
{
    public static async Task<Availability> ReadAsync(HotspotDb db, int device, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now, CancellationToken cancel)
    {
        var earlier = from.AddDays(-1);
        var rows = await db.Set<StateInterval>().AsNoTracking().Where(s => s.DeviceId == device && s.From < to && (s.To == null || s.To > earlier)).ToListAsync(cancel);
        return Availability.Of(rows.Select(s => new StateSpan(s.From, s.To, s.State)), [], from, to, now);
    }
}
