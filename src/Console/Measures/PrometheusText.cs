using System.Globalization;
using System.Text;

namespace HotspotManager.Console.Measures;

/// <summary>One instrument's values, as the text format needs them.</summary>
/// <param name="Name">Dotted or snake-case name; made into a legal metric name.</param>
/// <param name="Kind"><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</param>
/// <param name="Help">What it counts, or empty.</param>
/// <param name="Series">One entry for each set of labels.</param>
public sealed record MetricFamily(string Name, string Kind, string Help, IReadOnlyList<MetricSeries> Series);

/// <summary>One set of labels with its value, or with buckets for a histogram.</summary>
public sealed record MetricSeries(IReadOnlyList<KeyValuePair<string, string>> Labels, double Value, Histogram? Histogram = null);

/// <summary>A histogram: upper bounds, the count at or below each, the count of all and their sum.</summary>
public sealed record Histogram(IReadOnlyList<double> Bounds, IReadOnlyList<long> Cumulative, long Count, double Sum);

/// <summary>Writes metrics in Prometheus' text exposition format, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats).</summary>
public static class PrometheusText
{
    /// <summary>The content type of the format.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The whole page.</summary>
    public static string Write(IEnumerable<MetricFamily> families)
    {
        var text = new StringBuilder();
        foreach (var family in families.OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            var name = MetricName(family.Name) + (family.Kind == "counter" && !family.Name.EndsWith("_total", StringComparison.Ordinal) ? "_total" : "");
            if (family.Help.Length > 0) text.Append("# HELP ").Append(name).Append(' ').Append(EscapeHelp(family.Help)).Append('\n');
            text.Append("# TYPE ").Append(name).Append(' ').Append(family.Kind).Append('\n');
            foreach (var series in family.Series)
            {
                if (series.Histogram is { } histogram) WriteHistogram(text, name, series.Labels, histogram);
                else WriteLine(text, name, series.Labels, null, series.Value);
            }
        }

        return text.ToString();
    }

    private static void WriteHistogram(StringBuilder text, string name, IReadOnlyList<KeyValuePair<string, string>> labels, Histogram histogram)
    {
        for (var i = 0; i < histogram.Bounds.Count; i++)
            WriteLine(text, name + "_bucket", labels, Number(histogram.Bounds[i]), histogram.Cumulative[i]);
        WriteLine(text, name + "_bucket", labels, "+Inf", histogram.Count);
        WriteLine(text, name + "_sum", labels, null, histogram.Sum);
        WriteLine(text, name + "_count", labels, null, histogram.Count);
    }

    private static void WriteLine(StringBuilder text, string name, IReadOnlyList<KeyValuePair<string, string>> labels, string? le, double value)
    {
        text.Append(name);
        if (labels.Count > 0 || le is not null)
        {
            var written = labels.Select(l => $"{LabelName(l.Key)}=\"{EscapeLabel(l.Value)}\"");
            if (le is not null) written = written.Append($"le=\"{le}\"");
            text.Append('{').AppendJoin(',', written).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    /// <summary>A legal metric name: <c>[a-zA-Z_:][a-zA-Z0-9_:]*</c>.</summary>
    internal static string MetricName(string name) => Legal(name, colon: true);

    private static string LabelName(string name) => Legal(name, colon: false);

    private static string Legal(string name, bool colon)
    {
        var text = new StringBuilder(name.Length + 1);
        foreach (var c in name) text.Append(char.IsAsciiLetterOrDigit(c) || c == '_' || (colon && c == ':') ? c : '_');
        if (text.Length == 0 || char.IsAsciiDigit(text[0])) text.Insert(0, '_');
        return text.ToString();
    }

    private static string EscapeHelp(string help) => help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string EscapeLabel(string value) => EscapeHelp(value).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
