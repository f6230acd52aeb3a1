using HotspotManager.Core.Outages;
using HotspotManager.Core.Polls;
using HotspotManager.Datagrams;
using HotspotManager.Monitor.Outages;
using HotspotManager.Monitor.Snmp;
using HotspotManager.Monitor.Snmp.Usm;

namespace HotspotManager.Monitor.Polling;

/// <summary>
/// The poller: <see cref="Step"/> is called many times a second, by one caller at a time, and does what is due.
/// <list type="number">
/// <item>The clock: what this process slept through is not held against devices.</item>
/// <item>Replies (and those to pings, which go beside what is asked again): the inventory before the first poll; then counter rules, sample, ring and bucket, and the detector hears that the device
/// answers.</item>
/// <item>What is due: polls begin (stable phase, no overlap, a cap for each uplink), tries are repeated, misses are told to the detector.</item>
/// <item>The detector's wishes: suspects' uplinks, neighbours, and devices just back are asked sooner.</item>
/// <item>What the detector found goes to the store, and from there to the feed.</item>
/// </list>
/// </summary>
public sealed partial class PollFlow
{
    private const long InventoryEvery = 24 * 3600 * 1000;
    private const long InventoryAgain = 3600 * 1000;

    private readonly PollTargets targets;
    private readonly PollClock clock;
    private readonly PollSchedule schedule = new();
    private readonly PollPlans plans = new();
    private readonly PollTiming timing;
    private readonly SnmpClient client;
    private readonly Pinger pinger;
    private readonly InventoryFlow inventory;
    private readonly OutageDetector detector;
    private readonly SampleKeeper samples;
    private readonly PollResults results;
    private readonly ConditionKeeper conditions;
    private readonly MonitorMetrics metrics;
    private long now;
    private DateTimeOffset at;

    public PollFlow(PollTiming timing, SnmpClient client, Pinger pinger, InventoryFlow inventory, OutageDetector detector, SampleKeeper samples, PollResults results,
        TimeProvider time, MonitorMetrics metrics)
    {
        (this.timing, this.client, this.pinger, this.inventory, this.detector) = (timing, client, pinger, inventory, detector);
        targets = new PollTargets(time);
        (this.samples, this.results) = (samples, results);
        this.metrics = metrics;
        conditions = new ConditionKeeper(detector, samples, results, timing);
        clock = new PollClock(time, metrics);
        at = clock.At;
    }

    /// <summary>Does what is due now.</summary>
    public void Step()
    {
        // 1. The clock
        clock.Step();
        (now, at) = (clock.Now, clock.At);

        // 2. Replies
        while (client.TryTake(out var reply))
        {
            if (client.IsCurrent(reply))
            {
                TakeReply(reply);
            }
        }

        while (pinger.TryTake(out var deviceId))
        {
            detector.Pinged(deviceId, at);
            if (targets.Find(deviceId) is { } living)
            {
                living.HasPinged = true;
            }
        }

        // 3. What is due
        while (schedule.TryTake(now, out var target))
        {
            Continue(target);
        }

        // 4. The detector's wishes
        detector.Advance(at);
        foreach (var wish in detector.Wishes)
        {
            Pull(wish.DeviceId, wish.Delay);
        }

        detector.Wishes.Clear();

        client.Flush();

        // 5. What the detector found
        if (detector.Changes.Count > 0)
        {
            results.Detections.Writer.TryWrite([.. detector.Changes]);
            detector.Changes.Clear();
        }
    }

    /// <summary>Told of each poll that an agent refused our SNMPv3 user.</summary>
    public Action<int, UsmFault>? Denied { get; set; }

    /// <summary>Takes the devices to poll as they are now. What has not changed goes on undisturbed. Not beside <see cref="Step"/>.</summary>
    public void Configure(IReadOnlyCollection<DeviceFacts> network, IEnumerable<PolledDevice> polled)
    {
        detector.Configure(network, at);
        var devices = polled.ToList();
        var (added, gone) = targets.Take(network, devices);
        gone.ForEach(Remove);
        added.ForEach(t => SampleKeeper.Spread(t, now));
        devices.ForEach(d => conditions.Configure(targets.Find(d.DeviceId)!, d.Controls, now));

        // New devices are first asked within a tenth of the interval, or 5,000 a second when they are many: they are seen soon, and no burst comes.
        var spread = Math.Max(added.Count / 5, (int)timing.Interval.TotalMilliseconds / 10);
        foreach (var target in added)
        {
            schedule.Set(target, now + PollTiming.Spread(target.DeviceId, spread));
        }
    }

    /// <summary>
    /// Has a device asked after this delay, when it would be later; never so soon after its last poll that it would be none of its own. Not
    /// beside <see cref="Step"/>.
    /// </summary>
    public void Pull(int deviceId, TimeSpan delay)
    {
        if ((targets.Find(deviceId) ?? conditions.ControllerOf(deviceId)) is not { IsInFlight: false, IsWaiting: false } target)
        {
            return;
        }

        var soonest = target.Started + Math.Min(1000, (long)timing.Interval.TotalMilliseconds / 5);
        var due = Math.Max(now + (long)delay.TotalMilliseconds, soonest);
        if (due < target.Due)
        {
            schedule.Set(target, due);
        }
    }

