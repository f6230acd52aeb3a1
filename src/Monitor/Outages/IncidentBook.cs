using HotspotManager.Core.Outages;

namespace HotspotManager.Monitor.Outages;

/// <summary>The open incidents and who is in them. Every change is told in <see cref="Changes"/>.</summary>
internal sealed class IncidentBook
{
    private readonly Dictionary<long, IncidentTrack> open = [];
    private long last;

    public List<Detection> Changes { get; } = [];

    public IncidentTrack? OfSite(string site) => open.Values.FirstOrDefault(i => i.Site == site);

    /// <summary>A new incident with this root; nobody is in it yet.</summary>
    public IncidentTrack Open(DeviceTrack root, DateTimeOffset at)
    {
        var incident = new IncidentTrack(++last) { Root = root, StartedAt = root.FirstMiss, Area = root.Facts.Area };
        open.Add(incident.Key, incident);
        Tell(DetectionKind.IncidentOpened, incident, at);
        return incident;
    }

    /// <summary>An incident of an earlier process.</summary>
    public IncidentTrack Resume(DeviceTrack? root, DeviceTrack first, DateTimeOffset startedAt)
    {
        var incident = new IncidentTrack(++last)
        {
            Root = root,
            Site = root is null ? NetworkMap.SitesOf(first).FirstOrDefault() : null,
            Area = root is null ? first.Facts.Area : "",
            StartedAt = startedAt,
        };
        open.Add(incident.Key, incident);
        return incident;
    }

    /// <summary>A closed incident goes on; nothing happens to one still open.</summary>
    public IncidentTrack Reopen(IncidentTrack incident, DateTimeOffset at)
    {
        if (open.TryAdd(incident.Key, incident))
        {
            Tell(DetectionKind.IncidentReopened, incident, at);
        }

        return incident;
    }

    public void MakeSite(IncidentTrack incident, string site, string area, DateTimeOffset at)
    {
        (incident.Root, incident.Site, incident.Area) = (null, site, area);
        Tell(DetectionKind.IncidentBecameSite, incident, at);
    }

    public void Join(DeviceTrack device, IncidentTrack incident, DeviceState state, OutageCause cause, int causeDevice, DateTimeOffset at)
    {
        (device.Incident, device.Cause, device.CauseDeviceId, device.Good) = (incident, cause, causeDevice, 0);
        incident.Members.Add(device);
        Change(device, state, device.FirstMiss, at);
    }

    /// <summary>Takes the device out of its incident, which ends with its last one.</summary>
    public void Leave(DeviceTrack device, DateTimeOffset at)
    {
        if (device.Incident is not { } incident)
        {
            return;
        }

        incident.Members.Remove(device);
        (device.Incident, device.LastIncident) = (null, incident);
        if (incident.Members.Count == 0 && open.Remove(incident.Key))
        {
            Tell(DetectionKind.IncidentClosed, incident, at);
        }
    }

    /// <summary>Moves everybody over: the two are one.</summary>
    public void Merge(IncidentTrack from, IncidentTrack into, DateTimeOffset at)
    {
        foreach (var member in from.Members)
        {
            member.Incident = into;
            into.Members.Add(member);
        }

        from.Members.Clear();
        from.IsMerged = true;
        if (open.Remove(from.Key))
        {
            Tell(DetectionKind.IncidentMerged, from, at, into.Key);
        }
    }

    public void Change(DeviceTrack device, DeviceState state, DateTimeOffset since, DateTimeOffset at)
    {
        var before = device.State;
        (device.State, device.Since) = (state, since);
        Changes.Add(new Detection(DetectionKind.State, at, device.Id, before, state, since, device.Cause, device.CauseDeviceId, device.Incident?.Key ?? 0, 0,
            device.Facts.Area));
    }

    private void Tell(DetectionKind kind, IncidentTrack incident, DateTimeOffset at, long into = 0)
    {
        var cause = incident.Site is null ? OutageCause.NoAnswer : OutageCause.PowerOrBackhaul;
        Changes.Add(new Detection(kind, at, incident.Root?.Id ?? 0, DeviceState.Unknown, DeviceState.Unknown, incident.StartedAt, cause, 0, incident.Key, into,
            incident.Area));
    }
}
