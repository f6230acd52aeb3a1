using System.Diagnostics.Metrics;

namespace HotspotManager.Console.Measures;

/// <summary>
/// Listens to every meter named <c>HotspotManager.*</c> in this process and keeps its sums, last values and buckets, so that /metrics can be
/// written at any moment. Observable instruments are asked when the page is. Labels beyond <see cref="SeriesLimit"/> for one instrument are
/// not kept: a label that names a phone or a person would otherwise grow without end.
/// </summary>
public sealed class MeterCollector : IDisposable
{
    /// <summary>Sets of labels kept for one instrument.</summary>
    public const int SeriesLimit = 5000;

    // Seconds, as Prometheus' client libraries have them by default: 5 ms to 10 s; an instrument that measures finer says so itself.
    private static readonly double[] Bounds = [.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10];

    private readonly MeterListener listener = new();
    private readonly Dictionary<Instrument, Kept> kept = [];
    private readonly Lock gate = new();

    /// <summary>Starts listening.</summary>
    public MeterCollector()
    {
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (!instrument.Meter.Name.StartsWith("HotspotManager.", StringComparison.Ordinal)) return;
            lock (gate) kept.TryAdd(instrument, new Kept(KindOf(instrument), AddsUp(instrument), BoundsOf(instrument)));
            l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<byte>((i, v, t, _) => Take(i, v, t));
        listener.SetMeasurementEventCallback<short>((i, v, t, _) => Take(i, v, t));
        listener.SetMeasurementEventCallback<int>((i, v, t, _) => Take(i, v, t));
        listener.SetMeasurementEventCallback<long>((i, v, t, _) => Take(i, v, t));
        listener.SetMeasurementEventCallback<float>((i, v, t, _) => Take(i, v, t));
        listener.SetMeasurementEventCallback<double>((i, v, t, _) => Take(i, v, t));
        listener.SetMeasurementEventCallback<decimal>((i, v, t, _) => Take(i, (double)v, t));
        listener.Start();
    }

    /// <summary>What is kept now, with the observable instruments asked.</summary>
    public IReadOnlyList<MetricFamily> Families()
    {
        listener.RecordObservableInstruments();
        lock (gate)
        {
            return [.. kept.Where(k => k.Value.Series.Count > 0)
                .Select(k => new MetricFamily(k.Key.Name, k.Value.Kind, k.Key.Description ?? "", [.. k.Value.Series.Values.Select(s => s.Read())]))];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new KeyValuePair<string, string>[tags.Length];
        for (var i = 0; i < tags.Length; i++) labels[i] = new(tags[i].Key, tags[i].Value?.ToString() ?? "");
        Array.Sort(labels, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        var key = string.Join('\u001f', labels.Select(l => l.Key + '\u001e' + l.Value));
        lock (gate)
        {
            if (!kept.TryGetValue(instrument, out var into)) return;
            if (!into.Series.TryGetValue(key, out var series))
            {
                if (into.Series.Count >= SeriesLimit) return;
                into.Series[key] = series = new KeptSeries(labels, into.Kind == "histogram" ? into.Bounds : []);
            }

            series.Take(value, into.Adds);
        }
    }

    private static string KindOf(Instrument instrument)
    {
        var type = instrument.GetType().Name;
        return type.StartsWith("Histogram", StringComparison.Ordinal) ? "histogram"
            : type.StartsWith("Counter", StringComparison.Ordinal) || type.StartsWith("ObservableCounter", StringComparison.Ordinal) ? "counter"
            : "gauge";
    }

    /// <summary>Counters and up-down counters report differences; a gauge and whatever is observed its value.</summary>
    private static bool AddsUp(Instrument instrument) =>
        !instrument.IsObservable && !instrument.GetType().Name.StartsWith("Gauge", StringComparison.Ordinal);

    private static double[] BoundsOf(Instrument instrument) =>
        instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { Count: > 0 } own } ? [.. own] : Bounds;

    private sealed class Kept(string kind, bool adds, double[] bounds)
    {
        public double[] Bounds { get; } = bounds;

        public string Kind { get; } = kind;

        public bool Adds { get; } = adds;

        public Dictionary<string, KeptSeries> Series { get; } = new(StringComparer.Ordinal);
    }

    private sealed class KeptSeries(KeyValuePair<string, string>[] labels, double[] bounds)
    {
        private readonly long[] buckets = new long[bounds.Length];
        private double value;
        private long count;

        public void Take(double measured, bool adds)
        {
            if (bounds.Length > 0)
            {
                count++;
                value += measured;
                for (var i = 0; i < bounds.Length; i++)
                    if (measured <= bounds[i]) buckets[i]++;
            }
            else value = adds ? value + measured : measured;
        }

        public MetricSeries Read() => bounds.Length > 0
            ? new MetricSeries(labels, 0, new Histogram(bounds, [.. buckets], count, value))
            : new MetricSeries(labels, value);
    }
}
