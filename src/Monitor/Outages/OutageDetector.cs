using System.Globalization;
using HotspotManager.Core.Outages;

namespace HotspotManager.Monitor.Outages;

/// <summary>
/// Tells outages from answers and misses. Pure: it takes facts with their time, and leaves what follows in <see cref="Changes"/> and <see cref="Wishes"/>, which the
/// caller empties. Of one thread only.
/// <para>A first miss makes a device suspect and its uplinks probed; after four misses in a row (the poll and three quick re-probes) it is down, unless an uplink is
/// down too: then it is unreachable and part of the uplink's incident. When most of an area, or of what hangs on an uplink nobody polls, fails within 90 s, that is
/// one incident of the site. Two good polls end an outage.</para>
/// </summary>
public sealed class OutageDetector(DetectorOptions options)
{
    private const int StrainedEnters = 6;
    private const int StrainedLeaves = 1;

    private readonly Dictionary<int, DeviceTrack> devices = [];
    private readonly Dictionary<string, List<DeviceTrack>> sites = [];
    private readonly Dictionary<long, IncidentTrack> incidents = [];
    private readonly List<DeviceTrack> held = [];
    private long lastIncident;

    /// <summary>What changed, oldest first.</summary>
    public List<Detection> Changes { get; } = [];

    /// <summary>Which devices should be asked soon.</summary>
    public List<ProbeWish> Wishes { get; } = [];

    /// <summary>A device's state now.</summary>
    public DeviceState StateOf(int deviceId) => devices.TryGetValue(deviceId, out var device) ? device.State : DeviceState.Unknown;

    /// <summary>Takes the network as it is now. What is new begins as unknown; an outage of what is gone ends.</summary>
    public void Configure(IReadOnlyCollection<DeviceFacts> network, DateTimeOffset at)
    {
        var present = network.Select(f => f.Id).ToHashSet();
        foreach (var gone in devices.Values.Where(d => !present.Contains(d.Id)).ToList())
        {
            Forget(gone, at);
            devices.Remove(gone.Id);
        }

        foreach (var facts in network)
        {
            if (!devices.TryGetValue(facts.Id, out var device))
            {
                devices.Add(facts.Id, device = new DeviceTrack(facts.Id) { Since = at });
            }

            device.Facts = facts;
            device.Children.Clear();
            if (!facts.IsPolled)
            {
                Forget(device, at);
            }
        }

        sites.Clear();
        foreach (var device in devices.Values)
        {
            device.Uplink = device.Facts.UplinkId is { } id && id != device.Id ? devices.GetValueOrDefault(id) : null;
            device.Uplink?.Children.Add(device);
        }

        foreach (var device in devices.Values.Where(d => d.Facts.IsPolled))
        {
            foreach (var site in SitesOf(device))
            {
                if (!sites.TryGetValue(site, out var members))
                {
                    sites.Add(site, members = []);
                }

                members.Add(device);
            }
        }
    }

    /// <summary>Continues outages that were open when the process ended; returns the detector's number for each store's incident. After <see cref="Configure"/>.</summary>
    public Dictionary<long, long> Restore(IEnumerable<OpenOutage> open, IReadOnlyDictionary<long, int?> roots)
    {
        var keys = new Dictionary<long, long>();
        foreach (var outage in open)
        {
            if (!devices.TryGetValue(outage.DeviceId, out var device) || !device.Facts.IsPolled || device.IsOut)
            {
                continue;
            }

            if (!keys.TryGetValue(outage.IncidentId, out var key))
            {
                keys.Add(outage.IncidentId, key = ++lastIncident);
                var root = roots.GetValueOrDefault(outage.IncidentId);
                incidents.Add(key, new IncidentTrack(key)
                {
                    Root = root is { } id ? devices.GetValueOrDefault(id) : null,
                    Site = root is null ? SitesOf(device).FirstOrDefault() : null,
                    Area = root is null ? device.Facts.Area : "",
                    StartedAt = outage.Since,
                });
            }

            (device.State, device.Since, device.FirstMiss, device.Misses) = (outage.State, outage.Since, outage.Since, options.MissesForDown);
            (device.Cause, device.CauseDeviceId, device.Incident) = (outage.Cause, outage.CauseDeviceId, incidents[key]);
            device.Incident.Members.Add(device);
        }

        return keys;
    }

    /// <summary>A device that was up (or degraded) when the process ended is still that until it misses.</summary>
    public void RestoreUp(int deviceId, DeviceState state, DateTimeOffset since)
    {
        if (devices.TryGetValue(deviceId, out var device) && device.State == DeviceState.Unknown && device.Facts.IsPolled)
        {
            (device.State, device.Since) = (state, since);
        }
    }

