using System.Text.Json;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Alerts;

/// <summary>What the rules look at, read at one moment.</summary>
/// <param name="Notices">Rows behind the standings; tracked by the store's context they were read with.</param>
/// <param name="Gone">Notices of incidents that are no longer there, with the one they became part of (null: not known).</param>
public sealed record AlertPicture(IReadOnlyList<AlertIncident> Incidents, IReadOnlyList<AlertNotice> Notices, IReadOnlyList<(AlertNotice Notice, long? Into)> Gone);

/// <summary>Reads incidents and what was told of them: open ones, and those that somebody still waits to hear the end of.</summary>
public static class AlertReader
{
    /// <param name="inMaintenance">Devices that somebody works on.</param>
    public static async Task<AlertPicture> ReadAsync(HotspotDb db, IReadOnlySet<int> inMaintenance, DateTimeOffset now, CancellationToken cancel)
    {
        var lastHour = now.AddHours(-1);
        var notices = await db.Set<AlertNotice>().Where(n => n.RecoveredAt == null || n.ToldAt > lastHour).ToListAsync(cancel);
        var incidents = await db.Set<Incident>().AsNoTracking().Where(i => i.EndedAt == null).ToListAsync(cancel);
        var ids = incidents.Select(i => i.Id).ToHashSet();
        // What was told long ago and began again; what is over and somebody is to hear of.
        var missing = ids.Except(notices.Select(n => n.IncidentId)).ToList();
        if (missing.Count > 0) notices.AddRange(await db.Set<AlertNotice>().Where(n => missing.Contains(n.IncidentId) && n.RecoveredAt != null && (n.ToldAt == null || n.ToldAt <= lastHour)).ToListAsync(cancel));
        var ended = notices.Select(n => n.IncidentId).Distinct().Where(i => !ids.Contains(i)).ToList();
        if (ended.Count > 0) incidents.AddRange(await db.Set<Incident>().AsNoTracking().Where(i => ended.Contains(i.Id)).ToListAsync(cancel));
        ids.UnionWith(incidents.Select(i => i.Id));
        var gone = new List<(AlertNotice, long?)>();
        foreach (var notice in notices.Where(n => !ids.Contains(n.IncidentId) && n.RecoveredAt is null)) gone.Add((notice, await IntoAsync(db, notice.IncidentId, cancel)));
        var roots = incidents.Where(i => i.RootDeviceId is not null).Select(i => i.RootDeviceId!.Value).Distinct().ToList();
        var names = roots.Count == 0 ? [] : await db.Set<Device>().AsNoTracking().Where(d => roots.Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => d.Name, cancel);
        var resting = await RestingAsync(db, incidents, inMaintenance, cancel);
        return new AlertPicture(incidents.ConvertAll(i => View(i, i.RootDeviceId is { } root ? names.GetValueOrDefault(root) : null, resting.Contains(i.Id), now)), notices.FindAll(n => ids.Contains(n.IncidentId)), gone);
    }

    /// <summary>One incident; null when it is not there.</summary>
    public static async Task<AlertIncident?> FindAsync(HotspotDb db, long id, DateTimeOffset now, CancellationToken cancel)
    {
        if (await db.Set<Incident>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, cancel) is not { } incident) return null;
        return View(incident, incident.RootDeviceId is { } root ? await db.Set<Device>().Where(d => d.Id == root).Select(d => d.Name).FirstOrDefaultAsync(cancel) : null, false, now);
    }

    private static AlertIncident View(Incident i, string? root, bool inMaintenance, DateTimeOffset now) => new(
        i.Id, root, i.AreaCode, i.IsFlapping ? OutageCauses.Flapping : i.Cause, i.StartedAt, i.EndedAt, i.Points, i.People,
        i.RootDeviceId is null || i.Cause.StartsWith("uplink ", StringComparison.Ordinal), inMaintenance, i.IsAcknowledged(now) ? i.AcknowledgedBy : null,
        i.Ending is null or IncidentEndings.Recovered);

    /// <summary>Open incidents in which everything that is out is being worked on.</summary>
    private static async Task<HashSet<long>> RestingAsync(HotspotDb db, List<Incident> incidents, IReadOnlySet<int> inMaintenance, CancellationToken cancel)
    {
        if (inMaintenance.Count == 0) return [];
        var open = incidents.Where(i => i.EndedAt is null).Select(i => i.Id).ToList();
        var outages = await db.Set<Outage>().Where(o => o.EndedAt == null && open.Contains(o.IncidentId)).Select(o => new { o.IncidentId, o.DeviceId }).ToListAsync(cancel);
        return [.. outages.GroupBy(o => o.IncidentId).Where(g => g.All(o => inMaintenance.Contains(o.DeviceId))).Select(g => g.Key)];
    }

    /// <summary>Two incidents turned out to be one: the feed tells which one goes on.</summary>
    private static async Task<long?> IntoAsync(HotspotDb db, long incident, CancellationToken cancel)
    {
        var mark = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\"incident\":{incident},");
        var told = await db.Set<FeedEvent>().AsNoTracking().Where(e => e.Kind == FeedKind.Incident && e.State == "closed" && e.Data != null && e.Data.Contains(mark))
            .OrderByDescending(e => e.Seq).Select(e => e.Data!).FirstOrDefaultAsync(cancel);
        if (told is null) return null;
        using var data = JsonDocument.Parse(told);
        return data.RootElement.TryGetProperty("into", out var into) && into.TryGetInt64(out var number) ? number : null;
    }
}
