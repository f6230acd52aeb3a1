using HotspotManager.Core.Outages;
using HotspotManager.Core.Series;
using HotspotManager.Monitor.CheckIns;
using HotspotManager.Monitor.Outages;
using HotspotManager.Unit.Monitor.Polling;
using Xunit;

namespace HotspotManager.Unit.Monitor.CheckIns;

public sealed class CheckInWatchTests
{
    private readonly SimulatedTime _time = new();
    private readonly OutageDetector _detector = new(DetectorOptions.ForInterval(TimeSpan.FromSeconds(60)));
    private readonly SampleRing _ring = new();
    private readonly CheckInWatch _watch;

    public CheckInWatchTests()
    {
        _watch = new CheckInWatch(_detector, _ring, new CheckInTiming(TimeSpan.FromSeconds(60)), _time);
        _detector.Configure([.. Enumerable.Range(1, 20).Select(i => new DeviceFacts(i, null, "35.73.05.1011/05", IsPolled: true))], _time.GetUtcNow());
        _watch.Configure(Enumerable.Range(1, 20));
    }

    private void Run(double seconds)
    {
        for (var i = 0; i < seconds * 10; i++)
        {
            _time.Advance(100);
            _watch.Step();
        }
    }

    private void Report(int device, bool late = false) => _watch.Heard(new FoldedReport(device, new Sample(_time.GetUtcNow(), 1, 1, 3, 60), true, late));

    private void ReportAll(IEnumerable<int> devices)
    {
        foreach (var device in devices) Report(device);
        Run(60);
    }

    [Fact]
    public void A_device_that_reports_is_up_and_its_sample_is_the_latest()
    {
        Report(1);
        Run(0.2);
        Assert.Equal(DeviceState.Up, _detector.StateOf(1));
        Assert.Equal(3, _ring.Latest(1)!.Value.Clients);
    }

    [Fact]
    public void One_that_has_never_reported_is_no_outage()
    {
        Run(3600);
        Assert.Equal(DeviceState.Unknown, _detector.StateOf(1));
        Assert.Empty(_detector.Changes);
    }

    [Fact]
    public void A_silent_device_is_suspect_then_down_and_up_again_after_two_reports()
    {
        for (var i = 0; i < 5; i++) ReportAll([1, 2]);
        Report(1);
        Run(145);
        Assert.Equal(DeviceState.Up, _detector.StateOf(1));
        Run(10);
        Assert.Equal(DeviceState.Down, _detector.StateOf(1));
        ReportAll([1]);
        Assert.Equal(DeviceState.Down, _detector.StateOf(1));
        ReportAll([1]);
        Assert.Equal(DeviceState.Up, _detector.StateOf(1));
    }

    [Fact]
    public void Renumbering_loses_a_whole_report_of_everybody_and_is_no_outage()
    {
        var village = Enumerable.Range(1, 20).ToList();
        for (var minute = 0; minute < 30; minute++)
        {
            // Every tenth minute the line is dialled anew, and the reports of that minute are lost.
            ReportAll(minute % 10 == 9 ? [] : village);
        }
        Assert.All(village, i => Assert.Equal(DeviceState.Up, _detector.StateOf(i)));
        Assert.DoesNotContain(_detector.Changes, c => c.State == DeviceState.Down);
    }

    [Fact]
    public void A_village_that_goes_silent_is_one_incident()
    {
        var village = Enumerable.Range(1, 20).ToList();
        for (var i = 0; i < 3; i++) ReportAll(village);
        _detector.Changes.Clear();
        Run(200);
        Assert.All(village, i => Assert.Equal(DeviceState.Down, _detector.StateOf(i)));
        Assert.All(_detector.Changes.Where(c => c is { Kind: DetectionKind.State, State: DeviceState.Down }).GroupBy(c => c.DeviceId), g => Assert.Equal(OutageCause.PowerOrBackhaul, g.Last().Cause));
    }

    [Fact]
    public void What_this_process_slept_through_is_not_held_against_devices()
    {
        ReportAll([1, 2]);
        _time.Advance(3_600_000);
        Run(60);
        Assert.Equal(DeviceState.Up, _detector.StateOf(1));
    }
}