    /// <summary>Has a device asked at once, and what comes of it told to <see cref="PollResults.Ordered"/>. Not beside <see cref="Step"/>.</summary>
    public void PollNow(int deviceId)
    {
        if (targets.Find(deviceId) is not { } target)
        {
            results.Tell(deviceId, PollOutcome.NotSent);
            return;
        }

        target.IsOrdered = true;
        if (!target.IsInFlight && !target.IsWaiting)
        {
            schedule.Set(target, now);
        }
    }

    /// <summary>Requests in flight, and polls that wait because enough are in flight behind their uplink. Not beside <see cref="Step"/>.</summary>
    public (int InFlight, int BehindUplinks) Load => (client.InFlight, targets.All.Count(t => t.IsWaiting));

    /// <summary>Devices whose answers take longer than this. Not beside <see cref="Step"/>.</summary>
    public IEnumerable<(int DeviceId, float Milliseconds)> Slow(TimeSpan above) =>
        targets.All.Where(t => t.AnswerTime > above.TotalMilliseconds).Select(t => (t.DeviceId, t.AnswerTime));

    /// <summary>How many devices are in each state.</summary>
    public Dictionary<DeviceState, int> CountStates() => targets.All.Select(t => t.DeviceId).Concat(conditions.Told).GroupBy(detector.StateOf).ToDictionary(g => g.Key, g => g.Count());

    /// <summary>Hands out every open bucket, so that nothing is lost when the process ends. Not beside <see cref="Step"/>.</summary>
    public void Flush()
    {
        foreach (var target in targets.All)
        {
            samples.Put(target);
            conditions.Flush(target);
        }
    }

    private void Continue(PollTarget target)
    {
        if (!target.IsInFlight)
        {
            Begin(target);
            return;
        }

        switch (target.Phase)
        {
            case TryPhase.First:
                target.Phase = TryPhase.Second;
                Send(target, again: true);
                schedule.Set(target, now + Half() + (IsLastTry(target) ? Half() : 0));
                break;
            case TryPhase.Second:
                Miss(target);
                break;
            default:
                target.Try++;
                BeginTry(target);
                break;
        }
    }

    private void Begin(PollTarget target)
    {
        if (target.Lane.IsFull)
        {
            target.Lane.Wait(target);
            return;
        }

        if (!client.TryBegin(target))
        {
            schedule.Set(target, now + 100);
            return;
        }

        metrics.ScheduleLag.Record((now - target.Due) / 1000.0);
        if (target.Stage == PollStage.Poll && now >= target.NextInventory)
        {
            InventoryFlow.Restart(target);
        }

        if (target.Stage == PollStage.Identity)
        {
            (target.LastInventory, target.NextInventory) = (now, now + InventoryEvery);
        }

        (target.Started, target.Try, target.HasPinged, target.IsProbe) = (now, 0, false, target.IsSilent && target.Stage == PollStage.Poll);
        if (target.IsProbe)
        {
            (target.Request, target.KeepsDatagram) = (plans.Probe(target.Community), false);
        }
        else
        {
            inventory.Prepare(target);
            plans.Share(target);
        }

        BeginTry(target);
    }

    private void BeginTry(PollTarget target)
    {
        target.Phase = TryPhase.First;
        target.Lane.Enter();
        Send(target, again: target.Try > 0);
        schedule.Set(target, now + Half());
    }

    private void Send(PollTarget target, bool again)
    {
        if (again)
        {
            metrics.Retries.Add(1);
        }

        client.Send(target);

        // Does it live although its agent is silent? For a loopback address the kernel answers, whatever became of the device it stands for (the demo, a test).
        if ((target.Try > 0 || target.IsProbe) && target.Phase == TryPhase.First && !target.EndPoint.IsLoopback)
        {
            pinger.Send(target.EndPoint, target.DeviceId);
        }
    }

    private void Finish(PollTarget target)
    {
        client.End(target);
        if (target.Phase != TryPhase.Resting)
        {
            Leave(target.Lane);
        }
    }

    private void Leave(UplinkLane lane)
    {
        if (lane.Leave() is { } next)
        {
            schedule.Set(next, Math.Min(next.Due, now));
        }
    }

    private void Remove(PollTarget target)
    {
        target.IsGone = true;
        Tell(target, PollOutcome.NotSent);
        schedule.Remove(target);
        samples.Forget(target);
        conditions.Configure(target, null, now);
        if (target.IsInFlight)
        {
            Finish(target);
        }
    }

    private bool IsLastTry(PollTarget target) => target.Try >= timing.Probes.Count || IsOut(target);

    private bool IsOut(PollTarget target) => detector.StateOf(target.DeviceId) is DeviceState.Down or DeviceState.Unreachable;

    private long Half() => (long)timing.Timeout.TotalMilliseconds / 2;
}
