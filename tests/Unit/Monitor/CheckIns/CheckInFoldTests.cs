using HotspotManager.Core.CheckIns;
using HotspotManager.Monitor.CheckIns;
using Xunit;

namespace HotspotManager.Unit.Monitor.CheckIns;

public sealed class CheckInFoldTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly CheckInFold _fold = new(TimeSpan.FromSeconds(60));

    private FoldedReport Take(DateTimeOffset received, string report, DateTimeOffset? now = null) =>
        _fold.Take(new CheckIn { DeviceId = 1, ReceivedAt = received, Report = report }, now ?? received);

    [Fact]
    public void Reports_become_samples_by_the_counter_rules_of_polls()
    {
        var first = Take(Noon, "hc1 - 600\nat 600 1000000 500 9 - -\n");
        Assert.True(first is { IsNow: true, IsLate: false, Latest: { Clients: 9, UptimeSeconds: 600 } });
        Assert.True(float.IsNaN(first.Latest!.Value.InBps));
        var second = Take(Noon.AddSeconds(60), "hc1 - 660\nat 660 1060000 6500 9 - -\n").Latest!.Value;
        Assert.Equal((1000f, 100f, Noon.AddSeconds(60)), (second.InBps, second.OutBps, second.At));

        // It restarted: no rate, and none that is negative or enormous.
        var third = Take(Noon.AddSeconds(120), "hc1 - 20\nat 20 100 100 9 - -\n").Latest!.Value;
        Assert.True(float.IsNaN(third.InBps) && float.IsNaN(third.OutBps));
        Assert.Equal(20, third.UptimeSeconds);
        Assert.Equal(6f, Take(Noon.AddSeconds(180), "hc1 - 80\nat 80 460 100 9 - -\n").Latest!.Value.InBps);
    }

    [Fact]
    public void What_could_not_be_sent_goes_to_its_own_time_and_only_the_newest_tells_of_now()
    {
        Take(Noon, "hc1 - 600\nat 600 0 0 5 - -\n");
        _fold.Clear();
        var late = string.Concat(Enumerable.Range(1, 20).Select(i => $"at {600 + (i * 60)} {i * 6000} 0 {i} - -\n"));
        var report = Take(Noon.AddMinutes(20).AddSeconds(7), $"hc1 - 1807\n{late}");
        Assert.True(report is { IsNow: true, IsLate: true, Latest: { Clients: 20, InBps: 100f } });
        var buckets = _fold.Buckets.OrderBy(b => b.Start).ToList();
        Assert.Equal([0, 5, 10, 15, 20], buckets.Select(b => (b.Start - Noon).TotalMinutes));
        Assert.Equal([4, 5, 5, 5, 1], buckets.Select(b => b.Count));
        Assert.All(buckets, b => Assert.Equal(100, b.InMean!.Value, 3));
        Assert.Equal((5, 9), ((int)buckets[1].ClientsMin!, (int)buckets[1].ClientsMax!));
        Assert.Equal(300, buckets[1].UpSeconds);
    }

    [Fact]
    public void A_day_of_backlog_alone_or_a_report_that_waited_for_us_tells_nothing_of_now()
    {
        var old = string.Concat(Enumerable.Range(1, 300).Select(i => $"at {i * 60} {i} {i} 1 - -\n"));
        Assert.True(Take(Noon, $"hc1 - 86400\n{old}") is { IsNow: true, Latest: null });
        Assert.True(Take(Noon.AddMinutes(1), "hc1 - 86460\nat 86460 1 1 1 - -\n", Noon.AddMinutes(30)) is { IsNow: false, Latest: null });
    }

    [Fact]
    public void What_claims_to_be_older_than_two_days_is_left_out()
    {
        Take(Noon, "hc1 - 300000000\nat 1 1 1 1 - -\nat 299990000 1 1 1 - -\n");
        Assert.Equal(Noon.AddSeconds(-10_000), Assert.Single(_fold.Buckets).LastAt);
    }

    [Fact]
    public void A_gap_stays_a_gap_and_figures_that_are_not_known_are_none()
    {
        Take(Noon, "hc1 - 600\nat 600 0 0 - - -\n");
        var after = Take(Noon.AddHours(1), "hc1 - 4200\nat 4200 3600000 0 - - -\n").Latest!.Value;
        Assert.True(float.IsNaN(after.InBps));
        Assert.Equal(-1, after.Clients);
        Assert.True(float.IsNaN(Take(Noon.AddHours(1).AddMinutes(1), "hc1 - 4260\nat 4260 - - - - -\n").Latest!.Value.InBps));
        Assert.Null(Take(Noon.AddHours(2), "nonsense").Latest);
    }
}
