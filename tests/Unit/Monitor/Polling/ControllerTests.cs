using HotspotManager.Core.Outages;
using HotspotManager.Monitor.Snmp;
using Xunit;

namespace HotspotManager.Unit.Monitor.Polling;

/// <summary>Access points whose state a controller's table tells.</summary>
public sealed class ControllerTests
{
    private const string Director = "1.3.6.1.4.1.25053.1.2.2.1.1.2";

    [Theory]
    [InlineData("ruckus-zonedirector", "RW-05", 21)]
    [InlineData("ruckus-zonedirector", "6C:AA:B3:00:00:01", 21)]
    [InlineData("ruckus-zonedirector", "123456789001", 21)]
    [InlineData("ruckus-smartzone", "RW-05", 12)]
    [InlineData("ruckus-unleashed", "6c-aa-b3-00-00-02", -1)]
    [InlineData("aruba-instant", "rw-05", 9)]
    [InlineData("cisco", "RW-06", 21)]
    [InlineData("ruijie", "RW-05", 9)]
    [InlineData("mikrotik-capsman", "CAP-RW06", -1)]
    public void An_access_point_is_found_by_name_MAC_address_or_serial_number(string recording, string key, int clients)
    {
        using var world = new PollWorld();
        world.AddRecording(1, recording);
        world.AddControlled(2, 1, "not there", key);
        world.Configure().Run(200);
        Assert.Equal((DeviceState.Up, clients), (world.StateOf(2), world.Ring.Latest(2)!.Value.Clients));
    }

    [Theory]
    [InlineData("ruckus-zonedirector", "RW-07")]
    [InlineData("ruckus-smartzone", "RW-06")]
    [InlineData("aruba-instant", "RW-06")]
    [InlineData("ruijie", "RW-99")]
    public void One_that_is_not_joined_or_not_in_the_table_is_down(string recording, string key)
    {
        using var world = new PollWorld();
        world.AddRecording(1, recording);
        world.AddControlled(2, 1, key);
        world.Configure().Run(200);
        Assert.Equal((DeviceState.Up, DeviceState.Down), (world.StateOf(1), world.StateOf(2)));
    }

    [Fact]
    public void One_that_vanishes_from_the_table_is_down_within_75_s_and_up_when_it_is_back()
    {
        using var world = new PollWorld();
        var agent = world.AddRecording(1, "ruckus-zonedirector");
        world.AddControlled(2, 1, "RW-05");
        world.AddControlled(3, 1, "RW-06");
        world.Configure().Run(200);
        world.Told();
        for (var column = 1; column < 40; column++)
        {
            agent.Remove($"{Director}.1.1.{column}.108.170.179.0.0.1");
        }

        world.Run(75);
        Assert.Equal((DeviceState.Down, DeviceState.Up), (world.StateOf(2), world.StateOf(3)));
        Assert.Single(world.Told(), t => t.State == DeviceState.Down);
        agent.Number($"{Director}.1.1.3.108.170.179.0.0.1", SnmpTag.Integer, () => 1).Text($"{Director}.1.1.2.108.170.179.0.0.1", "RW-05");
        world.Run(75);
        Assert.Equal(DeviceState.Up, world.StateOf(2));
    }

    [Fact]
    public void Its_traffic_uptime_and_radios_come_from_the_table()
    {
        using var world = new PollWorld();
        world.AddRecording(1, "ruckus-zonedirector");
        world.AddControlled(3, 1, "RW-06");
        world.Configure().Run(400);
        var sample = world.Ring.Latest(3)!.Value;
        Assert.Equal((8, 1000, 200), (sample.Clients, MathF.Round(sample.InBps), MathF.Round(sample.OutBps)));
        Assert.InRange(sample.UptimeSeconds, 72_000, 72_500);
        Assert.Equal(["address = 10.20.0.2", "cpu = 2", "firmware = 9.10.2.0.130", "model = zf7363", "radio 0 band = 2.4 GHz", "radio 0 channel = 11", "radio 0 clients = 4", "radio 0 utilisation = 20",
            "radio 1 band = 5 GHz", "radio 1 channel = 36", "radio 1 clients = 4", "radio 1 utilisation = 21", "serial = 123456789002"], world.Condition(3));
    }

    [Fact]
    public void Of_a_controller_that_is_down_nothing_is_known_of_its_access_points()
    {
        using var world = new PollWorld();
        var agent = world.AddRecording(1, "ruckus-zonedirector");
        world.AddControlled(2, 1, "RW-05");
        world.AddControlled(4, 1, "RW-07");
        world.Configure().Run(200);
        agent.IsDead = true;
        world.Run(200);
        Assert.Equal((DeviceState.Down, DeviceState.Unknown), (world.StateOf(1), world.StateOf(2)));
        Assert.Equal(DeviceState.Down, world.StateOf(4)); // it was down before
        agent.IsDead = false;
        world.Run(200);
        Assert.Equal((DeviceState.Up, DeviceState.Up), (world.StateOf(1), world.StateOf(2)));
    }

    [Fact]
    public void A_controller_that_has_just_started_says_nothing_by_an_empty_table()
    {
        using var world = new PollWorld();
        var agent = world.AddRecording(1, "ruckus-zonedirector");
        world.AddControlled(2, 1, "RW-05");
        world.Configure().Run(200);
        agent.Number("1.3.6.1.2.1.1.3.0", SnmpTag.TimeTicks, () => agent.Ticks);
        agent.Reboot();
        agent.Remove(Director + ".1.1");
        world.Run(500);
        Assert.Equal(DeviceState.Up, world.StateOf(2));
        world.Run(300);
        Assert.Equal(DeviceState.Down, world.StateOf(2));
    }

    [Fact]
    public void A_table_that_was_not_read_to_its_end_says_nothing_of_who_is_missing()
    {
        using var world = new PollWorld();
        var agent = world.AddRecording(1, "ruckus-zonedirector");
        world.AddControlled(2, 1, "RW-05");
        world.Configure().Run(200);
        // The agent now goes round in circles in the table, without RW-05.
        var first = Oid.Parse($"{Director}.1.1.3.108.170.179.0.0.2");
        var second = Oid.Parse($"{Director}.1.1.3.108.170.179.0.0.3");
        agent.Order = [first, second];
        world.Run(300);
        Assert.Equal(DeviceState.Up, world.StateOf(2));
    }

    [Fact]
    public void A_controller_with_five_hundred_access_points_costs_a_few_requests()
    {
        using var world = new PollWorld();
        var agent = world.Add(1, "1.3.6.1.4.1.25053.3.1.5.15", "Ruckus Wireless ZD1200").Interface(1, "eth0", 10, 10);
        for (var i = 0; i < 500; i++)
        {
            var index = $"108.170.179.0.{i / 250}.{i % 250}";
            agent.Number($"{Director}.1.1.3.{index}", SnmpTag.Integer, () => 1).Text($"{Director}.1.1.2.{index}", $"AP-{i}").Number($"{Director}.1.1.15.{index}", SnmpTag.Gauge32, () => 1);
            world.AddControlled(100 + i, 1, $"AP-{i}");
        }

        world.Configure().Run(400);
        Assert.All(Enumerable.Range(100, 500), id => Assert.Equal(DeviceState.Up, world.StateOf(id)));
        Assert.Equal(500, Enumerable.Range(100, 500).Sum(id => world.Ring.Latest(id)!.Value.Clients));
    }
}
