using HotspotManager.Core.Outages;
using HotspotManager.Datagrams;
using HotspotManager.Monitor;
using HotspotManager.Monitor.Outages;
using HotspotManager.Monitor.Polling;
using Xunit;

namespace HotspotManager.Unit.Monitor.Polling;

public sealed class PingTests
{
    [Fact]
    public void A_device_that_answers_ping_but_no_SNMP_is_degraded_not_down_and_down_when_ping_ends_too()
    {
        using var world = new PollWorld();
        var agent = world.Add(1).Interface(2, "eth0", 1000, 1);
        var other = world.Add(2).Interface(2, "eth0", 1000, 1);
        agent.AnswersPing = true;
        world.Configure().Run(200);
        agent.IsDead = other.IsDead = true;
        world.Told();
        world.Run(900);
        Assert.Equal((DeviceState.Degraded, DeviceState.Down), (world.StateOf(1), world.StateOf(2)));
        var told = Assert.Single(world.Told(), t => t.DeviceId == 1 && t.Kind == DetectionKind.State);
        Assert.Equal((DeviceState.Degraded, OutageCause.OnlyPing), (told.State, told.Cause));

        agent.AnswersPing = false;
        world.Run(75 + 75);
        Assert.Equal(DeviceState.Down, world.StateOf(1));

        agent.AnswersPing = true;
        world.Run(62);
        Assert.Equal(DeviceState.Degraded, world.StateOf(1));
        agent.IsDead = false;
        world.Run(65);
        Assert.Equal(DeviceState.Up, world.StateOf(1));
    }

    [Fact]
    public void A_silent_device_is_asked_for_its_uptime_alone_until_it_answers()
    {
        using var world = new PollWorld();
        var agent = world.Add(1).Interface(2, "eth0", 1000, 1);
        world.Configure().Run(200);
        agent.IsDead = true;
        world.Run(200);
        var asked = 0;
        var octets = 0;
        agent.Sniff = length => (asked, octets) = (asked + 1, octets + length);
        world.Run(600);
        Assert.Equal(20, asked); // ten polls of one try, two datagrams each
        Assert.InRange(octets / asked, 30, 45);
        agent.IsDead = false;
        world.Run(64);
        Assert.Equal(DeviceState.Up, world.StateOf(1));
        Assert.True(world.Time.GetUtcNow() - world.Ring.Latest(1)!.Value.At < TimeSpan.FromSeconds(64));
    }

    [Fact]
    public void Replies_to_pings_count_only_from_the_address_that_was_asked_and_once()
    {
        var time = new SimulatedTime();
        using var network = new MemoryDatagrams(time);
        using var metrics = new MonitorMetrics();
        using var pinger = new Pinger(network, metrics);
        network.AnswersPing = a => a.Port == 0 && a.ToAddress().ToString() is "10.0.0.1" or "2001:db8::1";
        Assert.True(pinger.IsAvailable);
        pinger.Send(DatagramEndPoint.FromIPv4(0x0A000001, 161), 7);
        pinger.Send(DatagramEndPoint.FromIPv4(0x0A000002, 161), 8);
        pinger.Send(new DatagramEndPoint(System.Net.IPAddress.Parse("2001:db8::1"), 161), 9);
        Assert.False(pinger.TryTake(out _));
        time.Advance(10);
        var answered = new List<int>();
        while (pinger.TryTake(out var key))
        {
            answered.Add(key);
        }

        Assert.Equal([7, 9], answered);
    }

    [Fact]
    public void The_loopback_answers_a_real_ping()
    {
        using var metrics = new MonitorMetrics();
        using var pinger = new Pinger(new UdpDatagrams(), metrics);
        Assert.SkipUnless(pinger.IsAvailable, "this user may open neither ping nor raw sockets");
        Assert.SkipUnless(pinger.Send(DatagramEndPoint.FromIPv4(0x7F000001, 0), 5), "ping to the loopback is not let out here");
        var key = 0;
        Assert.True(SpinWait.SpinUntil(() => pinger.TryTake(out key), TimeSpan.FromSeconds(30)));
        Assert.Equal(5, key);
    }
}
