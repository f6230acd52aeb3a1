using System.Diagnostics.Metrics;
using System.Globalization;
using HotspotManager.Core.Panels;
using HotspotManager.Monitor.Outages;
using HotspotManager.Monitor.Polling;

namespace HotspotManager.Monitor.SelfWatch;

/// <summary>How the monitor itself is: what <c>/metrics</c> has of it in numbers, the settings page in words, and the heartbeat as yes or no.</summary>
public sealed class MonitorWatch : IDisposable
{
    private const int Window = 5 * 60;
    private const int MostWaiting = 10_000;
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(10);

    // Upper bounds of what is told of schedule lag, milliseconds.
    private static readonly int[] Bounds = [50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, int.MaxValue];

    private readonly Poller poller;
    private readonly PollResults results;
    private readonly OutageDetector detector;
    private readonly TimeProvider time;
    private readonly MeterListener listener = new();
    private readonly Dictionary<string, Tally> tallies = [];
    private readonly Lock gate = new();
    private readonly long started;
    private long[] lags = new long[Bounds.Length];
    private long[] lagsBefore = new long[Bounds.Length];
    private long windowStart;

    public MonitorWatch(Poller poller, PollResults results, OutageDetector detector, MonitorMetrics metrics, TimeProvider time)
    {
        (this.poller, this.results, this.detector, this.time) = (poller, results, detector, time);
        started = windowStart = time.GetTimestamp();
        metrics.Show("hotspot.monitor.waiting", () => results.Waiting, "State changes and ordered polls that are not written down yet");
        metrics.Show("hotspot.monitor.waiting_buckets", () => results.WaitingBuckets, "Figures that are not handed to the store yet");
        metrics.Show("hotspot.monitor.in_flight", () => poller.Load.InFlight, "Requests that wait for an answer");
        metrics.Show("hotspot.monitor.behind_uplinks", () => poller.Load.BehindUplinks, "Polls that wait because enough are in flight behind their uplink");
        metrics.Show("hotspot.monitor.slow_devices", () => poller.Slowest(int.MaxValue).Count, "Devices that take above a second to answer");
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (metrics.Owns(instrument) && !instrument.IsObservable)
            {
                lock (gate)
                {
                    l.EnableMeasurementEvents(instrument, tallies[instrument.Name] = new Tally());
                }
            }
        };
        listener.SetMeasurementEventCallback<long>(static (_, value, _, tally) => Interlocked.Add(ref ((Tally)tally!).Value, value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) =>
        {
            if (ReferenceEquals(instrument, metrics.ScheduleLag))
            {
                Late(value * 1000);
            }
        });
        listener.Start();
    }

    /// <summary>What is not well, in one sentence each; empty when all is.</summary>
    public IReadOnlyList<string> Problems(bool indonesian)
    {
        var problems = new List<string>();
        void Add(string id, string en) => problems.Add(indonesian ? id : en);
        if (poller.LastStep is { } last ? time.GetElapsedTime(last) > Stuck : time.GetElapsedTime(started) > Stuck)
        {
            Add("Pemeriksaan titik berhenti.", "Polling stands still.");
        }

        var lag = LagP99();
        if (lag > Math.Max(1000, poller.Interval.TotalMilliseconds / 10))
        {
            Add("Pemeriksaan terlambat: mesin ini terlalu sibuk.", "Polls start late: this machine is too busy.");
        }

        if (detector.IsIsolated)
        {
            Add("Jalur server ini sendiri terputus; keadaan titik tidak diketahui.", "This server's own way out is lost; nothing is known of the devices.");
        }

        if (results.Waiting > MostWaiting || results.WaitingBuckets > MostWaiting + (3 * poller.Devices))
        {
            Add("Basis data tertinggal dari pemeriksaan.", "The database does not keep up with polling.");
        }

        return problems;
    }

    /// <summary>The panel of the settings page.</summary>
    public PanelContent Show(PanelRequest request)
    {
        var id = request.Language != "en";
        var culture = CultureInfo.GetCultureInfo(id ? "id-ID" : "en-US");
        string Whole(long number) => number.ToString("N0", culture);
        var problems = Problems(id);
        var load = poller.Load;
        var lag = LagP99();
        var slow = poller.Slowest(10);
        var fields = new List<PanelField>
        {
            new(id ? "Titik diperiksa" : "Devices polled", Whole(poller.Devices)),
            new(id ? "Terlambat mulai (99 %)" : "Start late (99 %)", lag is int.MaxValue ? "> 60 s" : $"≤ {Whole(lag)} ms"),
            new(id ? "Jawaban" : "Answers", Whole(Sum("polls"))),
            new(id ? "Tanpa jawaban (percobaan)" : "Without an answer (tries)", Whole(Sum("timeouts"))),
            new(id ? "Ditanya ulang" : "Asked again", Whole(Sum("retries"))),
            new(id ? "Jawaban rusak" : "Broken answers", Whole(Sum("decode_errors"))),
            new(id ? "Tidak dapat dikirim" : "Could not be sent", Whole(Sum("not_sent"))),
            new(id ? "Sedang ditunggu" : "Being waited for", Whole(load.InFlight)),
            new(id ? "Antre di jalur induk" : "Waiting behind uplinks", Whole(load.BehindUplinks)),
            new(id ? "Belum tertulis" : "Not written yet", Whole(results.Waiting + results.WaitingBuckets)),
            new(id ? "Paling lambat" : "Slowest", slow.Count == 0 ? "–" : string.Join(", ", slow.Select(s => $"{s.Name} ({(s.Milliseconds / 1000).ToString("N1", culture)} s)"))),
        };
        return new PanelContent(problems.Count == 0 ? id ? "Semuanya baik. Angka sejak server ini menyala." : "All is well. Numbers since this server started." : string.Join(' ', problems), fields, []);
    }

    public void Dispose() => listener.Dispose();

    private long Sum(string name)
    {
        lock (gate)
        {
            return tallies.TryGetValue("hotspot.monitor." + name, out var tally) ? Interlocked.Read(ref tally.Value) : 0;
        }
    }

    private void Late(double milliseconds)
    {
        var i = 0;
        while (milliseconds > Bounds[i])
        {
            i++;
        }

        lock (gate)
        {
            Turn();
            lags[i]++;
        }
    }

    /// <summary>Of the polls of the last five to ten minutes 99 % started no later than this after their time, milliseconds.</summary>
    private int LagP99()
    {
        lock (gate)
        {
            Turn();
            var (all, seen) = (lags.Sum() + lagsBefore.Sum(), 0L);
            for (var i = 0; i < Bounds.Length && all > 0; i++)
            {
                seen += lags[i] + lagsBefore[i];
                if (seen >= all * 0.99)
                {
                    return Bounds[i];
                }
            }

            return 0;
        }
    }

    private void Turn()
    {
        var passed = time.GetElapsedTime(windowStart).TotalSeconds;
        if (passed < Window)
        {
            return;
        }

        (lags, lagsBefore) = (lagsBefore, lags);
        Array.Clear(lags);
        if (passed >= 2 * Window)
        {
            Array.Clear(lagsBefore);
        }

        windowStart = time.GetTimestamp();
    }

    private sealed class Tally
    {
        public long Value;
    }
}
