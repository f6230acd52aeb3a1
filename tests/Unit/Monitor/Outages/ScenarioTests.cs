using HotspotManager.Core.Outages;
using HotspotManager.Datagrams;
using HotspotManager.Monitor.Outages;
using HotspotManager.Unit.Monitor.Polling;
using Xunit;

namespace HotspotManager.Unit.Monitor.Outages;

/// <summary>Whole faults through the real poller, real SNMP datagrams and the detector, on simulated time and network; seeded.</summary>
public sealed class ScenarioTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(30);

    [Theory]
    [InlineData(60, 75, 75)]
    [InlineData(5, 10, 15)]
    public void An_uplink_with_two_hundred_behind_it_is_one_incident_in_time(double interval, double within, double completeWithin)
    {
        using var world = City(200, interval, out var agents, out var router);
        world.Run(2 * interval + 20);
        world.Told();
        router.IsDead = true;
        agents.ForEach(a => a.IsDead = true);
        var (known, complete) = (0.0, 0.0);
        var told = new List<Detection>();
        for (var t = 0.5; t <= 2 * completeWithin; t += 0.5)
        {
            world.Run(0.5);
            told.AddRange(world.Told());
            if (known == 0 && told.Exists(d => d.Kind == DetectionKind.State && d.DeviceId == 1000 && d.State == DeviceState.Down))
            {
                known = t;
            }

            if (complete == 0 && Enumerable.Range(1, 200).All(i => world.StateOf(i) == DeviceState.Unreachable))
            {
                complete = t;
            }
        }

        output.WriteLine($"polling every {interval} s: incident known {known} s after the fault, complete with 200 access points after {complete} s");
        System.Console.WriteLine($"uplink cut with 200 access points, polling every {interval} s: one incident, known after {known} s, complete after {complete} s");
        Assert.InRange(known, 0.1, within);
        Assert.InRange(complete, 0.1, completeWithin);
        Assert.Equal(1, Open(told));
        Assert.Equal(1000, told.Last(d => d.Kind == DetectionKind.IncidentOpened).DeviceId);
        Assert.Single(told.Where(d => d.Kind == DetectionKind.State).GroupBy(d => d.DeviceId).Select(g => g.Last().Incident).Distinct());
    }

    [Fact]
    public void A_day_with_five_percent_loss_has_no_outage()
    {
        var random = new Random(5);
        using var world = City(12, 60, out _, out _,
            (in DatagramEndPoint _, in DatagramEndPoint _) => random.NextDouble() < 0.05 ? null : Quick);
        world.Run(24 * 3600);
        Assert.DoesNotContain(world.Told(), t => t.State is DeviceState.Down or DeviceState.Unreachable);
    }

    [Fact]
    public void A_brown_out_is_degraded_and_no_outage()
    {
        var random = new Random(6);
        var isBad = false;
        using var world = City(8, 60, out _, out _,
            (in DatagramEndPoint _, in DatagramEndPoint _) => !isBad ? Quick : random.NextDouble() < 0.2 ? null : TimeSpan.FromMilliseconds(300 + random.Next(500)));
        world.Run(900);
        isBad = true;
        world.Run(1800);
        var told = world.Told();
        Assert.DoesNotContain(told, t => t.State is DeviceState.Down or DeviceState.Unreachable);
        Assert.InRange(Enumerable.Range(1, 8).Count(i => world.StateOf(i) == DeviceState.Degraded), 5, 8);
        isBad = false;
        world.Run(1800);
        Assert.All(Enumerable.Range(1, 8), i => Assert.Equal(DeviceState.Up, world.StateOf(i)));
        Assert.DoesNotContain(world.Told(), t => t.Kind == DetectionKind.IncidentOpened);
    }

    [Fact]
    public void A_wave_of_new_firmware_leaves_nothing_open_and_no_false_traffic()
    {
        using var world = City(20, 5, out var agents, out _);
        world.Run(120);
        foreach (var agent in agents)
        {
            agent.IsDead = true;
            world.Run(25);
            agent.Reboot();
            agent.Interface(1, "eth0", 10_000, 2_000);
            agent.IsDead = false;
            world.Run(20);
        }

        world.Run(2000);
        var told = world.Told();
        Assert.Equal(0, Open(told));
        Assert.DoesNotContain(told, t => t.Kind == DetectionKind.IncidentBecameSite);
        Assert.All(Enumerable.Range(1, 20), i => Assert.Equal(DeviceState.Up, world.StateOf(i)));
        Assert.All(Enumerable.Range(1, 20), i => Assert.InRange(world.Ring.Latest(i)!.Value.InBps, 9_000, 11_000));
        Assert.Equal(0, told.Count(t => t.DeviceId == 1000 && t.Kind == DetectionKind.State && t.State == DeviceState.Down));
    }

    [Fact]
    public void A_poller_that_is_cut_off_tells_of_nothing_and_goes_on_when_it_is_back()
    {
        var isCut = false;
        using var world = City(30, 60, out _, out _, (in DatagramEndPoint _, in DatagramEndPoint _) => isCut ? null : Quick);
        world.Run(200);
        isCut = true;
        world.Detector.Tell(new OutsideFact.OwnWay(IsSilent: true));
        world.Run(900);
        Assert.True(world.Detector.IsIsolated);
        Assert.DoesNotContain(world.Told(), t => t.Kind == DetectionKind.IncidentOpened);
        isCut = false;
        world.Detector.Tell(new OutsideFact.OwnWay(IsSilent: false));
        world.Run(150);
        Assert.DoesNotContain(world.Told(), t => t.Kind == DetectionKind.IncidentOpened);
        Assert.All(Enumerable.Range(1, 30), i => Assert.Equal(DeviceState.Up, world.StateOf(i)));
    }

    private static int Open(List<Detection> told) => told.Count(t => t.Kind is DetectionKind.IncidentOpened or DetectionKind.IncidentReopened)
        - told.Count(t => t.Kind is DetectionKind.IncidentMerged or DetectionKind.IncidentClosed);

    // A router (1000), access points behind it (1 …), each with an uplink interface; every datagram has its fate.
    private static PollWorld City(int count, double interval, out List<SimulatedAgent> agents, out SimulatedAgent router, DatagramFate? fate = null)
    {
        var world = new PollWorld(interval, fate);
        router = world.Add(1000).Interface(1, "ether1", 1_000_000, 200_000);
        agents = [.. Enumerable.Range(1, count).Select(i => world.Add(i, uplink: 1000).Interface(1, "eth0", 10_000, 2_000))];
        return world.Configure();
    }
}
