using HotspotManager.Portal;
using HotspotManager.Portal.Login;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace HotspotManager.Unit.Portal;

public class GuessLimitsTests
{
    [Fact]
    public void Strangers_are_bounded_by_source_and_access_point_and_a_phone_by_itself()
    {
        var limits = new GuessLimits(TimeProvider.System);
        Assert.Equal(GuessLimits.OfPhone, limits.LeftOf("a"));
        for (var i = 0; i < GuessLimits.OfPhone; i++) limits.Wrong("a", "1", 1);
        Assert.Equal((0, GuessLimits.OfPhone, false), (limits.LeftOf("a"), limits.LeftOf("b"), limits.IsCrowded("1", 1)));

        // Made-up phones from one address crowd one access point for that address only: another neighbourhood behind the same address goes on.
        for (var i = 0; i < GuessLimits.OfSourceHere; i++) limits.Wrong("made-up " + i, "2", 2);
        Assert.Equal((true, false, false), (limits.IsCrowded("2", 2), limits.IsCrowded("3", 2), limits.IsCrowded("2", 3)));
        for (var i = 0; i < GuessLimits.OfAccessPoint; i++) limits.Wrong("more " + i, "source " + i, 2);
        Assert.Equal((true, false), (limits.IsCrowded("3", 2), limits.IsCrowded("3", 3)));
        // One address cannot use up what all may guess.
        for (var i = 0; i < GuessLimits.OfSource; i++) limits.Wrong("and more " + i, "4", 100 + i);
        Assert.Equal((true, false), (limits.IsCrowded("4", 999), limits.IsCrowded("5", 999)));
    }

    [Fact]
    public void A_limit_begins_anew_after_its_time()
    {
        var time = new Clock();
        var limits = new GuessLimits(time);
        for (var i = 0; i < GuessLimits.OfPhone; i++) limits.Wrong("a", "1", 1);
        time.Now += GuessLimits.Window;
        Assert.Equal(GuessLimits.OfPhone, limits.LeftOf("a"));
    }

    [Fact]
    public void Taps_are_limited_for_each_access_point()
    {
        var limits = new GuessLimits(TimeProvider.System);
        for (var i = 0; i < GuessLimits.TapsOfAccessPoint; i++) Assert.True(limits.Tap(1));
        Assert.False(limits.Tap(1));
        Assert.True(limits.Tap(2));
    }

    [Theory]
    [InlineData("Portal:Url", "ftp://x", "Portal:Url")]
    [InlineData("Portal:Url", "https://0.0.0.0:8443", "PEM files")]
    [InlineData("Portal:PublicUrl", "wifi.example", "Portal:PublicUrl")]
    [InlineData("Portal:Certificate", "/nowhere/at.pem", "is not there")]
    public void Settings_that_cannot_work_are_said_in_words(string key, string value, string said)
    {
        var options = PortalOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [key] = value }).Build());
        Assert.Contains(options.Errors(), error => error.Contains(said, StringComparison.Ordinal));
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
