using HotspotManager.Datagrams;
using HotspotManager.Monitor.Polling;
using Xunit;

namespace HotspotManager.Unit.Monitor.Polling;

public sealed class PollScheduleTests
{
    [Fact]
    public void A_million_moves_come_out_as_a_sorted_list_would_give_them()
    {
        var random = new Random(5);
        var schedule = new PollSchedule();
        var targets = Enumerable.Range(0, 500).Select(Target).ToArray();
        var expected = new Dictionary<PollTarget, long>();
        var now = 0L;
        var taken = 0;
        for (var step = 0; step < 20_000; step++)
        {
            for (var i = 0; i < 50; i++)
            {
                var target = targets[random.Next(targets.Length)];
                switch (random.Next(20))
                {
                    case 0:
                        schedule.Remove(target);
                        expected.Remove(target);
                        break;
                    case 1: // further than the wheel goes in one turn, up to three of them
                        Set(target, now + random.Next(60_000, 200_000));
                        break;
                    default:
                        Set(target, now + random.Next(-5, 3000));
                        break;
                }
            }

            var (before, last) = (now, long.MinValue);
            now += random.Next(0, 250);
            while (schedule.TryTake(now, out var due))
            {
                Assert.True(expected.Remove(due, out var at) && at <= now);
                Assert.True(at <= before || at >= last); // what was set for a time gone by comes first
                last = Math.Max(last, at);
                taken++;
            }

            Assert.DoesNotContain(expected, e => e.Value <= now);
            Assert.Equal(expected.Count, schedule.Count);
            Assert.Equal(0, schedule.ReadyCount);
        }

        Assert.True(taken > 100_000);

        void Set(PollTarget target, long due)
        {
            schedule.Set(target, due);
            expected[target] = due;
        }
    }

    [Fact]
    public void Those_of_one_millisecond_keep_their_order()
    {
        var schedule = new PollSchedule();
        var targets = Enumerable.Range(0, 10).Select(Target).ToArray();
        foreach (var target in targets)
        {
            schedule.Set(target, 7);
        }

        schedule.Set(targets[0], 7);
        Assert.False(schedule.TryTake(6, out _));
        var order = new List<int>();
        while (schedule.TryTake(7, out var target))
        {
            order.Add(target.DeviceId);
        }

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 0], order);
    }

    private static PollTarget Target(int id) => new(id, DatagramEndPoint.FromIPv4(0x0A00_0000 + (uint)id, 161), [], new UplinkLane(1));
}
