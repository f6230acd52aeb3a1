using System.Collections.Concurrent;
using HotspotManager.Core.Outages;

namespace HotspotManager.Monitor.Outages;

/// <summary>
/// Tells outages from answers and misses. Pure: it takes facts with their time, and leaves what follows in <see cref="Changes"/> and <see cref="Wishes"/>, which the
/// caller empties. Of one thread only, but for <see cref="Tell"/>.
/// <para>A first miss makes a device suspect and its uplinks probed; after four misses in a row (the poll and three quick re-probes) it is down, unless an uplink is
/// down too: then it is unreachable and part of the uplink's incident (<see cref="Verdict"/>). When most of an area, or of what hangs on an uplink nobody polls, fails
/// within 90 s, that is one incident of the site (<see cref="Sites"/>). Two good polls end an outage. What goes up and down keeps its incident open
/// (<see cref="Flapping"/>); what is worked on is in none (<see cref="PlannedWork"/>); accounting that comes disproves an outage.</para>
/// </summary>
public sealed class OutageDetector
{
    private const int StrainedEnters = 6;
    private const int StrainedLeaves = 1;

    private readonly DetectorOptions options;
    private readonly NetworkMap map = new();
    private readonly IncidentBook incidents = new();
    private readonly ConcurrentQueue<OutsideFact> told = new();
    private readonly Resting resting;
    private readonly Flapping flapping;
    private readonly Sites sites;
    private readonly Verdict verdict;
    private readonly PlannedWork planned;
    private readonly OwnWay ownWay;
    private DateTimeOffset newest;

    public OutageDetector(DetectorOptions options)
    {
        this.options = options;
        resting = new Resting(incidents);
        flapping = new Flapping(incidents, resting, options);
        sites = new Sites(incidents, map, Wishes, options);
        verdict = new Verdict(incidents, sites, flapping, resting, Wishes, options);
        planned = new PlannedWork(map, incidents, resting, flapping, verdict, Wishes);
        ownWay = new OwnWay(options);
    }

    /// <summary>What changed, oldest first.</summary>
    public List<Detection> Changes => incidents.Changes;

    /// <summary>Which devices should be asked soon.</summary>
    public List<ProbeWish> Wishes { get; } = [];

    /// <summary>True while our own way out is lost: misses count for nothing.</summary>
    public bool IsIsolated => ownWay.IsLost;

    /// <summary>A device's state now.</summary>
    public DeviceState StateOf(int deviceId) => map.Find(deviceId)?.State ?? DeviceState.Unknown;

    /// <summary>Tells what does not come from polls. From any thread; taken up by the next <see cref="Advance"/>.</summary>
    public void Tell(OutsideFact fact) => told.Enqueue(fact);

    /// <summary>Takes the network as it is now. What is new begins as unknown; an outage of what is gone ends.</summary>
    public void Configure(IReadOnlyCollection<DeviceFacts> network, DateTimeOffset at)
    {
        foreach (var lost in map.Configure(network, at))
        {
            verdict.Release(lost);
            flapping.Forget(lost, at, IncidentEnding.Removed);
            incidents.Leave(lost, at, IncidentEnding.Removed);
            (lost.Misses, lost.Good, lost.Service, lost.IsManagementOnly) = (0, 0, null, false);
            if (lost.State != DeviceState.Unknown)
            {
                incidents.Change(lost, DeviceState.Unknown, at, at);
            }
        }

        planned.Again(at);
    }

    /// <summary>Continues outages that were open when the process ended; returns the detector's number for each store's incident. After <see cref="Configure"/>.</summary>
    public Dictionary<long, long> Restore(IEnumerable<OpenOutage> open, IReadOnlyDictionary<long, int?> roots)
    {
        var resumed = new Dictionary<long, IncidentTrack>();
        foreach (var outage in open)
        {
            if (map.Find(outage.DeviceId) is not { IsOut: false } device || (!device.Facts.IsPolled && outage.State != DeviceState.Degraded))
            {
                continue;
            }

            if (!resumed.TryGetValue(outage.IncidentId, out var incident))
            {
                var root = roots.GetValueOrDefault(outage.IncidentId) is { } id ? map.Find(id) : null;
                resumed.Add(outage.IncidentId, incident = incidents.Resume(root, device, outage.Since, outage.Cause));
            }

            (device.State, device.Since, device.Cause, device.CauseDeviceId, device.Incident) = (outage.State, outage.Since, outage.Cause, outage.CauseDeviceId, incident);
            if (outage.State == DeviceState.Degraded)
            {
                (device.Service, device.ServiceSince) = (outage.Cause, outage.Since);
            }
            else
            {
                (device.FirstMiss, device.Misses) = (outage.Since, options.MissesForDown);
            }

            incident.Members.Add(device);
            incident.Peak = incident.Members.Count;
        }

        return resumed.ToDictionary(r => r.Key, r => r.Value.Key);
    }

    /// <summary>A device that was up (or degraded) when the process ended is still that until it misses.</summary>
    public void RestoreUp(int deviceId, DeviceState state, DateTimeOffset since)
    {
        if (map.Polled(deviceId) is { State: DeviceState.Unknown } device)
        {
            (device.State, device.Since, device.IsStrained, device.Cause) = (state, since, state == DeviceState.Degraded, OutageCause.Strained);
        }
    }

