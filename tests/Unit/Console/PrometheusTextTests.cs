using System.Diagnostics.Metrics;
using HotspotManager.Console.Measures;
using Xunit;

namespace HotspotManager.Unit.Console;

public sealed class PrometheusTextTests
{
    [Fact]
    public void A_counter_a_gauge_and_their_labels_are_written_in_the_text_format()
    {
        var text = PrometheusText.Write(
        [
            new MetricFamily("hotspot.radius.requests", "counter", "Requests\nby outcome", [new MetricSeries([new("outcome", "say \"no\"\\")], 3)]),
            new MetricFamily("hotspot.aps", "gauge", "", [new MetricSeries([], 57.5)]),
        ]);

        Assert.Equal(
            "# TYPE hotspot_aps gauge\nhotspot_aps 57.5\n"
            + "# HELP hotspot_radius_requests_total Requests\\nby outcome\n# TYPE hotspot_radius_requests_total counter\n"
            + "hotspot_radius_requests_total{outcome=\"say \\\"no\\\"\\\\\"} 3\n",
            text);
    }

    [Fact]
    public void A_histogram_has_cumulative_buckets_a_sum_and_a_count()
    {
        var text = PrometheusText.Write(
            [new MetricFamily("wait", "histogram", "", [new MetricSeries([], 0, new Histogram([0.1, 1], [2, 5], 6, 4.25))])]);

        Assert.Equal(
            "# TYPE wait histogram\nwait_bucket{le=\"0.1\"} 2\nwait_bucket{le=\"1\"} 5\nwait_bucket{le=\"+Inf\"} 6\nwait_sum 4.25\nwait_count 6\n", text);
    }

    [Theory]
    [InlineData("hotspot.radius.requests", "hotspot_radius_requests")]
    [InlineData("9lives", "_9lives")]
    [InlineData("a-b c", "a_b_c")]
    public void Names_are_made_legal(string name, string legal) => Assert.Equal(legal, PrometheusText.MetricName(name));

    [Fact]
    public void Every_meter_of_ours_is_collected_and_no_other()
    {
        using var collector = new MeterCollector();
        using var ours = new Meter("HotspotManager.Test");
        using var other = new Meter("Another");
        ours.CreateCounter<long>("test.count").Add(2, new KeyValuePair<string, object?>("kind", "a"));
        ours.CreateCounter<long>("test.other").Add(1);
        ours.CreateGauge<int>("test.gauge").Record(7);
        ours.CreateUpDownCounter<int>("test.updown").Add(-1);
        ours.CreateObservableGauge("test.observed", () => 12.5);
        ours.CreateHistogram<double>("test.seconds").Record(0.02);
        var twice = ours.CreateCounter<long>("test.twice");
        twice.Add(1, new("b", 7), new("a", new string('x', 600)));
        twice.Add(1, new("a", new string('x', 600)), new("b", 7));
        twice.Add(1, new("a", DayOfWeek.Monday), new("b", null));
        twice.Add(4, new("b", ""), new("a", "Monday"));
        other.CreateCounter<long>("other.count").Add(1);

        var text = PrometheusText.Write(collector.Families());

        Assert.Contains("test_count_total{kind=\"a\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE test_gauge gauge\ntest_gauge 7\n", text, StringComparison.Ordinal);
        Assert.Contains("test_updown -1\n", text, StringComparison.Ordinal);
        Assert.Contains("test_observed 12.5\n", text, StringComparison.Ordinal);
        Assert.Contains("test_seconds_bucket{le=\"0.025\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains($"test_twice_total{{a=\"{new string('x', 600)}\",b=\"7\"}} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("test_twice_total{a=\"Monday\",b=\"\"} 5\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("other_count", text, StringComparison.Ordinal);
    }
}
