using System.Diagnostics.Metrics;
using System.Globalization;

namespace HotspotManager.Console.Measures;

/// <summary>
/// Listens to every meter named <c>HotspotManager.*</c> in this process and keeps its sums, last values and buckets, so that /metrics can be
/// written at any moment. Observable instruments are asked when the page is. Labels beyond <see cref="SeriesLimit"/> for one instrument are
/// not kept: a label that names a phone or a person would otherwise grow without end. A measurement with labels seen before allocates nothing.
/// </summary>
public sealed class MeterCollector : IDisposable
{
    /// <summary>Sets of labels kept for one instrument.</summary>
    public const int SeriesLimit = 5000;

    // Seconds, as Prometheus' client libraries have them by default: 5 ms to 10 s; an instrument that measures finer says so itself.
    private static readonly double[] Bounds = [.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10];

    private const int LongestKey = 512;

    private readonly MeterListener listener = new();
    private readonly Dictionary<Instrument, Kept> kept = [];
    private readonly Lock gate = new();

    /// <summary>Starts listening.</summary>
    public MeterCollector()
    {
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (!instrument.Meter.Name.StartsWith("HotspotManager.", StringComparison.Ordinal)) return;
            var into = new Kept(KindOf(instrument), AddsUp(instrument), BoundsOf(instrument));
            lock (gate) kept[instrument] = into;
            l.EnableMeasurementEvents(instrument, into);
        };
        listener.SetMeasurementEventCallback<byte>((_, v, t, into) => Take((Kept)into!, v, t));
        listener.SetMeasurementEventCallback<short>((_, v, t, into) => Take((Kept)into!, v, t));
        listener.SetMeasurementEventCallback<int>((_, v, t, into) => Take((Kept)into!, v, t));
        listener.SetMeasurementEventCallback<long>((_, v, t, into) => Take((Kept)into!, v, t));
        listener.SetMeasurementEventCallback<float>((_, v, t, into) => Take((Kept)into!, v, t));
        listener.SetMeasurementEventCallback<double>((_, v, t, into) => Take((Kept)into!, v, t));
        listener.SetMeasurementEventCallback<decimal>((_, v, t, into) => Take((Kept)into!, (double)v, t));
        listener.Start();
    }

    /// <summary>What is kept now, with the observable instruments asked.</summary>
    public IReadOnlyList<MetricFamily> Families()
    {
        listener.RecordObservableInstruments();
        lock (gate)
        {
            return [.. kept.Select(k => new MetricFamily(k.Key.Name, k.Value.Kind, k.Key.Description ?? "", k.Value.Read())).Where(f => f.Series.Count > 0)];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    // Runs within whatever is measured, a poll or a RADIUS request: labels that were seen before cost no garbage.
    private static void Take(Kept into, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Span<char> space = stackalloc char[LongestKey];
        var length = Write(tags, space);
        lock (into)
        {
            if ((length < 0 || !into.AsGiven.TryGetValue(space[..length], out var series)) && !into.TryAdd(tags, length < 0 ? null : space[..length].ToString(), out series)) return;
            series.Take(value, into.Adds);
        }
    }

    // The labels in the order they were given; -1 when they are too long for that.
    private static int Write(ReadOnlySpan<KeyValuePair<string, object?>> tags, Span<char> to)
    {
        var length = 0;
        foreach (var (key, value) in tags)
        {
            if (!Append(key, to, ref length) || !Append("\u001e", to, ref length) || !Append(value, to, ref length) || !Append("\u001f", to, ref length)) return -1;
        }

        return length;
    }

    private static bool Append(object? value, Span<char> to, ref int length)
    {
        int written;
        if (value is ISpanFormattable number)
        {
            if (!number.TryFormat(to[length..], out written, default, CultureInfo.InvariantCulture)) return false;
        }
        else
        {
            var text = value as string ?? value?.ToString() ?? "";
            if (!text.TryCopyTo(to[length..])) return false;
            written = text.Length;
        }

        length += written;
        return true;
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

        /// <summary>Found by the labels in the order they were given: what <see cref="TryAdd"/> has resolved before.</summary>
        public Dictionary<string, KeptSeries>.AlternateLookup<ReadOnlySpan<char>> AsGiven { get; } =
            new Dictionary<string, KeptSeries>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

        private readonly Dictionary<string, KeptSeries> series = new(StringComparer.Ordinal);

        public IReadOnlyList<MetricSeries> Read()
        {
            lock (this) return [.. series.Values.Select(s => s.Read())];
        }

        /// <summary>The series of these labels in whatever order; false when there are too many.</summary>
        public bool TryAdd(ReadOnlySpan<KeyValuePair<string, object?>> tags, string? asGiven, out KeptSeries found)
        {
            var labels = new KeyValuePair<string, string>[tags.Length];
            for (var i = 0; i < tags.Length; i++) labels[i] = new(tags[i].Key, Convert.ToString(tags[i].Value, CultureInfo.InvariantCulture) ?? "");
            Array.Sort(labels, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
            var key = string.Join('\u001f', labels.Select(l => l.Key + '\u001e' + l.Value));
            if (!series.TryGetValue(key, out found!))
            {
                if (series.Count >= SeriesLimit) return false;
                series[key] = found = new KeptSeries(labels, Kind == "histogram" ? Bounds : []);
            }

            if (asGiven is not null && AsGiven.Dictionary.Count < SeriesLimit) AsGiven.Dictionary[asGiven] = found;
            return true;
        }
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
