using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Series;
using HotspotManager.Datagrams;
using HotspotManager.Monitor;
using HotspotManager.Monitor.Outages;
using HotspotManager.Monitor.Polling;

namespace HotspotManager.Bench.Snmp;

/// <summary>
/// The whole poller in a process of its own: schedule, sockets, counter rules, states, ring and 5-minute buckets in memory; nothing is stored. Arguments: port, devices, minutes.
/// After every device was found and polled once it measures, says how it goes each minute, and what came of it at the end.
/// </summary>
internal static class FleetPoller
{
    private const int StepMilliseconds = 40;
    private const int LagLimit = 100_000;

    private static readonly long[] Lags = new long[LagLimit + 1];
    private static readonly Dictionary<string, double> Counts = [];
    private static bool s_measures;

    public static int Run(string[] arguments)
    {
        var numbers = arguments.Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
        var (port, count, minutes) = (numbers[0], numbers[1], numbers[2]);
        using var listener = Listen();
        using var metrics = new MonitorMetrics();
        var timing = PollTiming.ForInterval(TimeSpan.FromSeconds(60));
        var ring = new SampleRing();
        ring.Size(60, count, 512);
        var results = new PollResults();
        var detector = new OutageDetector(DetectorOptions.ForInterval(timing.Interval));
        using var client = new SnmpClient(new UdpDatagrams(), TimeProvider.System, Random.Shared, metrics);
        using var pinger = new Pinger(new UdpDatagrams(), metrics);
        var keeper = new SampleKeeper(ring, results, timing, metrics);
        var flow = new PollFlow(timing, client, pinger, new InventoryFlow(ProfileTable.Load(null)), detector, keeper, results, TimeProvider.System, metrics);
        var ids = Enumerable.Range(1, count).ToList();
        flow.Configure([.. ids.Select(i => new DeviceFacts(i, null, "", true))], ids.Select(i => new PolledDevice(i, Fleet.Address(i, port), "public"u8.ToArray())));
        var down = new HashSet<int>();
        var buckets = 0L;
        var spare = new List<(int DeviceId, Bucket Bucket)>(1024);
        var clock = Stopwatch.StartNew();

        void RunFor(TimeSpan span, Func<bool>? until = null)
        {
            var (end, nextStep, nextDrain) = (clock.Elapsed + span, clock.Elapsed, clock.Elapsed);
            while (clock.Elapsed < end && until?.Invoke() != true)
            {
                flow.Step();
                nextStep += TimeSpan.FromMilliseconds(StepMilliseconds);
                if (clock.Elapsed >= nextDrain)
                {
                    nextDrain += TimeSpan.FromSeconds(1);
                    spare = results.TakeBuckets(spare);
                    buckets += spare.Count;
                    spare.Clear();
                    while (results.Detections.Reader.TryRead(out var batch))
                        foreach (var change in batch)
                            if (change is { Kind: DetectionKind.State, State: DeviceState.Down or DeviceState.Unreachable })
                                down.Add(change.DeviceId);
                }
                var wait = nextStep - clock.Elapsed;
                if (wait > TimeSpan.Zero)
                    Thread.Sleep(wait);
                else
                    nextStep = clock.Elapsed;
            }
        }

        // Until each was found and polled twice.
        var looked = TimeSpan.Zero;
        RunFor(TimeSpan.FromHours(1), () =>
        {
            if (clock.Elapsed - looked < TimeSpan.FromSeconds(5))
                return false;
            looked = clock.Elapsed;
            return flow.CountStates().GetValueOrDefault(DeviceState.Unknown) == 0 && ids.All(i => ring.Latest(i) is not null);
        });
        Say($"all {count} found after {clock.Elapsed.TotalSeconds:F0} s; {ring.Capacity} samples each in the ring; garbage collections {GC.CollectionCount(2)}, {Memory()}");
        RunFor(TimeSpan.FromSeconds(60));
        down.Clear();
        Counts.Clear();
        s_measures = true;
        var (before, garbage, sampled) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(), ids.ToDictionary(i => i, _ => 0));
        ring.Added += (device, _) => sampled[device]++;
        for (var minute = 1; minute <= minutes; minute++)
        {
            RunFor(TimeSpan.FromSeconds(60));
            Say($"minute {minute}: {Text()}");
        }
        var cpu = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        var states = string.Join(", ", flow.CountStates().OrderBy(s => s.Key).Select(s => $"{s.Value} {DeviceStates.Name(s.Key)}"));
        var least = sampled.Values.Min();
        Say($"{count} devices, {minutes} minutes: {Text()}");
        Say($"CPU {cpu / (minutes * 60) * 100:F1} % of one core, {cpu / Math.Max(1, Count("polls")) * 1e6:F1} µs a poll; {Memory()}; garbage {(GC.GetTotalAllocatedBytes() - garbage) / Math.Max(1, Count("polls")):F0} B a poll");
        Say($"samples of a device: {least} to {sampled.Values.Max()} in {minutes} minutes; devices with fewer than {minutes - 1}: {sampled.Values.Count(v => v < minutes - 1)}; ever down: {down.Count}; now {states}; buckets handed over: {buckets}");
        return 0;
    }

    private static MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, l) =>
            {
                if (instrument.Meter.Name == MonitorMetrics.MeterName && !instrument.IsObservable)
                    l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>(static (instrument, value, _, _) =>
        {
            if (instrument.Name == "hotspot.monitor.schedule_lag" && s_measures)
                Lags[Math.Clamp((int)(value * 1000), 0, LagLimit)]++;
            else
                Add(instrument, value);
        });
        listener.SetMeasurementEventCallback<long>(static (instrument, value, _, _) => Add(instrument, value));
        listener.Start();
        return listener;
    }

    private static void Add(Instrument instrument, double value)
    {
        if (s_measures)
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(Counts, instrument.Name, out _) += value;
    }

    private static double Count(string name) => Counts.GetValueOrDefault("hotspot.monitor." + name);

    private static string Text() =>
        $"{Count("polls"):F0} polls, {Count("timeouts"):F0} timeouts, {Count("retries"):F0} repeated, {Count("decode_errors"):F0} decode errors, slept {Count("slept"):F2} s; " +
        $"schedule lag p50 {Lag(0.5)} ms, p99 {Lag(0.99)} ms, most {Lag(1)} ms";

    // Lag is counted on the poller's clock: what it slept through is said beside it.
    private static int Lag(double share)
    {
        var (all, seen) = (Lags.Sum(), 0L);
        for (var i = 0; i < Lags.Length; i++)
        {
            seen += Lags[i];
            if (seen > 0 && seen >= all * share)
                return i;
        }
        return 0;
    }

    private static string Memory() => $"memory at most {long.Parse(File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal))[6..].Trim().Split(' ')[0], CultureInfo.InvariantCulture) >> 10} MiB, live {GC.GetTotalMemory(forceFullCollection: true) >> 20} MiB";

    private static void Say(FormattableString text)
    {
        Terminal.Out.WriteLine(FormattableString.Invariant(text));
        Terminal.Out.Flush();
    }
}
