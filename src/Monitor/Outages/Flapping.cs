namespace HotspotManager.Monitor.Outages;

/// <summary>
/// Devices that go up and down, by a penalty for each change that halves with time (the idea of RFC 2439): above one threshold their incident stays open and nobody is
/// told again, below a lower one that is over.
/// </summary>
internal sealed class Flapping(IncidentBook incidents, Resting resting, DetectorOptions options)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly List<DeviceTrack> flapping = [];
    private DateTimeOffset looked;

    /// <summary>It went up or down.</summary>
    public void Count(DeviceTrack device, DateTimeOffset at)
    {
        if (device.Punish(at, options) > options.FlapSuppress && !device.IsFlapping)
        {
            device.IsFlapping = true;
            flapping.Add(device);
        }

        if (device.IsFlapping && device.Incident is { } incident)
        {
            incidents.MakeFlapping(incident, at);
        }
    }

    /// <summary>Time passes: those that have been quiet long enough are steady.</summary>
    public void Advance(DateTimeOffset at)
    {
        if (flapping.Count == 0 || at - looked < LookEvery)
        {
            return;
        }

        looked = at;
        for (var i = flapping.Count - 1; i >= 0; i--)
        {
            var device = flapping[i];
            if (device.Penalty(at, options.FlapHalfLife) < options.FlapReuse)
            {
                Forget(device, at, IncidentEnding.Recovered);
                if (device is { IsOut: false, State: not HotspotManager.Core.Outages.DeviceState.Unknown })
                {
                    resting.Settle(device, at);
                }
            }
        }
    }

    /// <summary>It no longer keeps an incident open.</summary>
    public void Forget(DeviceTrack device, DateTimeOffset at, IncidentEnding ending)
    {
        if (!device.IsFlapping)
        {
            return;
        }

        device.IsFlapping = false;
        flapping.Remove(device);
        foreach (var incident in new[] { device.Incident, device.LastIncident })
        {
            if (incident is not null && incident.Flappers.Remove(device))
            {
                incidents.CloseIfOver(incident, at, ending);
            }
        }
    }
}