    /// <summary>The device answered. <paramref name="strained"/>: only after asking again, or with an error.</summary>
    public void Answered(int deviceId, DateTimeOffset at, bool strained = false)
    {
        if (!devices.TryGetValue(deviceId, out var device) || !device.Facts.IsPolled)
        {
            return;
        }

        (device.LastGood, device.Misses) = (at, 0);
        Release(device);
        var strains = device.Strained(strained);
        switch (device.State)
        {
            case DeviceState.Unknown:
                Change(device, DeviceState.Up, at, at);
                break;
            case DeviceState.Up when strains >= StrainedEnters:
                Change(device, DeviceState.Degraded, at, at);
                break;
            case DeviceState.Degraded when strains <= StrainedLeaves:
                Change(device, DeviceState.Up, at, at);
                break;
            case DeviceState.Down or DeviceState.Unreachable:
                if (++device.Good >= options.GoodForUp)
                {
                    Recover(device, at);
                }
                else
                {
                    Wishes.Add(new ProbeWish(device.Id, options.Recheck));
                }

                break;
            default:
                break;
        }

        // Children that waited for this answer are down on their own account.
        for (var i = held.Count - 1; i >= 0; i--)
        {
            if (i < held.Count && held[i] is { } child && child.PolledUplinks().Contains(device))
            {
                Decide(child, at);
            }
        }
    }

    /// <summary>One poll or probe of the device got no answer.</summary>
    public void Missed(int deviceId, DateTimeOffset at)
    {
        if (!devices.TryGetValue(deviceId, out var device) || !device.Facts.IsPolled)
        {
            return;
        }

        device.Good = 0;
        if (device.Misses++ == 0)
        {
            device.FirstMiss = at;
            if (!device.IsOut)
            {
                foreach (var uplink in device.PolledUplinks())
                {
                    Wishes.Add(new ProbeWish(uplink.Id, TimeSpan.Zero));
                }
            }
        }

        Decide(device, at);
    }

    /// <summary>Time passes: what was held back too long is decided.</summary>
    public void Advance(DateTimeOffset at)
    {
        for (var i = held.Count - 1; i >= 0; i--)
        {
            if (i < held.Count && at - held[i].HeldSince > options.HoldAtMost)
            {
                Decide(held[i], at, wait: false);
            }
        }
    }

    private void Decide(DeviceTrack device, DateTimeOffset at, bool wait = true)
    {
        // An uplink that failed before the device last answered is not what keeps it from answering now.
        var down = device.PolledUplinks().FirstOrDefault(u => u.IsOut && device.LastGood <= u.FirstMiss + TimeSpan.FromSeconds(1));
        if (device.State == DeviceState.Down)
        {
            return;
        }

        if (device.State == DeviceState.Unreachable)
        {
            if (down is null && device.Misses >= options.MissesForDown)
            {
                Leave(device, at);
                GoDown(device, at);
            }

            return;
        }

        if (down is not null)
        {
            Release(device);
            Join(device, down.Incident!, DeviceState.Unreachable, OutageCause.Uplink, down.Id, at);
            return;
        }

        if (device.Misses < options.MissesForDown)
        {
            return;
        }

        if (wait && device.PolledUplinks().Any(u => u.Misses > 0 || u.LastGood < device.FirstMiss))
        {
            if (!device.Held)
            {
                (device.Held, device.HeldSince) = (true, at);
                held.Add(device);
            }

            return;
        }

        Release(device);
        GoDown(device, at);
    }

    private void GoDown(DeviceTrack device, DateTimeOffset at)
    {
        var site = SitesOf(device).Select(SiteIncident).FirstOrDefault(i => i is not null && Near(i.StartedAt, device.FirstMiss));
        if (site is not null)
        {
            Join(device, site, DeviceState.Down, OutageCause.PowerOrBackhaul, 0, at);
        }
        else if (device.LastIncident is { IsMerged: false, Root: { } root } last && root == device && at - device.Recovered < options.ReopenWindow)
        {
            if (incidents.TryAdd(last.Key, last))
            {
                Tell(DetectionKind.IncidentReopened, last, at);
            }

            Join(device, last, DeviceState.Down, OutageCause.NoAnswer, 0, at);
        }
        else
        {
            var incident = new IncidentTrack(++lastIncident) { Root = device, StartedAt = device.FirstMiss, Area = device.Facts.Area };
            incidents.Add(incident.Key, incident);
            Tell(DetectionKind.IncidentOpened, incident, at);
            Join(device, incident, DeviceState.Down, OutageCause.NoAnswer, 0, at);
        }

        FoldChildren(device, at);
        foreach (var group in SitesOf(device))
        {
            FoldSite(device, group, at);
        }
    }

    // Children that were noticed a little earlier, or are suspect now, have the same cause. All others are asked at once, so that the incident is soon complete.
    private void FoldChildren(DeviceTrack device, DateTimeOffset at)
    {
        var descendants = device.Descendants();
        foreach (var child in descendants)
        {
            if (!child.Facts.IsPolled)
            {
                continue;
            }

            if (child.State == DeviceState.Down && child.FirstMiss >= device.FirstMiss - options.FoldWindow)
            {
                var own = child.Incident!;
                if (own != device.Incident && (own.Site is null || own.Members.All(descendants.Contains)))
                {
                    own.Members.Remove(child);
                    Join(child, device.Incident!, DeviceState.Unreachable, OutageCause.Uplink, device.Id, at);
                    if (own.Members.Count == 0 || own.Root == child)
                    {
                        Merge(own, device.Incident!, at);
                    }
                }
            }
            else if (!child.IsOut && child.Misses > 0)
            {
                Decide(child, at);
            }
            else if (!child.IsOut)
            {
                Wishes.Add(new ProbeWish(child.Id, TimeSpan.Zero));
            }
        }
    }

