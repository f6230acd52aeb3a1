using HotspotManager.Portal.Gateways.Controllers;
using Xunit;

namespace HotspotManager.Unit.Portal.Gateways;

public class CounterTrailTests
{
    [Fact]
    public void What_was_moved_before_the_sign_in_is_not_the_sessions()
    {
        var trail = CounterTrail.FromStart(5_000);
        Assert.Equal(0, trail.At(5_000));
        Assert.Equal(700, trail.At(5_700));
    }

    [Fact]
    public void A_phone_that_roams_begins_at_nothing_and_loses_nothing()
    {
        var trail = CounterTrail.FromStart(1_000);
        Assert.Equal(500, trail.At(1_500));
        Assert.Equal(540, trail.At(40));
        Assert.Equal(600, trail.At(100));
        Assert.Equal(610, trail.At(10));
    }

    [Fact]
    public void After_a_restart_nobody_is_charged_for_what_is_not_known()
    {
        var same = CounterTrail.From(told: 900, reading: 4_000);
        Assert.Equal(900, same.At(4_000));
        Assert.Equal(1_000, same.At(4_100));
        var roamed = CounterTrail.From(told: 900, reading: 50);
        Assert.Equal(900, roamed.At(50));
        Assert.Equal(950, roamed.At(100));
    }
}
