using System.Threading.Channels;
using HotspotManager.Core.Conditions;
using HotspotManager.Core.Series;
using HotspotManager.Monitor.Outages;

namespace HotspotManager.Monitor.Polling;

/// <summary>What came of a poll that somebody wanted at once: one of <see cref="Core.Polls.PollOutcome"/>, and how long an answer took.</summary>
public readonly record struct OrderedPoll(int DeviceId, string Outcome, int? Milliseconds);

/// <summary>What polling gives to the store: taken up by <see cref="OutageLog"/> and <see cref="SeriesLog"/>, so that the poller never waits for a disk.</summary>
public sealed class PollResults
{
    private readonly Lock gate = new();
    private List<(int DeviceId, Bucket Bucket)> buckets = new(256);

    /// <summary>What devices told of themselves; of one that is told twice before it is written the later counts.</summary>
    public Channel<DeviceCondition> Conditions { get; } = Channel.CreateUnbounded<DeviceCondition>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>What the detector found, in order.</summary>
    public Channel<Detection[]> Detections { get; } = Channel.CreateUnbounded<Detection[]>();

    /// <summary>What came of polls that somebody wanted at once.</summary>
    public Channel<OrderedPoll> Ordered { get; } = Channel.CreateUnbounded<OrderedPoll>();

    public void Tell(int deviceId, string outcome, int? milliseconds = null) => Ordered.Writer.TryWrite(new OrderedPoll(deviceId, outcome, milliseconds));

    /// <summary>Detections and ordered polls that have not been taken up yet.</summary>
    public int Waiting => Detections.Reader.Count + Ordered.Reader.Count;

    /// <summary>Buckets that have not been taken up yet.</summary>
    public int WaitingBuckets
    {
        get
        {
            lock (gate)
            {
                return buckets.Count;
            }
        }
    }

    /// <summary>A bucket as it is now; a later one of the same time replaces it.</summary>
    public void Put(int deviceId, in Bucket bucket)
    {
        lock (gate)
        {
            buckets.Add((deviceId, bucket));
        }
    }

    /// <summary>Takes all buckets; <paramref name="empty"/> takes their place.</summary>
    public List<(int DeviceId, Bucket Bucket)> TakeBuckets(List<(int DeviceId, Bucket Bucket)> empty)
    {
        lock (gate)
        {
            var taken = buckets;
            buckets = empty;
            return taken;
        }
    }
}
