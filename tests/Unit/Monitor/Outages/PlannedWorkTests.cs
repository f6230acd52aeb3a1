using HotspotManager.Core.Outages;
using HotspotManager.Monitor.Outages;
using Xunit;

namespace HotspotManager.Unit.Monitor.Outages;

public sealed class PlannedWorkTests
{
    [Fact]
    public void What_is_worked_on_is_in_no_incident_and_what_is_still_away_afterwards_is_one_from_then_on()
    {
        var world = new DetectorWorld(Networks.Alone(5));
        world.Run(120);
        Window(world, 2, 3);
        world.Run(60);
        world.Told.Clear();
        world.Dead.UnionWith([2, 3]);
        world.Run(1800);
        Assert.Empty(world.Told);
        Assert.Equal(DeviceState.Maintenance, world.Detector.StateOf(2));
        world.Dead.Remove(3);
        world.Run(120);
        var ended = world.At;
        Window(world);
        world.Run(120);
        var down = Assert.Single(world.States(DeviceState.Down));
        Assert.Equal(2, down.DeviceId);
        Assert.True(down.Since >= ended);
        Assert.Equal(DeviceState.Up, world.Detector.StateOf(3));
        Assert.Equal(1, world.OpenIncidents);
    }

    [Fact]
    public void What_hangs_on_a_router_that_is_worked_on_falls_silent_without_an_incident()
    {
        var world = new DetectorWorld(Networks.Behind(uplinkPolled: true, 10));
        world.Run(120);
        Window(world, 100);
        world.Told.Clear();
        world.Dead.Add(100);
        world.Run(600);
        Assert.Equal(0, world.Count(DetectionKind.IncidentOpened));
        Assert.All(Enumerable.Range(1, 10), i => Assert.Equal(DeviceState.Maintenance, world.Detector.StateOf(i)));
        world.Dead.Remove(100);
        world.Dead.Add(4);
        world.Run(300);
        Assert.Equal(DeviceState.Up, world.Detector.StateOf(5));
        Window(world);
        world.Run(300);
        Assert.Equal(DeviceState.Up, world.Detector.StateOf(100));
        Assert.Equal(4, Assert.Single(world.States(DeviceState.Down)).DeviceId);
        Assert.Equal(1, world.OpenIncidents);
    }

    [Fact]
    public void A_router_still_away_when_its_window_ends_is_one_incident_with_all_behind_it()
    {
        var world = new DetectorWorld(Networks.Behind(uplinkPolled: true, 10));
        world.Run(120);
        Window(world, 100);
        world.Dead.Add(100);
        world.Run(600);
        Window(world);
        world.Run(300);
        Assert.Equal(1, world.OpenIncidents);
        Assert.Equal(DeviceState.Down, world.Detector.StateOf(100));
        Assert.All(Enumerable.Range(1, 10), i => Assert.Equal(DeviceState.Unreachable, world.Detector.StateOf(i)));
    }

    [Fact]
    public void An_outage_that_somebody_begins_to_work_on_ends_as_maintenance()
    {
        var world = new DetectorWorld(Networks.Behind(uplinkPolled: true, 3));
        world.Run(120);
        world.Dead.Add(100);
        world.Run(300);
        Assert.Equal(1, world.OpenIncidents);
        Window(world, 100);
        world.Run(1);
        Assert.Equal(0, world.OpenIncidents);
        Assert.Equal(IncidentEnding.Maintenance, Assert.Single(world.Told, t => t.Kind == DetectionKind.IncidentClosed).Ending);
        Assert.All(new[] { 1, 2, 3, 100 }, i => Assert.Equal(DeviceState.Maintenance, world.Detector.StateOf(i)));
    }

    private static void Window(DetectorWorld world, params int[] devices) => world.Detector.Tell(new OutsideFact.Windows(devices.ToHashSet()));
}
