using HotspotManager.Core.Outages;

namespace HotspotManager.Monitor.Outages;

/// <summary>The open incidents and who is in them. Every change is told in <see cref="Changes"/>.</summary>
internal sealed class IncidentBook
{
    private readonly Dictionary<long, IncidentTrack> open = [];
    private readonly Dictionary<string, IncidentTrack> lastOfSite = [];
    private long last;

    public List<Detection> Changes { get; } = [];

    /// <summary>Nothing is wrong anywhere.</summary>
    public bool IsEmpty => open.Count == 0;

    /// <summary>Those of sites.</summary>
    public IEnumerable<IncidentTrack> Sites => open.Values.Where(i => i.Site is not null);

    public IncidentTrack? OfSite(string site) => open.Values.FirstOrDefault(i => i.Site == site);

    /// <summary>The newest incident of a site that is over.</summary>
    public IncidentTrack? LastOfSite(string site) => lastOfSite.GetValueOrDefault(site);

    /// <summary>An open incident in which people of that area cannot log in for the same reason.</summary>
    public IncidentTrack? OfService(string area, OutageCause cause) => area.Length == 0 ? null : open.Values.FirstOrDefault(i => i.Area == area && i.Cause == cause);

    /// <summary>A new incident with this root; nobody is in it yet.</summary>
    public IncidentTrack Open(DeviceTrack root, DateTimeOffset at, DateTimeOffset startedAt, OutageCause cause = OutageCause.NoAnswer)
    {
        var incident = new IncidentTrack(++last) { Root = root, StartedAt = startedAt, Area = root.Facts.Area, Cause = cause };
        open.Add(incident.Key, incident);
        Tell(DetectionKind.IncidentOpened, incident, at);
        return incident;
    }

    /// <summary>An incident of an earlier process.</summary>
    public IncidentTrack Resume(DeviceTrack? root, DeviceTrack first, DateTimeOffset startedAt, OutageCause cause)
    {
        var incident = new IncidentTrack(++last)
        {
            Root = root,
            Site = root is null && cause == OutageCause.PowerOrBackhaul ? NetworkMap.SitesOf(first).FirstOrDefault() : null,
            Area = first.Facts.Area,
            StartedAt = startedAt,
            Cause = cause == OutageCause.Uplink ? OutageCause.NoAnswer : cause,
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

    public void MakeSite(IncidentTrack incident, string? site, string area, OutageCause cause, DateTimeOffset at)
    {
        (incident.Root, incident.Site, incident.Area, incident.Cause) = (null, site, area, cause);
        Tell(DetectionKind.IncidentBecameSite, incident, at);
    }

    public void MakeFlapping(IncidentTrack incident, DateTimeOffset at)
    {
        if (!incident.IsFlapping)
        {
            incident.IsFlapping = true;
            Tell(DetectionKind.IncidentFlapping, incident, at);
        }
    }

    /// <summary>Puts a device into an incident. One of its own that it leaves empty is part of this one.</summary>
    public void Join(DeviceTrack device, IncidentTrack incident, DeviceState state, OutageCause cause, int causeDevice, DateTimeOffset at)
    {
        var own = device.Incident;
        if (own is not null && own != incident)
        {
            own.Members.Remove(device);
            own.Flappers.Remove(device);
        }

        (device.Incident, device.Cause, device.CauseDeviceId, device.Good) = (incident, cause, causeDevice, 0);
        incident.Members.Add(device);
        incident.Peak = Math.Max(incident.Peak, incident.Members.Count);
        Change(device, state, state == DeviceState.Degraded ? device.ServiceSince : device.FirstMiss, at);
        if (own is not null && own != incident && own.Members.Count == 0)
        {
            Merge(own, incident, at);
        }
    }

    /// <summary>Takes the device out of its incident, which ends with its last one.</summary>
    public void Leave(DeviceTrack device, DateTimeOffset at, IncidentEnding ending = IncidentEnding.Recovered)
    {
        if (device.Incident is not { } incident)
        {
            return;
        }

        incident.Members.Remove(device);
        incident.LastRecovery = at;
        (device.Incident, device.LastIncident) = (null, incident);
        if (device.IsFlapping && ending == IncidentEnding.Recovered)
        {
            incident.Flappers.Add(device);
        }

        CloseIfOver(incident, at, ending);
    }

    /// <summary>Nothing is out in it, and nobody in it goes up and down any more.</summary>
    public void CloseIfOver(IncidentTrack incident, DateTimeOffset at, IncidentEnding ending)
    {
        if (incident.Members.Count > 0 || incident.Flappers.Count > 0 || !open.Remove(incident.Key))
        {
            return;
        }

        (incident.ClosedAt, incident.IsFlapping) = (at, false);
        if (incident.Site is not null)
        {
            lastOfSite[incident.Site] = incident;
        }

        Tell(DetectionKind.IncidentClosed, incident, at, ending: ending);
    }

    /// <summary>Moves everybody over: the two are one.</summary>
    public void Merge(IncidentTrack from, IncidentTrack into, DateTimeOffset at)
    {
        foreach (var member in from.Members)
        {
            member.Incident = into;
            into.Members.Add(member);
        }

        into.Flappers.UnionWith(from.Flappers);
        into.Peak = Math.Max(into.Peak, into.Members.Count);
        from.Members.Clear();
        from.Flappers.Clear();
        from.IsMerged = true;
        if (open.Remove(from.Key))
        {
            Tell(DetectionKind.IncidentMerged, from, at, into.Key);
        }
    }

    public void Change(DeviceTrack device, DeviceState state, DateTimeOffset since, DateTimeOffset at, bool isWithdrawn = false)
    {
        var before = device.State;
        (device.State, device.Since) = (state, since);
        Changes.Add(new Detection(DetectionKind.State, at, device.Id, before, state, since, device.Cause, device.CauseDeviceId, device.Incident?.Key ?? 0, 0,
            device.Facts.Area, IsWithdrawn: isWithdrawn));
    }

    private void Tell(DetectionKind kind, IncidentTrack incident, DateTimeOffset at, long into = 0, IncidentEnding ending = IncidentEnding.Recovered) =>
        Changes.Add(new Detection(kind, at, incident.Root?.Id ?? 0, DeviceState.Unknown, DeviceState.Unknown, incident.StartedAt, incident.Cause, 0, incident.Key, into,
            incident.Area, ending));
}
