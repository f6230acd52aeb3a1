namespace HotspotManager.Monitor.Polling;

/// <summary>
/// What is to be looked at when (milliseconds of the poller's clock): a hashed timing wheel (Varghese and Lauck, "Hashed and Hierarchical Timing Wheels", scheme 6) of
/// one slot a millisecond. Setting, moving and taking a target cost the same whether there are ten of them or a million, and allocate nothing: the lists go through the
/// targets themselves. A target stands in it at most once.
/// </summary>
public sealed class PollSchedule
{
    private const int Slots = 1 << 16; // what is due later than 65 s is passed over once a turn
    private const int Ready = Slots;

    private readonly PollTarget?[] first = new PollTarget?[Slots + 1];
    private readonly PollTarget?[] last = new PollTarget?[Slots + 1];
    private long position;

    /// <summary>How many targets stand in it.</summary>
    public int Count { get; private set; }

    /// <summary>How many were due when last looked and have not been taken yet.</summary>
    public int ReadyCount { get; private set; }

    /// <summary>Sets when the target is next looked at; what was set before is forgotten.</summary>
    public void Set(PollTarget target, long due)
    {
        Remove(target);
        target.Due = due;
        Append(target, due <= position ? Ready : (int)(due & (Slots - 1)));
        Count++;
    }

    /// <summary>Takes a target out.</summary>
    public void Remove(PollTarget target)
    {
        if (target.Slot != PollTarget.NoSlot)
        {
            Unlink(target);
            Count--;
        }
    }

    /// <summary>The next target whose time has come, in the order of their times; those of one millisecond in the order they were set.</summary>
    public bool TryTake(long now, out PollTarget target)
    {
        while (first[Ready] is null && position < now)
        {
            position++;
            Collect((int)(position & (Slots - 1)));
        }

        target = first[Ready]!;
        if (target is null)
        {
            return false;
        }

        Remove(target);
        return true;
    }

    private void Collect(int slot)
    {
        for (var target = first[slot]; target is not null;)
        {
            var next = target.Next;
            if (target.Due <= position)
            {
                Unlink(target);
                Append(target, Ready);
            }

            target = next;
        }
    }

    private void Append(PollTarget target, int slot)
    {
        (target.Slot, target.Previous, target.Next) = (slot, last[slot], null);
        if (last[slot] is { } before)
        {
            before.Next = target;
        }
        else
        {
            first[slot] = target;
        }

        last[slot] = target;
        ReadyCount += slot == Ready ? 1 : 0;
    }

    private void Unlink(PollTarget target)
    {
        var slot = target.Slot;
        if (target.Previous is { } before)
        {
            before.Next = target.Next;
        }
        else
        {
            first[slot] = target.Next;
        }

        if (target.Next is { } after)
        {
            after.Previous = target.Previous;
        }
        else
        {
            last[slot] = target.Previous;
        }

        (target.Slot, target.Previous, target.Next) = (PollTarget.NoSlot, null, null);
        ReadyCount -= slot == Ready ? 1 : 0;
    }
}
