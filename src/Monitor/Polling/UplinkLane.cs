namespace HotspotManager.Monitor.Polling;

/// <summary>Devices behind one uplink: polled no more than so many at once, so that a burst never fills a village's line.</summary>
public sealed class UplinkLane(int cap)
{
    private readonly Queue<PollTarget> waiting = new();

    public int InFlight { get; private set; }

    public int Waiting => waiting.Count;

    public bool IsFull => InFlight >= cap;

    public void Enter() => InFlight++;

    public void Wait(PollTarget target)
    {
        target.IsWaiting = true;
        waiting.Enqueue(target);
    }

    /// <summary>One less is in flight; the next of those that wait, if any.</summary>
    public PollTarget? Leave()
    {
        InFlight--;
        while (waiting.TryDequeue(out var next))
        {
            next.IsWaiting = false;
            if (!next.IsGone)
            {
                return next;
            }
        }

        return null;
    }
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
