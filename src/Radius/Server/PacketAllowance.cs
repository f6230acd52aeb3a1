namespace HotspotManager.Radius.Server;

/// <summary>How many packets one NAS may send: a steady rate, and twice a second's worth at once (the generic cell rate algorithm: one number a NAS, no lock, no allocation).</summary>
internal sealed class PacketAllowance(int perSecond, TimeProvider time)
{
    private readonly long _each = perSecond > 0 ? Math.Max(1, time.TimestampFrequency / perSecond) : 0;
    private readonly long _burst = 2 * time.TimestampFrequency;

    /// <summary>Takes one packet's place; false: the NAS is over its limit.</summary>
    public bool TryTake(NasHealth health)
    {
        if (_each == 0)
            return true;
        var now = time.GetTimestamp();
        while (true)
        {
            var due = Volatile.Read(ref health.Due);
            var next = Math.Max(due, now) + _each;
            if (next - now > _burst)
                return false;
            if (Interlocked.CompareExchange(ref health.Due, next, due) == due)
                return true;
        }
    }
}
