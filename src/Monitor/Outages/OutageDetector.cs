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

    private readonly NetworkMap map = new();
    private readonly IncidentBook incidents = new();
    private readonly List<DeviceTrack> held = [];

    /// <summary>What changed, oldest first.</summary>
    public List<Detection> Changes => incidents.Changes;

    /// <summary>Which devices should be asked soon.</summary>
    public List<ProbeWish> Wishes { get; } = [];

    /// <summary>A device's state now.</summary>
    public DeviceState StateOf(int deviceId) => map.Find(deviceId)?.State ?? DeviceState.Unknown;

    /// <summary>Takes the network as it is now. What is new begins as unknown; an outage of what is gone ends.</summary>
    public void Configure(IReadOnlyCollection<DeviceFacts> network, DateTimeOffset at)
    {
        foreach (var lost in map.Configure(network, at))
        {
            Release(lost);
            incidents.Leave(lost, at);
            (lost.Misses, lost.Good) = (0, 0);
            if (lost.State != DeviceState.Unknown)
            {
                incidents.Change(lost, DeviceState.Unknown, at, at);
            }
        }
    }

    /// <summary>Continues outages that were open when the process ended; returns the detector's number for each store's incident. After <see cref="Configure"/>.</summary>
    public Dictionary<long, long> Restore(IEnumerable<OpenOutage> open, IReadOnlyDictionary<long, int?> roots)
    {
        var resumed = new Dictionary<long, IncidentTrack>();
        foreach (var outage in open)
        {
            if (map.Polled(outage.DeviceId) is not { IsOut: false } device)
            {
                continue;
            }

            if (!resumed.TryGetValue(outage.IncidentId, out var incident))
            {
                var root = roots.GetValueOrDefault(outage.IncidentId) is { } id ? map.Find(id) : null;
                resumed.Add(outage.IncidentId, incident = incidents.Resume(root, device, outage.Since));
            }

            (device.State, device.Since, device.FirstMiss, device.Misses) = (outage.State, outage.Since, outage.Since, options.MissesForDown);
            (device.Cause, device.CauseDeviceId, device.Incident) = (outage.Cause, outage.CauseDeviceId, incident);
            incident.Members.Add(device);
        }

        return resumed.ToDictionary(r => r.Key, r => r.Value.Key);
    }

    /// <summary>A device that was up (or degraded) when the process ended is still that until it misses.</summary>
    public void RestoreUp(int deviceId, DeviceState state, DateTimeOffset since)
    {
        if (map.Polled(deviceId) is { State: DeviceState.Unknown } device)
        {
            (device.State, device.Since) = (state, since);
        }
    }

    /// <summary>The device answered. <paramref name="strained"/>: only after asking again, or with an error.</summary>
    public void Answered(int deviceId, DateTimeOffset at, bool strained = false)
    {
        if (map.Polled(deviceId) is not { } device)
        {
            return;
        }

        (device.LastGood, device.Misses) = (at, 0);
        Release(device);
        var strains = device.Strained(strained);
        switch (device.State)
        {
            case DeviceState.Unknown:
                incidents.Change(device, DeviceState.Up, at, at);
                break;
            case DeviceState.Up when strains >= StrainedEnters:
                incidents.Change(device, DeviceState.Degraded, at, at);
                break;
            case DeviceState.Degraded when strains <= StrainedLeaves:
                incidents.Change(device, DeviceState.Up, at, at);
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
        if (map.Polled(deviceId) is not { } device)
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
                incidents.Leave(device, at);
                GoDown(device, at);
            }

            return;
        }

        if (down is not null)
        {
            Release(device);
            incidents.Join(device, down.Incident!, DeviceState.Unreachable, OutageCause.Uplink, down.Id, at);
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
        var site = NetworkMap.SitesOf(device).Select(incidents.OfSite).FirstOrDefault(i => i is not null && Near(i.StartedAt, device.FirstMiss));
        if (site is not null)
        {
            incidents.Join(device, site, DeviceState.Down, OutageCause.PowerOrBackhaul, 0, at);
        }
        else if (device.LastIncident is { IsMerged: false, Root: { } root } last && root == device && at - device.Recovered < options.ReopenWindow)
        {
            incidents.Join(device, incidents.Reopen(last, at), DeviceState.Down, OutageCause.NoAnswer, 0, at);
        }
        else
        {
            incidents.Join(device, incidents.Open(device, at), DeviceState.Down, OutageCause.NoAnswer, 0, at);
        }

        FoldChildren(device, at);
        foreach (var group in NetworkMap.SitesOf(device))
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
                    incidents.Join(child, device.Incident!, DeviceState.Unreachable, OutageCause.Uplink, device.Id, at);
                    if (own.Members.Count == 0 || own.Root == child)
                    {
                        incidents.Merge(own, device.Incident!, at);
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
        var members = map.MembersOf(group).Where(m => !m.IsOut || Near(m.FirstMiss, device.FirstMiss)).ToList();
        var failed = members.Where(m => m.State == DeviceState.Down).ToList();
        if (failed.Count < options.SiteCount || failed.Count < options.SiteShare * members.Count)
        {
            if (members.Count >= options.SiteCount)
            {
                Wishes.AddRange(members.Where(m => !m.IsOut && m.Misses == 0).Select(m => new ProbeWish(m.Id, TimeSpan.Zero)));
            }

            return;
        }

        var into = incidents.OfSite(group) is { } open && Near(open.StartedAt, device.FirstMiss) ? open
            : failed.Select(f => f.Incident!).MinBy(i => (i.Site is null, i.StartedAt, i.Key))!;
        if (into.Site is null)
        {
            incidents.MakeSite(into, group, failed.TrueForAll(f => f.Facts.Area == failed[0].Facts.Area) ? failed[0].Facts.Area : "", at);
        }

        foreach (var other in failed.Select(f => f.Incident!).Distinct().Where(i => i != into).ToList())
        {
            incidents.Merge(other, into, at);
        }

        foreach (var member in failed.Where(f => f.Cause != OutageCause.PowerOrBackhaul))
        {
            incidents.Join(member, into, DeviceState.Down, OutageCause.PowerOrBackhaul, 0, at);
        }
    }

    private void Recover(DeviceTrack device, DateTimeOffset at)
    {
        incidents.Leave(device, at);
        device.Recovered = at;
        incidents.Change(device, DeviceState.Up, at, at);
        foreach (var child in device.Descendants().Where(c => c.IsOut))
        {
            // From now on it has to show by itself that it does not answer.
            child.Misses = 0;
            Wishes.Add(new ProbeWish(child.Id, TimeSpan.Zero));
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

    private bool Near(DateTimeOffset one, DateTimeOffset other) => (one - other).Duration() <= options.SiteWindow;
}
