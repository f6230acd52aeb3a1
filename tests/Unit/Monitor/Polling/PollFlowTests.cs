using HotspotManager.Core.Outages;
using HotspotManager.Datagrams;
using HotspotManager.Monitor.Snmp;
using Xunit;

namespace HotspotManager.Unit.Monitor.Polling;

public sealed class PollFlowTests
{
    private const string MikroTik = "1.3.6.1.4.1.14988.1";
    private const string ExtendClients = "1.3.6.1.4.1.8072.1.3.2.3.1.1.12.99.108.105.101.110.116.115.45.119.108.97.110";

    [Fact]
    public void Net_snmp_is_polled_for_uptime_rates_and_clients()
    {
        using var world = new PollWorld();
        world.Add(1).Interface(1, "lo", 9999, 9999, type: 24).Interface(2, "wlan0", 500, 500).Interface(3, "eth0", 1000, 250)
            .Text(ExtendClients, "17");
        world.Configure().Run(200);
        var sample = world.Ring.Latest(1)!.Value;
        Assert.Equal((17, 1000, 250), (sample.Clients, MathF.Round(sample.InBps), MathF.Round(sample.OutBps)));
        Assert.InRange(sample.UptimeSeconds, 86400, 86700);
        Assert.Equal(DeviceState.Up, world.StateOf(1));
    }

    [Fact]
    public void MikroTik_sums_the_clients_of_its_radios()
    {
        using var world = new PollWorld();
        world.Add(1, MikroTik, "RouterOS RB951").Interface(1, "ether1", 1000, 250).Interface(2, "wlan1", 9, 9, type: 71)
            .Number("1.3.6.1.4.1.14988.1.1.1.3.1.6.2", SnmpTag.Counter32, () => 5)
            .Number("1.3.6.1.4.1.14988.1.1.1.3.1.6.7", SnmpTag.Counter32, () => 6)
            .Number("1.3.6.1.4.1.14988.1.1.1.4.0", SnmpTag.Gauge32, () => 99);
        world.Configure().Run(130);
        Assert.Equal((11, 1000), (world.Ring.Latest(1)!.Value.Clients, MathF.Round(world.Ring.Latest(1)!.Value.InBps)));
    }

    [Fact]
    public void A_device_with_32_bit_counters_and_no_client_count_is_polled_all_the_same()
    {
        using var world = new PollWorld();
        world.Add(1, "1.3.6.1.4.1.99999.1", "Switch").Interface(10001, "port1", 1000, 250, hc: false);
        world.Configure().Run(130);
        Assert.Equal((-1, 1000), (world.Ring.Latest(1)!.Value.Clients, MathF.Round(world.Ring.Latest(1)!.Value.InBps)));
    }

    [Fact]
    public void Each_device_keeps_its_place_in_the_interval_and_is_asked_once()
    {
        using var world = new PollWorld();
        var agents = Enumerable.Range(1, 40).Select(i => world.Add(i).Interface(2, "eth0", 1, 1)).ToList();
        world.Configure().Run(150);
        agents.ForEach(a => a.AskedAt.Clear());
        world.Run(600);
        Assert.All(agents, a => Assert.Equal(10, a.AskedAt.Count));
        Assert.All(agents, a => Assert.All(a.AskedAt.Zip(a.AskedAt.Skip(1)), p => Assert.InRange((p.Second - p.First).TotalSeconds, 59.9, 60.1)));
        var seconds = agents.Select(a => (int)((a.AskedAt[0] - DateTimeOffset.UnixEpoch).TotalSeconds % 60) / 10)
            .GroupBy(s => s).Select(g => g.Count()).ToList();
        Assert.Equal(6, seconds.Count);
        Assert.All(seconds, c => Assert.InRange(c, 3, 12));
    }

    [Theory]
    [InlineData(60, 75)]
    [InlineData(5, 15)]
    public void A_dead_access_point_is_down_in_time(double interval, double within)
    {
        using var world = new PollWorld(interval);
        var agents = Enumerable.Range(1, 20).Select(i => world.Add(i).Interface(2, "eth0", 1, 1)).ToList();
        world.Configure().Run(interval * 3);
        agents.ForEach(a => a.IsDead = true);
        world.Told();
        world.Run(within - 0.5);
        Assert.Equal(20, world.Told().Count(t => t.State == DeviceState.Down));
        agents.ForEach(a => a.IsDead = false);
        world.Run(interval + 4);
        Assert.All(Enumerable.Range(1, 20), i => Assert.Equal(DeviceState.Up, world.StateOf(i)));
    }

    [Fact]
    public void A_slow_agent_is_degraded_not_down()
    {
        using var world = new PollWorld(fate: (in DatagramEndPoint from, in DatagramEndPoint _) => TimeSpan.FromSeconds(from.Port == 161 ? 3 : 0.01));
        world.Add(1).Interface(2, "eth0", 1000, 1);
        world.Configure().Run(1200);
        Assert.Equal(DeviceState.Degraded, world.StateOf(1));
        Assert.DoesNotContain(world.Told(), t => t.State is DeviceState.Down);
        Assert.Equal(1000, MathF.Round(world.Ring.Latest(1)!.Value.InBps));
    }

