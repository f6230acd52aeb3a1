using System.Globalization;
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
    private const string UplinkPrefix = "uplink ";
    private const string UplinkSuffix = " down";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly List<FeedEvent> events = [];
    private readonly Dictionary<long, Touched> touched = [];

    /// <summary>As rows and pages have it (<see cref="OutageCauses"/>); null when all is well, or nothing is known.</summary>
    public static string? CauseOf(in Detection detection, NetworkSnapshot network) =>
        detection.State is DeviceState.Up or DeviceState.Unknown ? null : Word(detection.Cause, detection.CauseDeviceId, network);

    /// <summary>Back from words.</summary>
    public static (OutageCause Cause, int DeviceId) ReadCause(string cause, IReadOnlyDictionary<string, int> devices) => cause switch
    {
        OutageCauses.PowerOrBackhaul => (OutageCause.PowerOrBackhaul, 0),
        OutageCauses.Silent => (OutageCause.Silent, 0),
        OutageCauses.LogInsFail => (OutageCause.LogInsFail, 0),
        _ when cause.StartsWith(UplinkPrefix, StringComparison.Ordinal) && cause.EndsWith(UplinkSuffix, StringComparison.Ordinal) =>
            (OutageCause.Uplink, devices.GetValueOrDefault(cause[UplinkPrefix.Length..^UplinkSuffix.Length])),
        _ => (OutageCause.NoAnswer, 0),
    };

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
                    Cause = Word(detection.Cause, 0, network),
                    StartedAt = detection.Since,
                };
                db.Add(opened);
                await db.SaveChangesAsync(cancel);
                touched[opened.Id] = new Touched(opened, detection.At) { Change = IncidentNotes.Opened };
                Note(opened.Id, detection.At, IncidentNotes.Opened, opened.Cause);
                return opened.Id;
            case DetectionKind.IncidentReopened:
                var reopened = await TouchAsync(detection, IncidentNotes.Reopened);
                (reopened.EndedAt, reopened.Ending) = (null, null);
                return null;
            case DetectionKind.IncidentBecameSite:
                var site = await TouchAsync(detection, IncidentNotes.Site);
                (site.RootDeviceId, site.Cause, site.AreaCode) = (null, Word(detection.Cause, 0, network), detection.Area.Length > 0 ? detection.Area : null);
                return null;
            case DetectionKind.IncidentFlapping:
                (await TouchAsync(detection, IncidentNotes.Flapping)).IsFlapping = true;
                return null;
            case DetectionKind.IncidentMerged:
                await MergeAsync(detection);
                return null;
            case DetectionKind.IncidentClosed:
                var closed = await TouchAsync(detection, IncidentNotes.Closed, Word(detection.Ending));
                (closed.EndedAt, closed.Ending, closed.IsFlapping) = (detection.At, Word(detection.Ending), false);
                return null;
            default:
                throw new ArgumentOutOfRangeException(nameof(detection));
        }
    }

    /// <summary>The events of all that was written, incidents last, with how many they affect.</summary>
    public async Task<IReadOnlyCollection<FeedEvent>> EventsAsync()
    {
        await db.SaveChangesAsync(cancel);
        foreach (var (incident, at, change, into) in touched.Values)
        {
            if (incident.EndedAt is null && into is null)
            {
                var open = await db.Set<Outage>().Where(o => o.IncidentId == incident.Id && o.EndedAt == null).ToListAsync(cancel);
                incident.Points = Math.Max(incident.Points, open.Count(o => o.AccessPointId is not null));
                incident.People = Math.Max(incident.People, open.Sum(o => o.Affected));
                if (incident.RootDeviceId is { } root && open.Exists(o => o.State == DeviceState.Unreachable) && network.FindDevice(root) is { } device)
                {
                    incident.Cause = OutageCauses.Uplink(device.Name);
                }
            }

            events.Add(IncidentEvents.Of(incident, incident.RootDeviceId is { } id ? network.FindDevice(id)?.Name : null, at, change, by: null, into));
        }

        return events;
    }

    private static string Word(OutageCause cause, int device, NetworkSnapshot network) => cause switch
    {
        OutageCause.NoAnswer => OutageCauses.NoAnswer,
        OutageCause.PowerOrBackhaul => OutageCauses.PowerOrBackhaul,
        OutageCause.Uplink => OutageCauses.Uplink(network.FindDevice(device)?.Name ?? "?"),
        OutageCause.Silent => OutageCauses.Silent,
        OutageCause.LogInsFail => OutageCauses.LogInsFail,
        OutageCause.Management => OutageCauses.Management,
        OutageCause.OnlyPing => OutageCauses.OnlyPing,
        OutageCause.Strained => OutageCauses.Strained,
        OutageCause.Flapping => OutageCauses.Flapping,
        OutageCause.Planned => OutageCauses.Planned,
        _ => throw new ArgumentOutOfRangeException(nameof(cause)),
    };

    private static string Word(IncidentEnding ending) => ending switch
    {
        IncidentEnding.Recovered => IncidentEndings.Recovered,
        IncidentEnding.Maintenance => IncidentEndings.Maintenance,
        IncidentEnding.Withdrawn => IncidentEndings.Withdrawn,
        IncidentEnding.Removed => IncidentEndings.Removed,
        _ => throw new ArgumentOutOfRangeException(nameof(ending)),
    };

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
            if (interval is not null && detection.IsWithdrawn && interval.From >= from)
            {
                db.Remove(interval);
            }
            else if (interval is not null)
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
        var outage = await db.Set<Outage>().Where(o => o.DeviceId == detection.DeviceId && o.EndedAt == null).OrderBy(o => o.StartedAt).LastOrDefaultAsync(cancel);

        // What answers while people cannot log in is an outage to them, too: it has an incident.
        if (detection.Incident == 0 || detection.State is not (DeviceState.Down or DeviceState.Unreachable or DeviceState.Degraded))
        {
            if (outage is not null && detection.IsWithdrawn)
            {
                db.Remove(outage);
                return null;
            }

            if (outage is not null)
            {
                outage.EndedAt = detection.At;
            }

            return outage;
        }

        var incident = await TouchAsync(detection);
        // Its uplink is back and it is not, or it answered till now: from here on that is its own.
        var splits = detection.Before switch
        {
            DeviceState.Unreachable => detection.State == DeviceState.Down,
            DeviceState.Degraded => detection.State != DeviceState.Degraded,
            _ => false,
        };
        if (outage is not null && !splits)
        {
            (outage.State, outage.Cause, outage.IncidentId) = (detection.State, cause!, incident.Id);
            return outage;
        }

        if (outage is not null)
        {
            outage.EndedAt = detection.Since > outage.StartedAt ? detection.Since : outage.StartedAt;
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
        var from = await TouchAsync(detection, IncidentNotes.Merged);
        var into = await TouchAsync(detection with { Incident = detection.Into }, IncidentNotes.Merged, from.Id.ToString(CultureInfo.InvariantCulture));
        foreach (var outage in await db.Set<Outage>().Where(o => o.IncidentId == from.Id).ToListAsync(cancel))
        {
            outage.IncidentId = into.Id;
        }

        into.StartedAt = into.StartedAt < from.StartedAt ? into.StartedAt : from.StartedAt;
        if (into.AcknowledgedAt is null)
        {
            (into.AcknowledgedAt, into.AcknowledgedBy, into.AcknowledgedUntil) = (from.AcknowledgedAt, from.AcknowledgedBy, from.AcknowledgedUntil);
        }

        into.Owner ??= from.Owner;
        await db.SaveChangesAsync(cancel);
        // What people wrote stays; what the monitor thought of it does not.
        foreach (var note in await db.Set<IncidentNote>().Where(n => n.IncidentId == from.Id).ToListAsync(cancel))
        {
            if (note.Who is null)
            {
                db.Remove(note);
            }

            note.IncidentId = into.Id;
        }

        (from.EndedAt, touched[from.Id]) = (detection.At, new Touched(from, detection.At) { Change = IncidentNotes.Merged, Into = into.Id });

        // It never was one of its own: only the feed told of it.
        db.Remove(from);
        await db.SaveChangesAsync(cancel);
    }

    private async Task<Incident> TouchAsync(Detection detection, string? change = null, string? text = null)
    {
        var id = incidentId(detection.Incident);
        if (!touched.TryGetValue(id, out var known))
        {
            touched[id] = known = new Touched(await db.Set<Incident>().SingleAsync(i => i.Id == id, cancel), detection.At);
        }

        if (change is not null)
        {
            (known.At, known.Change) = (detection.At, known.Change == IncidentNotes.Opened && change != IncidentNotes.Closed ? known.Change : change);
            Note(id, detection.At, change, text);
        }

        return known.Incident;
    }

    private void Note(long incident, DateTimeOffset at, string kind, string? text) =>
        db.Add(new IncidentNote { IncidentId = incident, At = at, Kind = kind, Text = text });

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

    /// <summary>An incident of this batch and what the feed says of it.</summary>
    private sealed class Touched(Incident incident, DateTimeOffset at)
    {
        public Incident Incident { get; } = incident;
        public DateTimeOffset At { get; set; } = at;
        public string? Change { get; set; }
        public long? Into { get; init; }

        public void Deconstruct(out Incident of, out DateTimeOffset moment, out string? change, out long? into) => (of, moment, change, into) = (Incident, At, Change, Into);
    }
}
