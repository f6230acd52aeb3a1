using System.Collections.Concurrent;
using HotspotManager.Console.Drawings;
using HotspotManager.Core.Series;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>The lines of the last 24 hours in lists: 96 quarters of an hour for each device, drawn once and kept for three minutes.</summary>
public sealed class DayLines(TimeProvider time)
{
    private const int Slots = 96;
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(3);
    private readonly ConcurrentDictionary<int, (DateTimeOffset Drawn, string Path)> lines = new();

    /// <summary>The paths of devices; empty where nothing was measured.</summary>
    public async Task<IReadOnlyDictionary<int, string>> OfAsync(HotspotDb db, IReadOnlyCollection<int> devices, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var missing = devices.Where(d => !lines.TryGetValue(d, out var line) || now - line.Drawn > Keep).ToList();
        var from = RollUps.StartOf(now.AddHours(-24), 900);
        foreach (var some in missing.Chunk(200))
        {
            var rows = await db.Set<RollUp>().AsNoTracking().Where(r => some.Contains(r.DeviceId) && r.Resolution == RollUps.FiveMinutes && r.Start >= from)
                .Select(r => new { r.DeviceId, r.Start, r.InMean, r.OutMean }).ToListAsync(cancel);
            var byDevice = rows.ToLookup(r => r.DeviceId);
            foreach (var device in some)
            {
                var slots = byDevice[device].GroupBy(r => (int)((r.Start - from).TotalSeconds / 900))
                    .ToDictionary(g => g.Key, g => g.Average(r => r.InMean is null && r.OutMean is null ? null : (r.InMean ?? 0) + (r.OutMean ?? 0)));
                lines[device] = (now, Sparkline.Path([.. Enumerable.Range(0, Slots).Select(s => slots.GetValueOrDefault(s))]));
            }
        }

        return devices.Distinct().ToDictionary(d => d, d => lines.TryGetValue(d, out var line) ? line.Path : "");
    }
}
