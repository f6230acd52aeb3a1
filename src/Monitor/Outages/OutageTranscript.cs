using System.Text.Json;
using System.Text.Json.Serialization;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Monitor.Outages;

/// <summary>Turns one batch of detections into rows of one transaction and the events that tell of them.</summary>
internal sealed class OutageTranscript(HotspotDb db, NetworkSnapshot network, SessionBook sessions, Func<long, long> incidentId, CancellationToken cancel)
{
    private const string NoAnswer = "no answer";
    private const string PowerOrBackhaul = "power or backhaul";
    private const string UplinkPrefix = "uplink ";
    private const string UplinkSuffix = " down";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly List<FeedEvent> events = [];
    private readonly Dictionary<long, (Incident Incident, bool Closed, DateTimeOffset At, long? Into)> touched = [];

    /// <summary>In words, as rows and pages have it; null when all is well.</summary>
    public static string? CauseOf(in Detection detection, NetworkSnapshot network) => detection.State is not (DeviceState.Down or DeviceState.Unreachable) ? null
        : detection.Cause switch
        {
            OutageCause.NoAnswer => NoAnswer,
            OutageCause.PowerOrBackhaul => PowerOrBackhaul,
            OutageCause.Uplink => UplinkPrefix + (network.FindDevice(detection.CauseDeviceId)?.Name ?? "?") + UplinkSuffix,
            _ => throw new ArgumentOutOfRangeException(nameof(detection)),
        };

    /// <summary>Back from words.</summary>
    public static (OutageCause Cause, int DeviceId) ReadCause(string cause, IReadOnlyDictionary<string, int> devices) =>
        cause == PowerOrBackhaul ? (OutageCause.PowerOrBackhaul, 0)
        : cause.StartsWith(UplinkPrefix, StringComparison.Ordinal) && cause.EndsWith(UplinkSuffix, StringComparison.Ordinal)
            ? (OutageCause.Uplink, devices.GetValueOrDefault(cause[UplinkPrefix.Length..^UplinkSuffix.Length]))
            : (OutageCause.NoAnswer, 0);

    /// <summary>Writes one detection; gives the number of an incident it opened.</summary>
    public async Task<long?> WriteAsync(Detection detection)
    {
        switch (detection.Kind)
        {
            case DetectionKind.State:
                await WriteStateAsync(detection);
                return null;
            case DetectionKind.IncidentOpened:
                var opened = new Incident
                {
                    RootDeviceId = detection.DeviceId == 0 ? null : detection.DeviceId,
                    AreaCode = detection.Area.Length > 0 ? detection.Area : null,
                    Cause = NoAnswer,
                    StartedAt = detection.Since,
                };
                db.Add(opened);
                await db.SaveChangesAsync(cancel);
                touched[opened.Id] = (opened, false, detection.At, null);
                return opened.Id;
            case DetectionKind.IncidentReopened:
                var reopened = await IncidentAsync(detection.Incident, detection.At);
                reopened.EndedAt = null;
                return null;
            case DetectionKind.IncidentBecameSite:
                var site = await IncidentAsync(detection.Incident, detection.At);
                (site.RootDeviceId, site.Cause, site.AreaCode) = (null, PowerOrBackhaul, detection.Area.Length > 0 ? detection.Area : null);
                return null;
            case DetectionKind.IncidentMerged:
                await MergeAsync(detection);
                return null;
            case DetectionKind.IncidentClosed:
                var closed = await IncidentAsync(detection.Incident, detection.At);
                closed.EndedAt = detection.At;
                touched[closed.Id] = (closed, true, detection.At, null);
                return null;
            default:
                throw new ArgumentOutOfRangeException(nameof(detection));
        }
    }

    /// <summary>The events of all that was written, incidents last, with how many they affect.</summary>
    public async Task<IReadOnlyCollection<FeedEvent>> EventsAsync()
    {
        await db.SaveChangesAsync(cancel);
        foreach (var (incident, closed, at, into) in touched.Values)
        {
            if (!closed)
            {
                var open = await db.Set<Outage>().Where(o => o.IncidentId == incident.Id && o.EndedAt == null).ToListAsync(cancel);
                incident.Points = Math.Max(incident.Points, open.Count(o => o.AccessPointId is not null));
                incident.People = Math.Max(incident.People, open.Sum(o => o.Affected));
                if (incident.RootDeviceId is { } root && open.Exists(o => o.State == DeviceState.Unreachable) && network.FindDevice(root) is { } device)
                {
                    incident.Cause = UplinkPrefix + device.Name + UplinkSuffix;
                }
            }

            events.Add(new FeedEvent
            {
                At = at,
                Kind = FeedKind.Incident,
                Device = incident.RootDeviceId is { } id ? network.FindDevice(id)?.Name : null,
                Area = incident.AreaCode,
                State = closed ? "closed" : "open",
                Data = JsonSerializer.Serialize(
                    new IncidentData(incident.Id, incident.Cause, incident.Points, incident.People, incident.StartedAt, incident.EndedAt, into), Json),
            });
        }

        return events;
    }

