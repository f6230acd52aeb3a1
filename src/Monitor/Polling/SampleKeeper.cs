using HotspotManager.Core.Series;
using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Monitor.Polling;

/// <summary>From a poll's values to the ring and the 5-minute bucket. Of the poller's thread; allocates nothing.</summary>
public sealed class SampleKeeper(SampleRing ring, PollResults results, PollTiming timing, MonitorMetrics metrics)
{
    private const long UpsertEvery = 60_000;

    // A number of phones that is walked every five minutes is shown so long when the walk fails.
    private const long WalkedLast = 15 * 60_000;

    /// <summary>Spreads the minute's upserts of all devices over the minute.</summary>
    public static void Spread(SampledDevice target, long now) => target.LastUpsert = now - PollTiming.Spread(target.DeviceId, UpsertEvery);

    /// <summary>Takes the values in the target's slots.</summary>
    public CounterResult Take(PollTarget target, TimeSpan received, DateTimeOffset at, long now)
    {
        metrics.Polls.Add(1);
        var plan = target.Plan!;
        var rates = target.Rules.Next(plan.Reading(target.Slots, received, at, ref target.Label), timing.Interval);
        Count(rates);
        if (rates.In.Reason == RateReason.Duplicate)
        {
            return rates;
        }

        target.LastUptime = rates.UptimeSeconds;
        var clients = plan.Clients(target.Slots);
        if (clients < 0 && target.WalkedClients >= 0 && now - target.WalkedClientsAt < WalkedLast)
        {
            clients = target.WalkedClients;
        }

        Keep(target, rates, clients, at, now);
        return rates;
    }

    /// <summary>Takes what a controller told of one of its access points.</summary>
    public CounterResult Take(SampledDevice target, in CounterReading reading, int clients, long now)
    {
        var rates = target.Rules.Next(reading, timing.Interval);
        Count(rates);
        if (rates.In.Reason != RateReason.Duplicate)
        {
            Keep(target, rates, clients, reading.At, now);
        }

        return rates;
    }

    /// <summary>Hands the open bucket to the store, when it has something new.</summary>
    public void Put(SampledDevice target)
    {
        if (target.BucketChanged)
        {
            target.BucketChanged = false;
            results.Put(target.DeviceId, target.Bucket);
        }
    }

    /// <summary>Drops what is kept of a device that is gone.</summary>
    public void Forget(SampledDevice target)
    {
        Put(target);
        ring.Forget(target.DeviceId);
    }

    private void Keep(SampledDevice target, in CounterResult rates, int clients, DateTimeOffset at, long now)
    {
        var sample = new Sample(at, (float)rates.In.Point, (float)rates.Out.Point, clients, rates.UptimeSeconds);
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
