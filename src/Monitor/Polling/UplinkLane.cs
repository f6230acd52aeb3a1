namespace HotspotManager.Monitor.Polling;

/// <summary>Devices behind one uplink: polled no more than so many at once, so that a burst never fills a village's line.</summary>
public sealed class UplinkLane(int cap)
{
    public Queue<PollTarget> Waiting { get; } = new();

    public int InFlight { get; set; }

    public bool IsFull => InFlight >= cap;
}

/// <summary>The lane of each uplink, and one for what has none.</summary>
public sealed class UplinkLanes
{
    private const int PerUplink = 50;
    private const int WithoutUplink = 32768;

    private readonly Dictionary<int, UplinkLane> lanes = [];
    private readonly UplinkLane noUplink = new(WithoutUplink);

    public UplinkLane Of(int? uplink)
    {
        if (uplink is not { } id)
        {
            return noUplink;
        }

        if (!lanes.TryGetValue(id, out var lane))
        {
            lanes.Add(id, lane = new UplinkLane(PerUplink));
        }

        return lane;
    }
}