    private async Task WriteStateAsync(Detection detection)
    {
        var cause = CauseOf(detection, network);
        var device = network.FindDevice(detection.DeviceId);
        var interval = await db.Set<StateInterval>().Where(s => s.DeviceId == detection.DeviceId && s.To == null).OrderBy(s => s.From).LastOrDefaultAsync(cancel);
        if (interval is not null && interval.State == detection.State)
        {
            interval.Cause = cause;
        }
        else
        {
            var from = interval is not null && interval.From > detection.Since ? interval.From : detection.Since;
            if (interval is not null)
            {
                interval.To = from;
            }

            // A device that was removed ends its last interval and begins none.
            if (detection.State != DeviceState.Unknown)
            {
                db.Add(new StateInterval { DeviceId = detection.DeviceId, State = detection.State, Cause = cause, From = from });
            }
        }

        var outage = await WriteOutageAsync(detection, device, cause);
        await db.SaveChangesAsync(cancel);
        if (device is not null && (detection.Before != detection.State || outage is not null))
        {
            Tell(detection, device, cause, outage);
        }
    }

    private async Task<Outage?> WriteOutageAsync(Detection detection, DeviceEntry? device, string? cause)
    {
        var isOut = detection.State is DeviceState.Down or DeviceState.Unreachable;
        var outage = await db.Set<Outage>().Where(o => o.DeviceId == detection.DeviceId && o.EndedAt == null).OrderBy(o => o.StartedAt).LastOrDefaultAsync(cancel);
        if (!isOut)
        {
            if (outage is not null)
            {
                outage.EndedAt = detection.At;
            }

            return outage;
        }

        var incident = await IncidentAsync(detection.Incident, detection.At);
        var splits = detection.Before == DeviceState.Unreachable && detection.State == DeviceState.Down;
        if (outage is not null && !splits)
        {
            (outage.State, outage.Cause, outage.IncidentId) = (detection.State, cause!, incident.Id);
            return outage;
        }

        if (outage is not null)
        {
            // Its uplink is back and it is not: from here on that is its own.
            outage.EndedAt = detection.Since;
        }

        var begun = new Outage
        {
            IncidentId = incident.Id,
            DeviceId = detection.DeviceId,
            AccessPointId = device?.AccessPoint?.Id,
            AreaCode = device is { AreaCode.Length: > 0 } ? device.AreaCode : null,
            State = detection.State,
            Cause = cause!,
            StartedAt = detection.Since,
            Affected = AccessPointsOf(detection.DeviceId).Sum(a => sessions.CountAt(a.Id)),
        };
        db.Add(begun);
        return begun;
    }

    private async Task MergeAsync(Detection detection)
    {
        var from = await IncidentAsync(detection.Incident, detection.At);
        var into = await IncidentAsync(detection.Into, detection.At);
        foreach (var outage in await db.Set<Outage>().Where(o => o.IncidentId == from.Id).ToListAsync(cancel))
        {
            outage.IncidentId = into.Id;
        }

        into.StartedAt = into.StartedAt < from.StartedAt ? into.StartedAt : from.StartedAt;
        (from.EndedAt, touched[from.Id]) = (detection.At, (from, true, detection.At, into.Id));

        // It never was one of its own: only the feed told of it.
        db.Remove(from);
        await db.SaveChangesAsync(cancel);
    }

    private async Task<Incident> IncidentAsync(long key, DateTimeOffset at)
    {
        var id = incidentId(key);
        if (!touched.TryGetValue(id, out var known))
        {
            known = (await db.Set<Incident>().SingleAsync(i => i.Id == id, cancel), false, at, null);
            touched[id] = known;
        }

        return known.Incident;
    }

    private void Tell(in Detection detection, DeviceEntry device, string? cause, Outage? outage)
    {
        var data = JsonSerializer.Serialize(new StateData(cause, outage?.Id, outage?.IncidentId, detection.Since, outage?.Affected), Json);
        foreach (var point in AccessPointsOf(device.Id).Cast<AccessPoint?>().DefaultIfEmpty())
        {
            events.Add(new FeedEvent
            {
                At = detection.At,
                Kind = FeedKind.State,
                AccessPoint = point?.Name,
                Device = device.Name,
                Area = point?.AreaCode ?? (device.AreaCode.Length > 0 ? device.AreaCode : null),
                State = DeviceStates.Name(detection.State),
                Data = data,
            });
        }
    }

    private IEnumerable<AccessPoint> AccessPointsOf(int deviceId) => network.AccessPoints.Where(a => a.DeviceId == deviceId);

    private sealed record StateData(string? Cause, long? Outage, long? Incident, DateTimeOffset Since, int? Affected);

    private sealed record IncidentData(long Incident, string Cause, int Points, int People, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, long? Into);
}
