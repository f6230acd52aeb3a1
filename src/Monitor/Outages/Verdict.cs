using HotspotManager.Core.Outages;

namespace HotspotManager.Monitor.Outages;

/// <summary>Decides what a device is that does not answer, its uplinks first, and what it is when it answers again.</summary>
internal sealed class Verdict(IncidentBook incidents, Sites sites, Flapping flapping, Resting resting, List<ProbeWish> wishes, DetectorOptions options)
{
    // What a router sends while it is being asked is no sign that came after the miss.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    private readonly List<DeviceTrack> held = [];

    public void Decide(DeviceTrack device, DateTimeOffset at, bool wait = true)
    {
        if (device.State == DeviceState.Down)
        {
            return;
        }

        if (device.IsManagementOnly)
        {
            LookAtSigns(device, at);
            return;
        }

        // An uplink that failed before the device last answered is not what keeps it from answering now.
        var down = device.PolledUplinks().FirstOrDefault(u => u.IsOut && device.LastGood <= u.FirstMiss + TimeSpan.FromSeconds(1));
        if (device.State == DeviceState.Unreachable)
        {
            if (down is null && device.Misses >= options.MissesForDown)
            {
                incidents.Leave(device, at);
                GoDown(device, at);
            }

            return;
        }

        if (down is null && device.Misses < options.MissesForDown)
        {
            return;
        }

        if (LivesBySigns(device, at) || IsPlannedAbove(device))
        {
            Release(device);
            resting.Settle(device, at);
        }
        else if (down is not null)
        {
            Release(device);
            device.Service = null;
            incidents.Join(device, down.Incident!, DeviceState.Unreachable, OutageCause.Uplink, down.Id, at);
        }
        else if (wait && device.PolledUplinks().Any(u => u.Misses > 0 || u.LastGood < device.FirstMiss))
        {
            Hold(device, at);
        }
        else
        {
            Release(device);
            GoDown(device, at);
        }
    }

    /// <summary>The device answered: children that waited for this are down on their own account.</summary>
    public void Heard(DeviceTrack device, DateTimeOffset at)
    {
        for (var i = held.Count - 1; i >= 0; i--)
        {
            if (i < held.Count && held[i] is { } child && child.PolledUplinks().Contains(device))
            {
                Decide(child, at);
            }
        }
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

    /// <summary>It answers again.</summary>
    public void Recover(DeviceTrack device, DateTimeOffset at)
    {
        if (device.State == DeviceState.Down)
        {
            flapping.Count(device, at);
        }

        device.Recovered = at;
        incidents.Leave(device, at);
        resting.Settle(device, at);
        ProbeBehind(device);
    }

    /// <summary>Accounting shows that the device lived at that moment, and so did the way to it.</summary>
    public void Sign(DeviceTrack device, DateTimeOffset moment, DateTimeOffset at)
    {
        foreach (var living in device.PolledUplinks().Prepend(device))
        {
            living.LastSign = moment > living.LastSign ? moment : living.LastSign;
            if (living.IsOut && !living.IsPlanned && LivesBySigns(living, at))
            {
                flapping.Forget(living, at, IncidentEnding.Withdrawn);
                incidents.Leave(living, at, IncidentEnding.Withdrawn);
                resting.Settle(living, at, isWithdrawn: true);
                ProbeBehind(living);
            }
        }
    }

    /// <summary>It answered a ping: it lives, though its agent may be silent.</summary>
    public void Pinged(DeviceTrack device, DateTimeOffset at)
    {
        device.LastPing = at;
        if (device.IsOut && !device.IsPlanned && LivesBySigns(device, at))
        {
            Recover(device, at);
        }
    }

    /// <summary>It no longer waits for its uplink's answer.</summary>
    public void Release(DeviceTrack device)
    {
        if (device.Held)
        {
            device.Held = false;
            held.Remove(device);
        }
    }

    private void Hold(DeviceTrack device, DateTimeOffset at)
    {
        if (!device.Held)
        {
            (device.Held, device.HeldSince) = (true, at);
            held.Add(device);
        }
    }

    // Down, but accounting came after it stopped answering: only we cannot ask it.
    // Or it answers pings.
    private bool LivesBySigns(DeviceTrack device, DateTimeOffset at)
    {
        var carries = device.LastSign > device.FirstMiss + Margin && at - device.LastSign < options.SignHolds;
        var pings = device.LastPing >= device.FirstMiss && at - device.LastPing < options.PingHolds;
        device.IsPingOnly = pings && !carries;
        return device.IsManagementOnly = device.Misses > 0 && (carries || pings);
    }

    private void LookAtSigns(DeviceTrack device, DateTimeOffset at)
    {
        if (!LivesBySigns(device, at))
        {
            // From its last sign on there was nothing of it any more.
            var last = device.LastSign > device.LastPing ? device.LastSign : device.LastPing;
            (device.FirstMiss, device.Misses) = (last > device.FirstMiss ? last : device.FirstMiss, options.MissesForDown);
            Decide(device, at);
        }
    }

    private static bool IsPlannedAbove(DeviceTrack device)
    {
        device.PlannedBy = device.Uplinks().FirstOrDefault(u => u.IsPlanned && (!u.Facts.IsPolled || u.Misses > 0));
        return device.PlannedBy is not null;
    }

    private void GoDown(DeviceTrack device, DateTimeOffset at)
    {
        device.Service = null;
        var cause = OutageCause.NoAnswer;
        IncidentTrack incident;
        if (sites.Of(device) is { } site)
        {
            (incident, cause) = (site, OutageCause.PowerOrBackhaul);
        }
        else if (device.LastIncident is { IsMerged: false, Root: { } root } last && root == device && at - device.Recovered < options.ReopenWindow)
        {
            incident = incidents.Reopen(last, at);
        }
        else
        {
            incident = device.IsFlapping && device.LastIncident is { IsMerged: false, Flappers.Count: > 0 } shared ? shared : incidents.Open(device, at, device.FirstMiss);
        }

        incidents.Join(device, incident, DeviceState.Down, cause, 0, at);
        flapping.Count(device, at);
        FoldChildren(device, at);
        sites.Fold(device, at);
    }

    // Children that were noticed a little earlier, or are suspect now, have the same cause. All others are asked at once, so that the incident is soon complete.
    private void FoldChildren(DeviceTrack device, DateTimeOffset at)
    {
        var descendants = device.Descendants();
        foreach (var child in descendants.Where(c => c.Facts.IsPolled && !c.IsPlanned))
        {
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
                wishes.Add(new ProbeWish(child.Id, TimeSpan.Zero));
            }
        }
    }

    // From now on those behind it have to show by themselves that they do not answer.
    private void ProbeBehind(DeviceTrack device)
    {
        foreach (var child in device.Descendants().Where(c => c.IsOut))
        {
            child.Misses = 0;
            wishes.Add(new ProbeWish(child.Id, TimeSpan.Zero));
        }
    }
}
