using HotspotManager.Core.Series;
using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Monitor.Polling;

/// <summary>From a poll's values to the ring and the 5-minute bucket. Of the poller's thread; allocates nothing.</summary>
public sealed class SampleKeeper(SampleRing ring, PollResults results, PollTiming timing, MonitorMetrics metrics)
{
    private const long UpsertEvery = 60_000;

    /// <summary>Spreads the minute's upserts of all devices over the minute.</summary>
    public static void Spread(PollTarget target, long now) => target.LastUpsert = now - PollTiming.Spread(target.DeviceId, UpsertEvery);

    /// <summary>Takes the values in the target's slots.</summary>
    public CounterResult Take(PollTarget target, TimeSpan received, DateTimeOffset at, long now)
    {
        metrics.Polls.Add(1);
        var plan = target.Plan!;
        var rates = target.Rules.Next(plan.Reading(target.Slots, received, at), timing.Interval);
        Count(rates);
        if (rates.In.Reason == RateReason.Duplicate)
        {
            return rates;
        }

        var sample = new Sample(at, (float)rates.In.Point, (float)rates.Out.Point, plan.Clients(target.Slots), rates.UptimeSeconds);
        ring.Add(target.DeviceId, sample);
        if (target.Bucket.Start != RollUps.StartOf(at, RollUps.FiveMinutes))
        {
            Put(target);
            target.Bucket = Bucket.Begin(at, RollUps.FiveMinutes);
        }

        target.Bucket.Add(sample, Math.Clamp((at - target.LastSample).TotalSeconds, 0, timing.Interval.TotalSeconds));
        (target.LastSample, target.BucketChanged) = (at, true);
        if (now - target.LastUpsert >= UpsertEvery)
        {
            target.LastUpsert = now;
            Put(target);
        }

        return rates;
    }

    /// <summary>Hands the open bucket to the store, when it has something new.</summary>
    public void Put(PollTarget target)
    {
        if (target.BucketChanged)
        {
            target.BucketChanged = false;
            results.Put(target.DeviceId, target.Bucket);
        }
    }

    /// <summary>Drops what is kept of a device that is gone.</summary>
    public void Forget(PollTarget target)
    {
        Put(target);
        ring.Forget(target.DeviceId);
    }

    private void Count(in CounterResult rates)
    {
        if (rates.In.Reason == RateReason.Implausible || rates.Out.Reason == RateReason.Implausible)
        {
            metrics.Implausible.Add(1);
        }

        if (rates.In.Reason is RateReason.Reset or RateReason.Restarted)
        {
            metrics.Resets.Add(1);
        }

        if (rates.ClockDrift)
        {
            metrics.ClockDrift.Add(1);
        }
    }
}
