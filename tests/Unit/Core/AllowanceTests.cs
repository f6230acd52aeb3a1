using HotspotManager.Core.Admission;
using Xunit;

namespace HotspotManager.Unit.Core;

public sealed class AllowanceTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);

    private static Limits Left(long? octets, long seconds) => new(seconds, octets, 900, 300, 1000, 1000);

    [Fact]
    public void It_is_renewed_when_others_used_half_of_what_was_told()
    {
        var told = new Allowance(1_000_000_000, 86_400, 0, Now);
        Assert.False(told.IsStale(Left(1_000_000_000, 86_400), 0, Now));
        Assert.False(told.IsStale(Left(600_000_000, 86_400), 0, Now));
        Assert.True(told.IsStale(Left(500_000_000, 86_400), 0, Now));
    }

    [Fact]
    public void What_the_session_used_itself_makes_nothing_stale() =>
        Assert.False(new Allowance(1_000_000_000, 86_400, 0, Now).IsStale(Left(100_000_000, 86_400), 900_000_000, Now));

    [Fact]
    public void Time_that_two_devices_use_at_once_goes_twice_as_fast()
    {
        var told = new Allowance(null, 3600, 0, Now);
        Assert.False(told.IsStale(Left(null, 3600 - 2 * 600), 0, Now.AddSeconds(600)));
        Assert.True(told.IsStale(Left(null, 3600 - 2 * 1200), 0, Now.AddSeconds(1200)));
    }

    [Fact]
    public void The_last_crumbs_are_left_to_the_order_that_ends_the_session() =>
        Assert.False(new Allowance(1_000_000_000, 86_400, 0, Now).IsStale(Left(999_999, 59), 0, Now));

    [Fact]
    public void It_is_told_a_few_times_not_with_every_record()
    {
        var (told, left, times) = (new Allowance(10_000_000_000, 86_400, 0, Now), 10_000_000_000L, 0);
        while (left > 0)
        {
            left -= 10_000_000;
            if (!told.IsStale(Left(left, 86_400), 0, Now)) continue;
            (told, times) = (new Allowance(left, 86_400, 0, Now), times + 1);
        }
        Assert.InRange(times, 8, 14);
    }
}
