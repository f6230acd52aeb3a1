using HotspotManager.Core.Outages;
using HotspotManager.Monitor.Outages;
using Xunit;

namespace HotspotManager.Unit.Monitor.Outages;

/// <summary>What polls say and what RADIUS says, joined.</summary>
public sealed class TwoTruthsTests
{
    [Fact]
    public void Accounting_that_comes_after_the_last_answer_takes_an_outage_back()
    {
        var world = new DetectorWorld(Networks.Alone(3));
        world.Run(120);
        world.Dead.Add(2);
        world.Run(120);
        Assert.Equal(DeviceState.Down, world.Detector.StateOf(2));
        world.Detector.Tell(new OutsideFact.Sign(2, world.At));
        world.Run(1);
        Assert.Equal(DeviceState.Degraded, world.Detector.StateOf(2));
        Assert.Equal(IncidentEnding.Withdrawn, Assert.Single(world.Told, t => t.Kind == DetectionKind.IncidentClosed).Ending);
        var state = world.Told.Last(t => t.Kind == DetectionKind.State);
        Assert.Equal((OutageCause.Management, true), (state.Cause, state.IsWithdrawn));

        // While accounting goes on it stays that; when it ends too, it is an outage since the last of it.
        for (var i = 0; i < 6; i++)
        {
            world.Run(300);
            world.Detector.Tell(new OutsideFact.Sign(2, world.At));
        }

        world.Run(1);
        var last = world.At;
        Assert.Equal(0, world.OpenIncidents);
        world.Run(15 * 60);
        Assert.Equal(DeviceState.Down, world.Detector.StateOf(2));
        Assert.Equal(1, world.OpenIncidents);
        Assert.True((world.States(DeviceState.Down).Last().Since - last).Duration() < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Accounting_from_before_the_first_miss_says_nothing()
    {
        var world = new DetectorWorld(Networks.Alone(3));
        world.Run(120);
        world.Detector.Tell(new OutsideFact.Sign(2, world.At));
        world.Dead.Add(2);
        world.Run(120);
        Assert.Equal(DeviceState.Down, world.Detector.StateOf(2));
    }

    [Fact]
    public void Late_accounting_disproves_nothing()
    {
        var world = new DetectorWorld(Networks.Alone(3));
        world.Run(120);
        world.Dead.Add(2);
        world.Run(1200);
        var old = world.States(DeviceState.Down).Single().Since.AddSeconds(30);
        world.Detector.Tell(new OutsideFact.Sign(2, old));
        world.Run(60);
        Assert.Equal(DeviceState.Down, world.Detector.StateOf(2));
    }

    [Fact]
    public void A_phone_behind_a_router_shows_that_the_router_lives()
    {
        var world = new DetectorWorld(Networks.Behind(uplinkPolled: true, 4));
        world.Run(120);
        world.Dead.Add(100);
        world.Run(180);
        Assert.Equal(DeviceState.Unreachable, world.Detector.StateOf(1));
        world.Detector.Tell(new OutsideFact.Sign(1, world.At));
        world.Run(1);
        Assert.Equal(DeviceState.Degraded, world.Detector.StateOf(100));
        Assert.Equal(DeviceState.Degraded, world.Detector.StateOf(1));
    }

    [Fact]
    public void A_point_where_nobody_can_log_in_is_an_incident_though_it_answers()
    {
        var world = new DetectorWorld(Networks.Behind(uplinkPolled: false, 5));
        world.Run(120);
        world.Told.Clear();
        var since = world.At.AddHours(-2);
        world.Detector.Tell(new OutsideFact.Service(1, OutageCause.Silent, since));
        world.Run(60);
        Assert.Equal((DeviceState.Degraded, OutageCause.Silent, since), world.States(DeviceState.Degraded).Select(t => (t.State, t.Cause, t.Since)).Single());
        Assert.Equal(1, world.OpenIncidents);

        // The same in the same area is the same incident; another area's or reason's would be another.
        world.Detector.Tell(new OutsideFact.Service(2, OutageCause.Silent, since));
        world.Run(60);
        Assert.Equal(1, world.OpenIncidents);
        Assert.Equal(1, world.Count(DetectionKind.IncidentOpened));
        world.Detector.Tell(new OutsideFact.Service(1, null, since));
        world.Detector.Tell(new OutsideFact.Service(2, null, since));
        world.Run(1);
        Assert.Equal(0, world.OpenIncidents);
        Assert.Equal(DeviceState.Up, world.Detector.StateOf(1));
    }

    [Fact]
    public void A_silent_point_that_then_dies_is_still_one_incident()
    {
        var world = new DetectorWorld(Networks.Alone(3));
        world.Run(120);
        world.Detector.Tell(new OutsideFact.Service(1, OutageCause.Silent, world.At.AddHours(-2)));
        world.Run(60);
        world.Dead.Add(1);
        world.Run(120);
        Assert.Equal(DeviceState.Down, world.Detector.StateOf(1));
        Assert.Equal(1, world.OpenIncidents);
        world.Dead.Clear();
        world.Run(120);
        Assert.Equal(DeviceState.Up, world.Detector.StateOf(1));
        Assert.Equal(0, world.OpenIncidents);
    }

    [Fact]
    public void Those_left_when_a_site_is_back_have_an_incident_each()
    {
        var world = new DetectorWorld(Networks.Behind(uplinkPolled: false, 8));
        world.Run(120);
        world.Dead.UnionWith(Enumerable.Range(1, 8));
        world.Run(300);
        Assert.Equal(1, world.OpenIncidents);
        world.Dead.IntersectWith([3, 6]);
        world.Run(180);
        Assert.Equal(1, world.OpenIncidents);
        world.Told.Clear();
        world.Run(600);
        Assert.Equal([3, 6], world.Told.Where(t => t.Kind == DetectionKind.IncidentOpened).Select(t => t.DeviceId));
        Assert.Single(world.Told, t => t.Kind == DetectionKind.IncidentClosed);
        Assert.Equal(DeviceState.Down, world.Detector.StateOf(3));
        world.Dead.Clear();
        world.Run(180);
        Assert.Equal(2, world.Count(DetectionKind.IncidentClosed) - 1);
    }

    [Fact]
    public void A_site_whose_power_comes_and_goes_is_one_incident()
    {
        var world = new DetectorWorld(Networks.Behind(uplinkPolled: false, 5));
        world.Run(120);
        for (var i = 0; i < 5; i++)
        {
            world.Dead.UnionWith(Enumerable.Range(1, 5));
            world.Run(200);
            world.Dead.Clear();
            world.Run(200);
        }

        var closed = world.Told.Where(t => t.Kind == DetectionKind.IncidentClosed).Select(t => t.Incident).Distinct();
        Assert.Single(closed);
        Assert.Equal(1, world.Count(DetectionKind.IncidentFlapping));
        Assert.Equal(1, world.OpenIncidents);
        world.Run(3600);
        Assert.Equal(0, world.OpenIncidents);
    }

    [Fact]
    public void Facts_that_come_late_decide_nothing()
    {
        var detector = new OutageDetector(new DetectorOptions());
        var at = DateTimeOffset.UnixEpoch.AddDays(1);
        detector.Configure(Networks.Alone(1), at);
        detector.Advance(at);
        detector.Answered(1, at);
        for (var i = 0; i < 10; i++)
        {
            detector.Missed(1, at.AddMinutes(-10 + (i * 0.4)));
        }

        Assert.Equal(DeviceState.Up, detector.StateOf(1));
        for (var i = 0; i < 4; i++)
        {
            detector.Missed(1, at.AddSeconds(i));
        }

        Assert.Equal(DeviceState.Down, detector.StateOf(1));
        detector.Answered(1, at.AddMinutes(-6));
        detector.Answered(1, at.AddMinutes(-5.5));
        Assert.Equal(DeviceState.Down, detector.StateOf(1));
    }
}
