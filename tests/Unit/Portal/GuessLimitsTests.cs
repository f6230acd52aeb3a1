using HotspotManager.Portal;
using HotspotManager.Portal.Login;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace HotspotManager.Unit.Portal;

public class GuessLimitsTests
{
    [Fact]
    public void Each_phone_source_and_access_point_has_its_own_limit()
    {
        var limits = new GuessLimits(TimeProvider.System);
        Assert.Equal(GuessLimits.OfPhone, limits.Left("a", "1", 1));
        for (var i = 0; i < GuessLimits.OfPhone; i++) limits.Wrong("a", "1", 1);
        Assert.Equal(0, limits.Left("a", "1", 1));
        Assert.Equal(GuessLimits.OfPhone, limits.Left("b", "1", 1));

        // Made-up phones are bounded by where the requests come from, and that by the access point.
        for (var i = 0; i < GuessLimits.OfSource; i++) limits.Wrong("made-up " + i, "2", 2);
        Assert.Equal(0, limits.Left("c", "2", 2));
        Assert.Equal(GuessLimits.OfPhone, limits.Left("c", "3", 2));
        for (var i = 0; i < GuessLimits.OfAccessPoint; i++) limits.Wrong("more " + i, "source " + i, 2);
        Assert.Equal(0, limits.Left("c", "3", 2));
        Assert.Equal(GuessLimits.OfPhone, limits.Left("c", "3", 3));
    }

    [Fact]
    public void A_limit_begins_anew_after_its_time()
    {
        var time = new Clock();
        var limits = new GuessLimits(time);
        for (var i = 0; i < GuessLimits.OfPhone; i++) limits.Wrong("a", "1", 1);
        time.Now += GuessLimits.Window;
        Assert.Equal(GuessLimits.OfPhone, limits.Left("a", "1", 1));
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
