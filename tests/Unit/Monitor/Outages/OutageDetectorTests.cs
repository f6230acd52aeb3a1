using HotspotManager.Core.Outages;
using HotspotManager.Monitor.Outages;
using Xunit;

namespace HotspotManager.Unit.Monitor.Outages;

public sealed class OutageDetectorTests
{
    [Fact]
    public void A_device_is_up_with_its_first_answer()
    {
        var world = new DetectorWorld(Networks.Alone(5));
        world.Run(60);
        Assert.Equal(5, world.Told.Count);
        Assert.All(world.Told, t => Assert.Equal((DetectionKind.State, DeviceState.Unknown, DeviceState.Up), (t.Kind, t.Before, t.State)));
    }

    [Theory]
    [InlineData(60, 75)]
    [InlineData(5, 15)]
    public void A_dead_access_point_is_down_in_time_and_is_one_incident(double interval, double within)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var world = new DetectorWorld(Networks.Alone(5), interval, seed: seed);
            world.Run(600);
            world.Told.Clear();
            world.Dead.Add(3);
            world.Run(within);
            var down = Assert.Single(world.States(DeviceState.Down));
            Assert.Equal((3, OutageCause.NoAnswer), (down.DeviceId, down.Cause));
            Assert.Equal(1, world.Count(DetectionKind.IncidentOpened));
            Assert.Equal(2, world.Told.Count);
        }
    }

    [Fact]
    public void Recovery_takes_two_good_polls_and_closes_the_incident()
    {
        var world = new DetectorWorld(Networks.Alone(5));
        world.Dead.Add(3);
        world.Run(300);
        Assert.Equal(DeviceState.Down, world.Detector.StateOf(3));
        world.Told.Clear();
        world.Dead.Clear();
        world.Run(65);
        Assert.Equal([DetectionKind.IncidentClosed, DetectionKind.State], world.Told.Select(t => t.Kind));
        Assert.Equal(DeviceState.Up, world.Detector.StateOf(3));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(5)]
    public void An_uplink_cut_with_twenty_behind_it_is_one_incident(double interval)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var world = new DetectorWorld(Networks.Behind(uplinkPolled: true, 20), interval, seed: seed);
            world.Run(300);
            world.Told.Clear();
            world.Dead.Add(100);
            world.Run(180);
            Assert.Equal(1, world.OpenIncidents);
            Assert.Equal(DeviceState.Down, world.Detector.StateOf(100));
            Assert.All(Enumerable.Range(1, 20), i => Assert.Equal(DeviceState.Unreachable, world.Detector.StateOf(i)));
            var last = world.Told.Where(t => t.Kind == DetectionKind.State).GroupBy(t => t.DeviceId).Select(g => g.Last());
            Assert.Single(last.Select(t => t.Incident).Distinct());
            Assert.All(last.Where(t => t.DeviceId != 100), t => Assert.Equal((OutageCause.Uplink, 100), (t.Cause, t.CauseDeviceId)));
        }
    }

    [Fact]
    public void When_the_uplink_is_back_its_incident_closes_with_its_last_device()
    {
        var world = new DetectorWorld(Networks.Behind(uplinkPolled: true, 20));
        world.Run(120);
        world.Dead.Add(100);
        world.Run(180);
        world.Dead.Clear();
        world.Run(180);
        Assert.Equal(0, world.OpenIncidents);
        Assert.All(Enumerable.Range(1, 20), i => Assert.Equal(DeviceState.Up, world.Detector.StateOf(i)));
    }

    [Fact]
    public void A_child_that_stays_away_after_its_uplink_is_back_has_its_own_incident()
    {
        var world = new DetectorWorld(Networks.Behind(uplinkPolled: true, 20));
        world.Run(120);
        world.Dead.Add(100);
        world.Run(180);
        world.Dead.Remove(100);
        world.Dead.Add(7);
        world.Run(600);
        Assert.Equal(DeviceState.Down, world.Detector.StateOf(7));
        Assert.Equal(1, world.OpenIncidents);
        var own = world.Told.Last(t => t.Kind == DetectionKind.IncidentOpened);
        Assert.Equal(7, own.DeviceId);
        Assert.Equal(2, world.Told.Where(t => t.Kind == DetectionKind.IncidentOpened).Select(t => t.Incident).Distinct().Count());
    }

    [Fact]
    public void A_child_noticed_a_little_before_its_uplink_is_folded_in()
    {
        // The uplink still answers when the child's first miss has it probed, and fails right after.
        var detector = new OutageDetector(DetectorOptions.ForInterval(TimeSpan.FromSeconds(60)));
        var at = DateTimeOffset.UnixEpoch;
        detector.Configure(Networks.Behind(uplinkPolled: true, 2), at);
        foreach (var id in new[] { 100, 1, 2 })
        {
            detector.Answered(id, at);
        }

        detector.Missed(1, at.AddSeconds(60));
        detector.Answered(100, at.AddSeconds(60.1));
        detector.Missed(1, at.AddSeconds(63));
        detector.Missed(1, at.AddSeconds(67));
        detector.Missed(1, at.AddSeconds(73));
        Assert.Equal(DeviceState.Down, detector.StateOf(1));
        for (var i = 0; i < 4; i++)
        {
            detector.Missed(100, at.AddSeconds(100 + (i * 4)));
        }

        Assert.Equal(DeviceState.Down, detector.StateOf(100));
        Assert.Equal(DeviceState.Unreachable, detector.StateOf(1));
        var merged = Assert.Single(detector.Changes, c => c.Kind == DetectionKind.IncidentMerged);
        Assert.Equal(detector.Changes.Last(c => c.Kind == DetectionKind.IncidentOpened).Incident, merged.Into);
    }

    [Fact]
    public void A_dead_access_point_under_a_living_uplink_is_its_own_incident()
    {
        var world = new DetectorWorld(Networks.Behind(uplinkPolled: true, 20));
        world.Run(120);
        world.Told.Clear();
        world.Dead.Add(4);
        world.Run(120);
        var down = Assert.Single(world.States(DeviceState.Down));
        Assert.Equal((4, OutageCause.NoAnswer), (down.DeviceId, down.Cause));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(5)]
    public void A_power_cut_of_an_area_under_an_uplink_nobody_polls_is_one_site_incident(double interval)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var world = new DetectorWorld(Networks.Behind(uplinkPolled: false, 5), interval, seed: seed);
            world.Run(300);
            world.Told.Clear();
            world.Dead.UnionWith([1, 2, 3, 4, 5]);
            world.Run(180);
            Assert.Equal(1, world.OpenIncidents);
            var site = Assert.Single(world.Told, t => t.Kind == DetectionKind.IncidentBecameSite);
            Assert.Equal((0, Networks.Rw5, OutageCause.PowerOrBackhaul), (site.DeviceId, site.Area, site.Cause));
            var last = world.Told.Where(t => t.Kind == DetectionKind.State).GroupBy(t => t.DeviceId).Select(g => g.Last()).ToList();
            Assert.Equal(5, last.Count);
            Assert.Single(last.Select(t => t.Incident).Distinct());
            Assert.All(last, t => Assert.Equal((DeviceState.Down, OutageCause.PowerOrBackhaul), (t.State, t.Cause)));
            world.Dead.Clear();
            world.Run(180);
            Assert.Equal(0, world.OpenIncidents);
        }
    }

    [Fact]
    public void Two_of_five_are_two_incidents()
    {
        var world = new DetectorWorld(Networks.Behind(uplinkPolled: false, 5));
        world.Run(120);
        world.Dead.UnionWith([1, 2]);
        world.Run(180);
        Assert.Equal(2, world.OpenIncidents);
        Assert.Equal(0, world.Count(DetectionKind.IncidentBecameSite));
    }

    [Fact]
    public void A_flapping_link_is_one_incident_that_stays_open_until_it_is_quiet()
    {
        var world = new DetectorWorld(Networks.Alone(3));
        world.Run(120);
        for (var i = 0; i < 6; i++)
        {
            world.Dead.Add(2);
            world.Run(150);
            world.Dead.Remove(2);
            world.Run(150);
        }

        // Told once that it is down, once that it came again, and once that it flaps: six outages make no more noise than that.
        Assert.Equal(1, world.Count(DetectionKind.IncidentOpened));
        Assert.Equal(1, world.Count(DetectionKind.IncidentReopened));
        Assert.Equal(1, world.Count(DetectionKind.IncidentFlapping));
        Assert.Equal(1, world.OpenIncidents);
        Assert.Equal(6, world.States(DeviceState.Down).Count());
        Assert.Equal((DeviceState.Degraded, OutageCause.Flapping), (world.Detector.StateOf(2), world.Told.Last(t => t.Kind == DetectionKind.State).Cause));
        world.Run(15 * 60);
        Assert.Equal(1, world.OpenIncidents);
        world.Run(45 * 60);
        Assert.Equal(0, world.OpenIncidents);
        Assert.Equal(IncidentEnding.Recovered, world.Told.Last(t => t.Kind == DetectionKind.IncidentClosed).Ending);
        Assert.Equal(DeviceState.Up, world.Detector.StateOf(2));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(5)]
    public void Five_percent_packet_loss_for_a_day_gives_no_outage(double interval)
    {
        var world = new DetectorWorld(Networks.Behind(uplinkPolled: true, interval < 60 ? 5 : 57), interval, loss: 0.05, seed: 42);
        world.Run(24 * 3600);
        Assert.Empty(world.States(DeviceState.Down));
        Assert.Empty(world.States(DeviceState.Unreachable));
    }

    [Fact]
    public void A_device_answered_only_after_asking_again_most_of_the_time_is_degraded_until_it_is_not()
    {
        var detector = new OutageDetector(new DetectorOptions());
        var at = DateTimeOffset.UnixEpoch;
        detector.Configure(Networks.Alone(1), at);
        for (var i = 0; i < 6; i++)
        {
            detector.Answered(1, at, strained: true);
        }

        Assert.Equal(DeviceState.Degraded, detector.StateOf(1));
        for (var i = 0; i < 9; i++)
        {
            detector.Answered(1, at);
        }

        Assert.Equal(DeviceState.Up, detector.StateOf(1));
    }

    [Fact]
    public void Outages_that_were_open_when_the_process_ended_go_on_and_end()
    {
        var detector = new OutageDetector(new DetectorOptions());
        var at = DateTimeOffset.UnixEpoch.AddDays(1);
        detector.Configure(Networks.Behind(uplinkPolled: true, 2), at);
        var keys = detector.Restore(
            [
                new OpenOutage(100, DeviceState.Down, at.AddHours(-1), OutageCause.NoAnswer, 0, 4711),
                new OpenOutage(1, DeviceState.Unreachable, at.AddHours(-1), OutageCause.Uplink, 100, 4711),
            ],
            new Dictionary<long, int?> { [4711] = 100 });
        Assert.Empty(detector.Changes);
        Assert.Equal(DeviceState.Down, detector.StateOf(100));
        foreach (var id in new[] { 100, 1, 100, 1 })
        {
            detector.Answered(id, at);
        }

        var closed = Assert.Single(detector.Changes, c => c.Kind == DetectionKind.IncidentClosed);
        Assert.Equal(keys[4711], closed.Incident);
        Assert.Equal(DeviceState.Up, detector.StateOf(1));
    }

    [Fact]
    public void A_device_that_is_taken_out_ends_its_outage()
    {
        var world = new DetectorWorld(Networks.Alone(2));
        world.Dead.Add(2);
        world.Run(300);
        world.Detector.Configure([.. Networks.Alone(1)], world.At);
        Assert.Equal([DetectionKind.IncidentClosed, DetectionKind.State], world.Detector.Changes.Select(c => c.Kind));
        Assert.Equal(DeviceState.Unknown, world.Detector.Changes[1].State);
    }
}
