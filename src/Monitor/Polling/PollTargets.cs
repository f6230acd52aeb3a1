using HotspotManager.Monitor.Outages;
using HotspotManager.Monitor.Snmp.Usm;

namespace HotspotManager.Monitor.Polling;

/// <summary>The devices that are polled, as the set-up has them.</summary>
internal sealed class PollTargets(TimeProvider time)
{
    private readonly Dictionary<int, PollTarget> targets = [];
    private readonly UplinkLanes lanes = new();

    public IReadOnlyCollection<PollTarget> All => targets.Values;

    public PollTarget? Find(int deviceId) => targets.GetValueOrDefault(deviceId);

    /// <summary>Takes the devices as they are now. What has not changed goes on undisturbed; what has, begins anew as one that is added.</summary>
    public (List<PollTarget> Added, List<PollTarget> Gone) Take(IReadOnlyCollection<DeviceFacts> network, IEnumerable<PolledDevice> polled)
    {
        var uplinks = network.ToDictionary(f => f.Id, f => f.UplinkId);
        var present = new HashSet<int>();
        var (added, gone) = (new List<PollTarget>(), new List<PollTarget>());
        foreach (var device in polled)
        {
            var (id, endPoint, community, user) = (device.DeviceId, device.EndPoint, device.Community, device.User);
            present.Add(id);
            var lane = lanes.Of(uplinks.GetValueOrDefault(id));
            if (targets.TryGetValue(id, out var known))
            {
                if (known.EndPoint == endPoint && known.Community.AsSpan().SequenceEqual(community) && known.Usm?.User == user && known.Lane == lane)
                {
                    continue;
                }

                gone.Add(known);
            }

            var target = new PollTarget(id, endPoint, community, lane, user is null ? null : new UsmSession(user, time));
            targets[id] = target;
            added.Add(target);
        }

        foreach (var lost in targets.Values.Where(t => !present.Contains(t.DeviceId)).ToList())
        {
            gone.Add(lost);
            targets.Remove(lost.DeviceId);
        }

        return (added, gone);
    }
}