    [Fact]
    public void Five_percent_packet_loss_for_a_day_gives_no_outage()
    {
        var random = new Random(99);
        using var world = new PollWorld(fate: (in DatagramEndPoint _, in DatagramEndPoint _) =>
            random.NextDouble() < 0.05 ? null : TimeSpan.FromMilliseconds(20));
        for (var i = 1; i <= 10; i++)
        {
            world.Add(i).Interface(2, "eth0", 1000, 1);
        }

        world.Configure().Run(24 * 3600);
        Assert.DoesNotContain(world.Told(), t => t.State is DeviceState.Down or DeviceState.Unreachable);
        Assert.Equal(120, world.Ring.Read(5, DateTimeOffset.MinValue).Length);
    }

    [Theory]
    [InlineData(5, 2)]
    [InlineData(2, 4)]
    [InlineData(1, 8)]
    public void An_agent_that_says_tooBig_is_asked_for_the_same_in_parts(int most, int parts)
    {
        using var world = new PollWorld();
        var agent = world.Add(1).Interface(2, "eth0", 1000, 250);
        agent.MostVariables = Math.Max(most, 3);
        world.Configure().Run(10);
        agent.MostVariables = most;
        world.Run(300);
        var sample = world.Ring.Latest(1)!.Value;
        Assert.Equal(DeviceState.Up, world.StateOf(1));
        Assert.True(sample.UptimeSeconds > 0);
        agent.AskedAt.Clear();
        world.Run(120);
        Assert.Equal(2 * parts, agent.AskedAt.Count);
        Assert.Equal((1000f, 250f), (MathF.Round(sample.InBps), MathF.Round(sample.OutBps)));
    }

    [Fact]
    public void After_a_reboot_the_interfaces_are_looked_at_again()
    {
        using var world = new PollWorld();
        var agent = world.Add(1).Interface(2, "eth0", 1000, 250);
        world.Configure().Run(130);
        agent.Reboot();
        agent.Interface(7, "wan", 5000, 1);
        world.Run(180);
        Assert.Equal(5000, MathF.Round(world.Ring.Latest(1)!.Value.InBps));
    }

    [Fact]
    public void What_this_process_sleeps_through_is_not_held_against_devices()
    {
        using var world = new PollWorld(5);
        for (var i = 1; i <= 20; i++)
        {
            world.Add(i).Interface(2, "eth0", 1000, 1);
        }

        world.Configure().Run(30);
        for (var stall = 0; stall < 5; stall++)
        {
            world.Time.Advance(30_000);
            world.Run(3.3);
        }

        Assert.DoesNotContain(world.Told(), t => t.State is DeviceState.Down);
    }

    [Fact]
    public void Behind_one_uplink_no_more_than_fifty_are_asked_at_once()
    {
        var inFlight = 0;
        var most = 0;
        using var world = new PollWorld(5, (in DatagramEndPoint from, in DatagramEndPoint _) =>
        {
            inFlight += from.Port == 161 ? -1 : 1;
            most = Math.Max(most, inFlight);
            return TimeSpan.FromMilliseconds(from.Port == 161 ? 1 : 400);
        });
        for (var i = 1; i <= 400; i++)
        {
            world.Add(i, uplink: 9999).Interface(2, "eth0", 1000, 1);
        }

        world.Configure().Run(120);
        Assert.Equal(50, most);
        Assert.All(Enumerable.Range(1, 400), i => Assert.NotNull(world.Ring.Latest(i)));
    }

    [Fact]
    public void Replies_from_another_address_do_not_count()
    {
        using var world = new PollWorld(5);
        var agent = world.Add(1);
        agent.IsDead = true;
        using var forger = world.Network.Open(new System.Net.IPEndPoint(System.Net.IPAddress.Parse("10.66.6.6"), 161), (_, _, in _) => { });
        using var tap = new MirrorAgent(world, forger);
        world.Configure().Run(30);
        Assert.NotEqual(DeviceState.Up, world.StateOf(1));
    }

    /// <summary>Answers every request with the right id, from an address that was not asked.</summary>
    private sealed class MirrorAgent : IDisposable
    {
        private readonly DatagramSocket socket;

        public MirrorAgent(PollWorld world, DatagramSocket forger) => socket = world.Network.Open(
            new System.Net.IPEndPoint(System.Net.IPAddress.Any, 161),
            (DatagramSocket _, ReadOnlySpan<byte> datagram, in DatagramPath path) =>
            {
                MessageReader.TryRead(datagram, out var request);
                var buffer = new byte[500];
                var writer = new MessageWriter(buffer, request.Version, request.Community, PduType.Response, request.RequestId);
                forger.Send(buffer.AsSpan(0, writer.Finish()), path.Remote);
            });

        public void Dispose() => socket.Dispose();
    }
}