    /// <summary>The device answered. <paramref name="strained"/>: only after asking again, or with an error.</summary>
    public void Answered(int deviceId, DateTimeOffset at, bool strained = false)
    {
        if (map.Polled(deviceId) is not { } device || IsLate(at) || at < device.LastGood)
        {
            return;
        }

        Look(device, hasAnswered: true, at);
        (device.LastGood, device.Misses) = (at, 0);
        verdict.Release(device);
        device.PlannedBy = null;
        var strains = device.Strained(strained);
        device.IsStrained = strains >= StrainedEnters || (device.IsStrained && strains > StrainedLeaves);
        if (!device.IsOut && !device.IsManagementOnly)
        {
            resting.Settle(device, at);
        }
        else if (++device.Good >= options.GoodForUp)
        {
            device.IsManagementOnly = false;
            verdict.Recover(device, at);
        }
        else
        {
            Wishes.Add(new ProbeWish(device.Id, options.Recheck));
        }

        verdict.Heard(device, at);
    }

    /// <summary>One poll or probe of the device got no answer.</summary>
    public void Missed(int deviceId, DateTimeOffset at)
    {
        if (map.Polled(deviceId) is not { } device || IsLate(at))
        {
            return;
        }

        Look(device, hasAnswered: false, at);
        if (ownWay.IsLost)
        {
            return;
        }

        device.Good = 0;
        if (device.Misses++ == 0)
        {
            device.FirstMiss = at;
            if (!device.IsOut)
            {
                Wishes.AddRange(device.PolledUplinks().Select(u => new ProbeWish(u.Id, TimeSpan.Zero)));
            }
        }

        if (!device.IsPlanned)
        {
            verdict.Decide(device, at);
        }
    }

    /// <summary>The device answered a ping that went to it because a poll had no answer.</summary>
    public void Pinged(int deviceId, DateTimeOffset at)
    {
        if (map.Polled(deviceId) is { Misses: > 0 } device && !IsLate(at))
        {
            Look(device, hasAnswered: true, at);
            if (!ownWay.IsLost)
            {
                verdict.Pinged(device, at);
                verdict.Heard(device, at);
            }
        }
    }

    /// <summary>What tells of the device is gone itself: nothing is known of it. One that is out stays out.</summary>
    public void Lost(int deviceId, DateTimeOffset at)
    {
        if (map.Polled(deviceId) is not { IsOut: false, State: not DeviceState.Unknown } device || IsLate(at))
        {
            return;
        }

        verdict.Release(device);
        (device.Misses, device.Good) = (0, 0);
        incidents.Change(device, DeviceState.Unknown, at, at);
    }

    /// <summary>Time passes: what was told is taken up, and what was held back too long is decided.</summary>
    public void Advance(DateTimeOffset at)
    {
        newest = at > newest ? at : newest;
        while (told.TryDequeue(out var fact))
        {
            Take(fact, at);
        }

        verdict.Advance(at);
        flapping.Advance(at);
        sites.Advance(at);
    }

    private void Take(OutsideFact fact, DateTimeOffset at)
    {
        switch (fact)
        {
            case OutsideFact.OwnWay own:
                if (ownWay.Hear(own.IsSilent, at))
                {
                    Wishes.AddRange(map.All.Where(d => d.State == DeviceState.Unknown && d.Facts.IsPolled).Take(100).Select(d => new ProbeWish(d.Id, TimeSpan.Zero)));
                }

                break;
            case OutsideFact.Windows windows:
                planned.Set(windows.Devices, at);
                break;
            case OutsideFact.Service service when map.Find(service.DeviceId) is { } device:
                (device.Service, device.ServiceSince) = (service.Fault, service.Since);
                if (!device.IsOut && !ownWay.IsLost && (device.State != DeviceState.Unknown || !device.Facts.IsPolled))
                {
                    resting.Settle(device, at);
                }

                break;
            case OutsideFact.Sign sign when map.Polled(sign.DeviceId) is { } device && !IsLate(sign.At):
                verdict.Sign(device, sign.At, at);
                break;
            default:
                break;
        }
    }

    // With the sentinels silent each answer and miss tells whether it is our own way. If it is, what went out since is taken back, and nothing is known of the others.
    private void Look(DeviceTrack device, bool hasAnswered, DateTimeOffset at)
    {
        if (!ownWay.Asked(device, hasAnswered) || !ownWay.IsLost)
        {
            return;
        }

        var since = ownWay.SilentSince!.Value - options.FoldWindow;
        foreach (var other in map.All.Where(d => d.Facts.IsPolled && !d.IsPlanned && d.State != DeviceState.Unknown))
        {
            if (other.IsOut && other.FirstMiss < since)
            {
                continue;
            }

            verdict.Release(other);
            flapping.Forget(other, at, IncidentEnding.Withdrawn);
            incidents.Leave(other, at, IncidentEnding.Withdrawn);
            var from = other.IsOut || other.Misses > 0 ? other.FirstMiss : at;
            (other.Misses, other.Good, other.IsManagementOnly) = (0, 0, false);
            incidents.Change(other, DeviceState.Unknown, from, at, isWithdrawn: true);
        }
    }

    private bool IsLate(DateTimeOffset at) => newest - at > options.LateAfter;
}
