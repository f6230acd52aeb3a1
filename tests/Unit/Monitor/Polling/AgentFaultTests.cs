using HotspotManager.Core.Outages;
using HotspotManager.Monitor.Polling;
using HotspotManager.Monitor.Snmp;
using Xunit;

namespace HotspotManager.Unit.Monitor.Polling;

/// <summary>What agents do wrong, one test each: the device is polled all the same, and never walked for ever.</summary>
public sealed class AgentFaultTests
{
    private const string ExtendClients = "1.3.6.1.4.1.8072.1.3.2.3.1.1.12.99.108.105.101.110.116.115.45.119.108.97.110";
    private const string IfHcIn = "1.3.6.1.2.1.31.1.1.1.6.2";

    [Fact]
    public void Numbers_that_are_not_encoded_as_BER_wants_are_read()
    {
        using var world = new PollWorld();
        var agent = Ordinary(world);
        agent.Octets(IfHcIn, SnmpTag.Counter64, 0, 0, 0, 0, 0, 0, 0, 3, 0xE8); // nine octets
        agent.Octets("1.3.6.1.2.1.2.2.1.8.2", SnmpTag.Integer, 0, 1); // not minimal
        agent.Octets("1.3.6.1.2.1.31.1.1.1.15.2", SnmpTag.Gauge32, 0, 0, 0, 0, 100); // Gauge32 in five octets
        agent.Octets(ExtendClients, SnmpTag.Integer); // empty: 0
        world.Configure().Run(200);
        Assert.Equal((0, 250), (world.Ring.Latest(1)!.Value.Clients, MathF.Round(world.Ring.Latest(1)!.Value.OutBps)));
    }

    [Fact]
    public void Unsigned_numbers_sent_as_negative_ones_are_read_modulo_2_to_32()
    {
        using var world = new PollWorld();
        var agent = Ordinary(world, hc: false);
        var ticks = 0u;
        agent.Octets("1.3.6.1.2.1.2.2.1.10.2", SnmpTag.Counter32, 0xFF, 0xFF, 0xFF, 0xFF);
        agent.Mangle = answer => { ticks++; return answer; };
        world.Configure().Run(130);
        agent.Octets("1.3.6.1.2.1.2.2.1.10.2", SnmpTag.Counter32, 0, 0, 0xEA, 0x5F); // 59,999: a wrap and 60,000 octets on
        world.Run(60);
        Assert.True(ticks > 0);
        Assert.Equal(1000, MathF.Round(world.Ring.Read(1, default).Last(s => !float.IsNaN(s.InBps)).InBps));
    }

