using HotspotManager.Core.Polls;
using Xunit;

namespace HotspotManager.Unit.Monitor.Polling;

public sealed class PollNowTests
{
    [Fact]
    public void A_poll_that_somebody_wants_comes_at_once_and_tells_what_came_of_it()
    {
        using var world = new PollWorld();
        var good = world.Add(1).Interface(2, "eth0", 1, 1);
        world.Add(2).Interface(2, "eth0", 1, 1).IsDead = true;
        var pings = world.Add(3).Interface(2, "eth0", 1, 1);
        (pings.IsDead, pings.AnswersPing) = (true, true);
        world.Configure().Run(200);
        good.AskedAt.Clear();
        var before = world.Time.GetUtcNow();
        for (var i = 1; i <= 4; i++)
        {
            world.Flow.PollNow(i);
            world.Flow.PollNow(i);
        }

        world.Run(1);
        Assert.Single(good.AskedAt);
        world.Run(14);
        Assert.True(world.Results.Waiting >= 4); // /metrics asks for it
        var told = new Dictionary<int, OrderedPollText>();
        while (world.Results.Ordered.Reader.TryRead(out var done))
        {
            if (done.DeviceId == 4)
            {
                told[4] = new OrderedPollText(done.Outcome, done.Milliseconds);
                continue;
            }

            told.Add(done.DeviceId, new OrderedPollText(done.Outcome, done.Milliseconds));
        }

        Assert.Equal([PollOutcome.Answered, PollOutcome.Silent, PollOutcome.OnlyPing, PollOutcome.NotSent], told.OrderBy(t => t.Key).Select(t => t.Value.Outcome));
        Assert.InRange(told[1].Milliseconds ?? -1, 2, 100);
        Assert.InRange(good.AskedAt[0] - before, TimeSpan.Zero, TimeSpan.FromSeconds(0.2));

        // Its own place in the interval has not moved.
        good.AskedAt.Clear();
        world.Run(180);
        Assert.InRange(good.AskedAt.Count, 2, 3);
    }

    private readonly record struct OrderedPollText(string Outcome, int? Milliseconds);
}
