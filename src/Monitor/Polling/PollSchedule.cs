namespace HotspotManager.Monitor.Polling;

/// <summary>What is to be done with each target next and when (milliseconds of the poller's clock): one entry counts for each target, the newest.</summary>
public sealed class PollSchedule
{
    private readonly PriorityQueue<(PollTarget Target, int Version), long> queue = new(1024);

    /// <summary>Sets when the target is next looked at; what was set before is forgotten.</summary>
    public void Set(PollTarget target, long due)
    {
        target.Due = due;
        queue.Enqueue((target, ++target.Version), due);
    }

    /// <summary>The next target whose time has come.</summary>
    public bool TryTake(long now, out PollTarget target)
    {
        while (queue.TryPeek(out var next, out var due) && due <= now)
        {
            queue.Dequeue();
            if (next.Version == next.Target.Version && !next.Target.IsGone)
            {
                target = next.Target;
                return true;
            }
        }

        target = null!;
        return false;
    }
}
