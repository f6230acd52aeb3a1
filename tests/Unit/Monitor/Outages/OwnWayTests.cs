using HotspotManager.Core.Outages;
using HotspotManager.Monitor.Outages;
using Xunit;

namespace HotspotManager.Unit.Monitor.Outages;

public sealed class OwnWayTests
{
    [Theory]
    [InlineData(60, 1)]
    [InlineData(60, 2)]
    [InlineData(5, 3)]
    public void A_poller_that_lost_its_way_out_knows_nothing_and_tells_of_no_outage(double interval, int seed)
    {
        var world = new DetectorWorld(Networks.Behind(uplinkPolled: true, 40), interval, seed: seed);
        world.Run(300);
        world.Dead.Add(7);
        world.Run(300);
        world.Told.Clear();
        Cut(world, interval, 600);
        Assert.True(world.Detector.IsIsolated);
        Assert.Equal(DeviceState.Down, world.Detector.StateOf(7));
        Assert.All(Enumerable.Range(1, 40).Where(i => i != 7).Append(100), i => Assert.Equal(DeviceState.Unknown, world.Detector.StateOf(i)));
        Back(world, interval);
        Assert.All(Enumerable.Range(1, 40).Where(i => i != 7).Append(100), i => Assert.Equal(DeviceState.Up, world.Detector.StateOf(i)));
        Assert.Equal(DeviceState.Down, world.Detector.StateOf(7));

        // Whatever was believed before the sentinels were known to be silent is taken back: nothing of it stays open.
        Assert.Equal(0, world.OpenIncidents);
        Assert.All(world.Told.Where(t => t.Kind == DetectionKind.IncidentClosed), t => Assert.Equal(IncidentEnding.Withdrawn, t.Ending));
    }

    [Fact]
    public void Dead_sentinels_alone_hide_no_outage()
    {
        var world = new DetectorWorld(Networks.Alone(40));
        world.Run(120);
        world.Detector.Tell(new OutsideFact.OwnWay(IsSilent: true));
        world.Run(120);
        world.Told.Clear();
        world.Dead.Add(3);
        world.Run(120);
        Assert.False(world.Detector.IsIsolated);
        Assert.Equal(3, Assert.Single(world.States(DeviceState.Down)).DeviceId);
    }

    [Fact]
    public void A_device_beside_the_poller_that_goes_on_answering_proves_no_way_out()
    {
        var world = new DetectorWorld(Networks.Alone(40));
        world.Run(120);
        world.Told.Clear();
        world.Dead.UnionWith(Enumerable.Range(2, 39));
        world.Run(5);
        world.Detector.Tell(new OutsideFact.OwnWay(IsSilent: true));
        world.Run(3600);
        Assert.Equal(0, world.OpenIncidents);
        Assert.Equal(DeviceState.Up, world.Detector.StateOf(1));
        Assert.Equal(DeviceState.Unknown, world.Detector.StateOf(2));
    }

    [Fact]
    public void What_died_meanwhile_is_an_outage_once_the_way_is_back()
    {
        var world = new DetectorWorld(Networks.Alone(10));
        world.Run(120);
        Cut(world, 60, 300);
        world.DeadWhenBack.Add(4);
        Assert.Equal(0, world.OpenIncidents);
        world.Told.Clear();
        Back(world, 60);
        Assert.Equal(4, Assert.Single(world.States(DeviceState.Down)).DeviceId);
        Assert.Equal(1, world.OpenIncidents);
    }

    private static void Cut(DetectorWorld world, double interval, double seconds)
    {
        world.IsCut = true;
        world.Run(Math.Min(interval, 20));
        world.Detector.Tell(new OutsideFact.OwnWay(IsSilent: true));
        world.Run(seconds);
    }

    private static void Back(DetectorWorld world, double interval)
    {
        world.IsCut = false;
        world.Dead.UnionWith(world.DeadWhenBack);
        world.Detector.Tell(new OutsideFact.OwnWay(IsSilent: false));
        world.Run(3 * interval);
    }
}
