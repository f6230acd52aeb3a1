using HotspotManager.Core.Series;

namespace HotspotManager.Monitor.Polling;

/// <summary>A device of which there are samples: polled, or told by a controller.</summary>
public abstract class SampledDevice(int deviceId)
{
    /// <summary>Of one thread: <see cref="PollFlow"/>'s.</summary>
    public CounterRules Rules;

    public Bucket Bucket;

    public int DeviceId { get; } = deviceId;

    public bool BucketChanged { get; set; }

    public DateTimeOffset LastSample { get; set; }

    public long LastUpsert { get; set; } = long.MinValue / 2;
}

/// <summary>An access point whose state a controller's table tells.</summary>
public sealed class ControlledDevice(ControlledFacts facts) : SampledDevice(facts.DeviceId)
{
    public ControlledFacts Facts { get; } = facts;
}
