using HotspotManager.Core.Areas;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Reports;

/// <summary>The part of a report that comes from states: availability without maintenance, and how fast incidents were taken in hand.</summary>
internal sealed class ReportStates(HotspotDb db, ReportNetwork network, CityClock clock, DateTimeOffset from, DateTimeOffset to)
{
    public async Task AvailabilityAsync(DateTimeOffset now, CancellationToken cancel)
    {
        // A day before, so that a failure interrupted by a moment up is known from its beginning.
        var earlier = from.AddDays(-1);
        var rows = await db.Set<StateInterval>().AsNoTracking().Where(s => s.From < to && (s.To == null || s.To > earlier))
            .Select(s => new { s.DeviceId, s.State, s.From, s.To }).ToListAsync(cancel);
        var windows = (await db.Set<MaintenanceWindow>().AsNoTracking().Where(w => w.Starts < to && (w.Ends == null || w.Ends > earlier)).ToListAsync(cancel))
            .ConvertAll(w => (Window: w, Times: MaintenanceTimes.Of(w, earlier, to, clock).ToList()));
        var byDevice = rows.ToLookup(s => s.DeviceId, s => new StateSpan(s.From, s.To, s.State));
        Availability Over(int device, string? area, string? tags) => Availability.Of(
            byDevice[device], windows.Where(w => w.Window.IsFor(device, area ?? "", tags)).SelectMany(w => w.Times), from, to, now);
        foreach (var point in network.Points)
        {
            if (point.Row.DeviceId is not { } device || !byDevice.Contains(device)) continue;
            var over = Over(device, point.Row.AreaCode, point.Row.Tags);
            foreach (var sum in point.All.Where(IsOfPoints)) sum.Availability += over;
        }
        foreach (var (device, link, provider) in network.Links)
        {
            if (!byDevice.Contains(device.Id)) continue;
            link.Availability = Over(device.Id, device.AreaCode, null);
            if (provider is not null) provider.Availability += link.Availability;
        }
    }

    /// <summary>An incident's first acknowledgement, told to each row it concerns once: those of its points, and of its root where that is a line.</summary>
    public async Task AcknowledgementsAsync(CancellationToken cancel)
    {
        var rows = await db.Set<Incident>().AsNoTracking().Where(i => i.StartedAt >= from && i.StartedAt < to)
            .Select(i => new
            {
                i.Id,
                i.RootDeviceId,
                i.StartedAt,
                At = db.Set<IncidentNote>().Where(n => n.IncidentId == i.Id && n.Kind == IncidentNotes.Acknowledged).Min(n => (DateTimeOffset?)n.At),
            }).Where(i => i.At != null).ToListAsync(cancel);
        var ids = rows.ConvertAll(i => i.Id);
        var devices = (await db.Set<Outage>().AsNoTracking().Where(o => ids.Contains(o.IncidentId)).Select(o => new { o.IncidentId, o.DeviceId }).ToListAsync(cancel))
            .ToLookup(o => o.IncidentId, o => o.DeviceId);
        var points = network.Points.Where(p => p.Row.DeviceId is not null).ToLookup(p => p.Row.DeviceId!.Value);
        var links = network.Links.ToDictionary(l => l.Device.Id);
        foreach (var incident in rows)
        {
            var concerned = new HashSet<ReportSum>(devices[incident.Id].SelectMany(d => points[d]).SelectMany(p => p.All.Where(IsOfPoints)));
            if (incident.RootDeviceId is { } root && links.TryGetValue(root, out var line))
            {
                concerned.Add(line.Link);
                if (line.Provider is { } provider) concerned.Add(provider);
            }
            var (count, time) = Availability.Acknowledged([new Acknowledgement(incident.StartedAt, incident.At)], from, to);
            foreach (var sum in concerned) sum.Acknowledge(count, time);
        }
    }

    /// <summary>A line's and a provider's figures are those of the lines themselves.</summary>
    private static bool IsOfPoints(ReportSum sum) => sum.Row.Scope is not (ReportScope.Link or ReportScope.Provider);
}
