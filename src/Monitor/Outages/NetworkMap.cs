using System.Globalization;

namespace HotspotManager.Monitor.Outages;

/// <summary>Who hangs on whom, and who stands beside whom: a site is an area, or what hangs on an uplink that nobody polls.</summary>
internal sealed class NetworkMap
{
    private readonly Dictionary<int, DeviceTrack> devices = [];
    private readonly Dictionary<string, List<DeviceTrack>> sites = [];

    public IEnumerable<DeviceTrack> All => devices.Values;

    public DeviceTrack? Find(int deviceId) => devices.GetValueOrDefault(deviceId);

    /// <summary>The device when it is polled: facts about others are of no use.</summary>
    public DeviceTrack? Polled(int deviceId) => devices.TryGetValue(deviceId, out var device) && device.Facts.IsPolled ? device : null;

    public List<DeviceTrack> MembersOf(string site) => sites[site];

    /// <summary>Takes the network as it is now; gives those that are gone or no longer polled.</summary>
    public List<DeviceTrack> Configure(IReadOnlyCollection<DeviceFacts> network, DateTimeOffset at)
    {
        var present = network.Select(f => f.Id).ToHashSet();
        var lost = devices.Values.Where(d => !present.Contains(d.Id)).ToList();
        lost.ForEach(d => devices.Remove(d.Id));
        foreach (var facts in network)
        {
            if (!devices.TryGetValue(facts.Id, out var device))
            {
                devices.Add(facts.Id, device = new DeviceTrack(facts.Id) { Since = at });
            }
            else if (device.Facts.IsPolled && !facts.IsPolled)
            {
                lost.Add(device);
            }

            device.Facts = facts;
            device.Children.Clear();
        }

        Link();
        return lost;
    }

    public static IEnumerable<string> SitesOf(DeviceTrack device)
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

    private void Link()
    {
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
}
