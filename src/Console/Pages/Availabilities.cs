using HotspotManager.Core.Outages;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>Availability from the intervals of states: 1 − down ÷ (time − maintenance − unknown). Unreachable counts against the uplink, not against the point.</summary>
public static class Availabilities
{
    /// <summary>A device's share of up time, or null when nothing is known of the time.</summary>
    public static async Task<double?> OfAsync(HotspotDb db, int device, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var rows = await db.Set<StateInterval>().AsNoTracking().Where(s => s.DeviceId == device && (s.To == null || s.To > from)).ToListAsync(cancel);
        return Share(rows, from, to);
    }

    /// <summary>The share of up time in these intervals.</summary>
    public static double? Share(IEnumerable<StateInterval> intervals, DateTimeOffset from, DateTimeOffset to)
    {
        double known = 0, down = 0;
        foreach (var interval in intervals)
        {
            var begin = interval.From > from ? interval.From : from;
            var end = interval.To is { } ended && ended < to ? ended : to;
            if (end <= begin || interval.State is DeviceState.Unknown or DeviceState.Maintenance) continue;
            known += (end - begin).TotalSeconds;
            if (interval.State == DeviceState.Down) down += (end - begin).TotalSeconds;
        }

        return known <= 0 ? null : 1 - (down / known);
    }
}
