using HotspotManager.Core.Outages;

namespace HotspotManager.Monitor.Outages;

/// <summary>
/// Maintenance windows: what is in one is in no incident, and neither is what hangs on it and falls silent with it. What does not answer when the window ends is an
/// outage from then on.
/// </summary>
internal sealed class PlannedWork(NetworkMap map, IncidentBook incidents, Resting resting, Flapping flapping, Verdict verdict, List<ProbeWish> wishes)
{
    private HashSet<int> current = [];

    /// <summary>All devices that are in a window now.</summary>
    public void Set(IReadOnlySet<int> devices, DateTimeOffset at)
    {
        var before = current;
        current = [.. devices];
        foreach (var id in current.Where(d => !before.Contains(d)))
        {
            Begin(id, at);
        }

        foreach (var id in before.Where(d => !current.Contains(d)))
        {
            End(id, at);
        }
    }

    /// <summary>The network is another one: what is new in it may be in a window.</summary>
    public void Again(DateTimeOffset at)
    {
        foreach (var id in current)
        {
            Begin(id, at);
        }
    }

    private void Begin(int id, DateTimeOffset at)
    {
        if (map.Find(id) is not { IsInWindow: false } device)
        {
            return;
        }

        device.IsInWindow = true;
        Enter(device, at);
        foreach (var child in device.Descendants().Where(c => c is { IsOut: true, Cause: OutageCause.Uplink } && c.CauseDeviceId == device.Id))
        {
            child.PlannedBy = device;
            Enter(child, at);
        }
    }

    private void Enter(DeviceTrack device, DateTimeOffset at)
    {
        verdict.Release(device);
        flapping.Forget(device, at, IncidentEnding.Maintenance);
        incidents.Leave(device, at, IncidentEnding.Maintenance);
        if (device.Facts.IsPolled)
        {
            resting.Settle(device, at);
        }
    }

    private void End(int id, DateTimeOffset at)
    {
        if (map.Find(id) is not { IsInWindow: true } device)
        {
            return;
        }

        device.IsInWindow = false;
        Leave(device, at);
        foreach (var child in device.Descendants().Where(c => c.PlannedBy == device))
        {
            child.PlannedBy = null;
            Leave(child, at);
        }
    }

    // What answered in its last poll is up; of the rest nothing is known, and it is asked: an outage begins with the end of the window, not in it.
    private void Leave(DeviceTrack device, DateTimeOffset at)
    {
        if (!device.Facts.IsPolled || device.IsPlanned)
        {
            return;
        }

        if (device.Misses == 0 && device.LastGood != default)
        {
            resting.Settle(device, at);
            return;
        }

        (device.Misses, device.FirstMiss) = (0, at);
        incidents.Change(device, DeviceState.Unknown, at, at);
        wishes.Add(new ProbeWish(device.Id, TimeSpan.Zero));
    }
}