    private void FoldSite(DeviceTrack device, string group, DateTimeOffset at)
    {
        // Those that have been out for long say nothing about what happened now.
        var members = sites[group].Where(m => !m.IsOut || Near(m.FirstMiss, device.FirstMiss)).ToList();
        var failed = members.Where(m => m.State == DeviceState.Down).ToList();
        if (failed.Count < options.SiteCount || failed.Count < options.SiteShare * members.Count)
        {
            if (members.Count >= options.SiteCount)
            {
                Wishes.AddRange(members.Where(m => !m.IsOut && m.Misses == 0).Select(m => new ProbeWish(m.Id, TimeSpan.Zero)));
            }

            return;
        }

        var into = SiteIncident(group) is { } open && Near(open.StartedAt, device.FirstMiss) ? open
            : failed.Select(f => f.Incident!).MinBy(i => (i.Site is null, i.StartedAt, i.Key))!;
        if (into.Site is null)
        {
            (into.Root, into.Site) = (null, group);
            into.Area = failed.TrueForAll(f => f.Facts.Area == failed[0].Facts.Area) ? failed[0].Facts.Area : "";
            Tell(DetectionKind.IncidentBecameSite, into, at);
        }

        foreach (var other in failed.Select(f => f.Incident!).Distinct().Where(i => i != into).ToList())
        {
            Merge(other, into, at);
        }

        foreach (var member in failed.Where(f => f.Cause != OutageCause.PowerOrBackhaul))
        {
            Join(member, into, DeviceState.Down, OutageCause.PowerOrBackhaul, 0, at);
        }
    }

    private void Recover(DeviceTrack device, DateTimeOffset at)
    {
        Leave(device, at);
        device.Recovered = at;
        Change(device, DeviceState.Up, at, at);
        foreach (var child in device.Descendants().Where(c => c.IsOut))
        {
            // From now on it has to show by itself that it does not answer.
            child.Misses = 0;
            Wishes.Add(new ProbeWish(child.Id, TimeSpan.Zero));
        }
    }

    private void Join(DeviceTrack device, IncidentTrack incident, DeviceState state, OutageCause cause, int causeDevice, DateTimeOffset at)
    {
        (device.Incident, device.Cause, device.CauseDeviceId, device.Good) = (incident, cause, causeDevice, 0);
        incident.Members.Add(device);
        Change(device, state, device.FirstMiss, at);
    }

    // Takes the device out of its incident, which ends with its last one.
    private void Leave(DeviceTrack device, DateTimeOffset at)
    {
        if (device.Incident is not { } incident)
        {
            return;
        }

        incident.Members.Remove(device);
        (device.Incident, device.LastIncident) = (null, incident);
        if (incident.Members.Count == 0 && incidents.Remove(incident.Key))
        {
            Tell(DetectionKind.IncidentClosed, incident, at);
        }
    }

    private void Merge(IncidentTrack from, IncidentTrack into, DateTimeOffset at)
    {
        foreach (var member in from.Members)
        {
            member.Incident = into;
            into.Members.Add(member);
        }

        from.Members.Clear();
        from.IsMerged = true;
        if (incidents.Remove(from.Key))
        {
            Tell(DetectionKind.IncidentMerged, from, at, into.Key);
        }
    }

    private void Forget(DeviceTrack device, DateTimeOffset at)
    {
        Release(device);
        Leave(device, at);
        (device.Misses, device.Good) = (0, 0);
        if (device.State != DeviceState.Unknown)
        {
            Change(device, DeviceState.Unknown, at, at);
        }
    }

    private void Release(DeviceTrack device)
    {
        if (device.Held)
        {
            device.Held = false;
            held.Remove(device);
        }
    }

    private void Change(DeviceTrack device, DeviceState state, DateTimeOffset since, DateTimeOffset at)
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

    private IncidentTrack? SiteIncident(string group) => incidents.Values.FirstOrDefault(i => i.Site == group);

    private bool Near(DateTimeOffset one, DateTimeOffset other) => (one - other).Duration() <= options.SiteWindow;

    private static IEnumerable<string> SitesOf(DeviceTrack device)
    {
        if (device.Facts.Area.Length > 0)
        {
            yield return "area " + device.Facts.Area;
        }

        if (device.Facts.UplinkId is { } uplink && device.Uplink?.Facts.IsPolled != true)
        {
            yield return "uplink " + uplink.ToString(CultureInfo.InvariantCulture);
        }
    }
}