    [Fact]
    public void Octets_behind_the_message_are_ignored()
    {
        using var world = new PollWorld();
        var agent = Ordinary(world);
        agent.Mangle = answer => [.. answer, 0, 0, 0xDE, 0xAD];
        world.Configure().Run(200);
        Assert.Equal((7, 1000), (world.Ring.Latest(1)!.Value.Clients, MathF.Round(world.Ring.Latest(1)!.Value.InBps)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(17)]
    public void Answers_that_are_cut_anywhere_lose_nothing(int cells)
    {
        using var world = new PollWorld();
        var agent = Ordinary(world);
        for (uint i = 10; i < 60; i++)
        {
            agent.Interface(i, $"vlan{i}", 1, 1, type: 135);
        }

        agent.Most = cells;
        world.Configure().Run(200);
        Assert.Equal((7, 1000), (world.Ring.Latest(1)!.Value.Clients, MathF.Round(world.Ring.Latest(1)!.Value.InBps)));
    }

    [Fact]
    public void Indexes_that_do_not_increase_end_the_walk()
    {
        using var world = new PollWorld();
        var agent = Ordinary(world);
        var names = Enumerable.Range(2, 3).Select(i => Oid.Parse($"1.3.6.1.2.1.2.2.1.2.{i}")).ToList();
        names.ForEach(n => agent.Text(n.ToString(), "eth0"));
        agent.Order = names;
        world.Configure().Run(200);
        Assert.True(agent.Requests < 60, $"{agent.Requests} requests");
        Assert.Equal(DeviceState.Up, world.StateOf(1));
    }

    [Fact]
    public void An_agent_that_answers_with_nothing_is_not_asked_for_ever()
    {
        using var world = new PollWorld();
        var agent = Ordinary(world);
        agent.Most = 0;
        world.Configure().Run(200);
        Assert.True(agent.Requests < 60, $"{agent.Requests} requests");
        Assert.Equal(DeviceState.Up, world.StateOf(1));
    }

    [Theory]
    [InlineData(24)]
    [InlineData(5)]
    [InlineData(1)]
    public void TooBig_at_a_GETBULK_halves_what_is_asked_down_to_one_value(int most)
    {
        using var world = new PollWorld();
        var agent = Ordinary(world);
        agent.MostCells = most;
        world.Configure().Run(300);
        Assert.Equal((7, 1000), (world.Ring.Latest(1)!.Value.Clients, MathF.Round(world.Ring.Latest(1)!.Value.InBps)));
        agent.LargestRequest = 0;
        world.Run(300);
        Assert.InRange(agent.LargestRequest, 1, 20);
    }

    [Fact]
    public void Big_answers_that_get_lost_are_as_good_as_tooBig()
    {
        using var world = new PollWorld();
        var agent = Ordinary(world);
        agent.LongestAnswer = 350; // a tunnel that drops fragments
        world.Configure().Run(400);
        Assert.Equal((7, 1000), (world.Ring.Latest(1)!.Value.Clients, MathF.Round(world.Ring.Latest(1)!.Value.InBps)));
        Assert.DoesNotContain(world.Told(), t => t.State == DeviceState.Down);
    }

    [Fact]
    public void What_was_learned_is_kept_and_more_is_tried_after_a_day()
    {
        var limits = new AskLimits();
        Assert.True(limits.LessVariables(20, 1000));
        Assert.True(limits.LessVariables(10, 1000));
        Assert.Equal(5, limits.Variables);
        limits.Grow(1000 + (23 * 3600 * 1000));
        Assert.Equal(5, limits.Variables);
        limits.Grow(1000 + (24 * 3600 * 1000));
        Assert.Equal(7, limits.Variables);
        Assert.True(limits.LessCells(1 + 1, 0));
        Assert.False(limits.LessCells(1, 0));
        Assert.Equal(1, limits.Cells);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_variable_that_gives_genErr_costs_itself_only(bool silently)
    {
        using var world = new PollWorld();
        var agent = Ordinary(world);
        agent.FailsSilently = silently;
        agent.Broken.Add(Oid.Parse("1.3.6.1.6.3.10.2.1.3.0"));
        agent.Broken.Add(Oid.Parse("1.3.6.1.2.1.31.1.1.1.19.2"));
        world.Configure().Run(300);
        Assert.Equal((7, 1000, 250), (world.Ring.Latest(1)!.Value.Clients, MathF.Round(world.Ring.Latest(1)!.Value.InBps), MathF.Round(world.Ring.Latest(1)!.Value.OutBps)));
        agent.AskedAt.Clear();
        world.Run(120);
        Assert.Equal(2, agent.AskedAt.Count);
    }

    [Fact]
    public void Another_interface_at_the_same_index_gives_no_false_rate_and_is_found_again()
    {
        using var world = new PollWorld();
        var agent = Ordinary(world);
        world.Configure().Run(200);
        agent.Interface(2, "sfp9", 5_000_000, 1).Interface(5, "eth0", 3000, 1);
        world.Run(3700);
        var samples = world.Ring.Read(1, default);
        Assert.DoesNotContain(samples, s => s.InBps > 3100);
        Assert.Equal(3000, MathF.Round(samples[^1].InBps));
    }

    [Fact]
    public void More_radios_than_a_poll_can_ask_for_are_walked()
    {
        using var world = new PollWorld();
        var agent = Ordinary(world, "1.3.6.1.4.1.41112.1.6", "UAP");
        for (var i = 0; i < 24; i++)
        {
            agent.Number($"1.3.6.1.4.1.41112.1.6.1.2.1.8.{i}", SnmpTag.Integer, () => 2);
        }

        world.Configure().Run(400);
        Assert.Equal(48, world.Ring.Latest(1)!.Value.Clients);
    }

    private static SimulatedAgent Ordinary(PollWorld world, string sysObjectId = "1.3.6.1.4.1.8072.3.2.10", string sysDescr = "Linux ap", bool hc = true) =>
        world.Add(1, sysObjectId, sysDescr).Interface(2, "eth0", 1000, 250, hc: hc).Interface(3, "lo", 9, 9, type: 24).Text(ExtendClients, "7")
            .Number("1.3.6.1.6.3.10.2.1.3.0", SnmpTag.Integer, () => 5).Number("1.3.6.1.2.1.25.1.1.0", SnmpTag.TimeTicks, () => (ulong)(world.Time.GetUtcNow().ToUnixTimeSeconds() % 10_000_000) * 100);
}
