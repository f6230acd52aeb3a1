using HotspotManager.Core.Admission;
using Xunit;

namespace HotspotManager.Unit.Core;

public sealed class LeaseTests
{
    // 8,000 kbit/s down and up together: one megabyte a second.
    private static PlanFacts Plan(int devices = 1, long? seconds = null) => new(seconds, 1_000_000_000, null, null, 6000, 2000, devices);

    private static Limits Left(long seconds, long? octets) => new(seconds, octets, 900, 300, 6000, 2000);

    [Theory]
    [InlineData(86_400, 3_000_000_000L, 1, false, 3000)] // as long as the data lasts at full rate
    [InlineData(86_400, 3_000_000_000L, 3, false, 1000)] // three devices may use it up in a third of that
    [InlineData(86_400, 3_000_000_000L, 3, true, 1000)] // each gateway counts alone: the brand does not help
    [InlineData(86_400, 10_000_000L, 1, false, 900)] // never shorter than wanted
    public void A_lease_lasts_as_long_as_the_data_at_full_rate(long seconds, long octets, int devices, bool counts, long lease)
    {
        var limits = Lease.Of(Left(seconds, octets), Plan(devices), counts, 900);
        Assert.True(limits.IsLease);
        Assert.Equal((lease, octets), (limits.SessionSeconds, limits.RemainingOctets));
        Assert.Equal(Math.Clamp((int)lease / 4, 60, 300), limits.InterimSeconds);
    }

    [Fact]
    public void Time_shared_by_devices_is_leased_in_shares() =>
        Assert.Equal(1800, Lease.Of(Left(3600, null), Plan(2, seconds: 3600), true, 900).SessionSeconds);

    [Theory]
    [InlineData(86_400, 3_000_000_000L, 1, true, 900)] // the gateway ends it itself
    [InlineData(86_400, null, 1, false, 900)] // no data limit, time travels in every Access-Accept
    [InlineData(600, 10_000_000L, 1, false, 900)] // shorter anyway
    [InlineData(86_400, 3_000_000_000L, 1, false, 0)] // leases turned off
    public void Where_nothing_can_be_overrun_the_limits_stay(long seconds, long? octets, int devices, bool counts, long least) =>
        Assert.Equal(Left(seconds, octets), Lease.Of(Left(seconds, octets), Plan(devices), counts, least));

    [Fact]
    public void What_is_overrun_is_at_most_the_shortest_lease_at_full_rate_on_every_device()
    {
        // Devices that take everything they can, and are asked again whenever their lease is over.
        for (var devices = 1; devices <= 4; devices++)
        {
            var plan = Plan(devices);
            var left = 1_000_000_000L;
            while (left > 0)
                left -= Lease.Of(Left(86_400, left), plan, false, 900).SessionSeconds * 1_000_000 * devices;
            Assert.InRange(-left, 0, 900L * 1_000_000 * devices);
        }
    }
}
