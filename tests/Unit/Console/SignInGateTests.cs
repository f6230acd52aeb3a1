using HotspotManager.Console.Access;
using Xunit;

namespace HotspotManager.Unit.Console;

public sealed class SignInGateTests
{
    private readonly SteppedTime time = new();

    [Fact]
    public void Five_wrong_passwords_lock_a_name_for_a_minute_from_any_address()
    {
        var gate = new SignInGate(time);
        for (var i = 0; i < 4; i++) gate.Failed("sari", $"10.0.0.{i}");
        Assert.Equal(TimeSpan.Zero, gate.Wait("sari", "10.0.0.9"));

        gate.Failed("sari", "10.0.0.9");

        Assert.Equal(TimeSpan.FromMinutes(1), gate.Wait("sari", "10.9.9.9"));
        Assert.Equal(TimeSpan.FromMinutes(1), gate.Wait("SARI", "10.9.9.9"));
        Assert.Equal(TimeSpan.Zero, gate.Wait("budi", "10.9.9.9"));
    }

    [Fact]
    public void Each_further_lock_is_twice_as_long_but_never_longer_than_a_quarter_of_an_hour()
    {
        var gate = new SignInGate(time);
        var waits = new List<double>();
        for (var round = 0; round < 6; round++)
        {
            for (var i = 0; i < 5; i++) gate.Failed("sari", $"10.{round}.0.{i}");
            waits.Add(gate.Wait("sari", "10.99.0.1").TotalMinutes);
            time.Now += gate.Wait("sari", "10.99.0.1");
        }

        Assert.Equal([1, 2, 4, 8, 15, 15], waits);
    }

    [Fact]
    public void An_address_that_tries_many_names_is_locked_too()
    {
        var gate = new SignInGate(time);
        for (var i = 0; i < 20; i++) gate.Failed($"name{i}", "10.0.0.1");

        Assert.True(gate.Wait("another", "10.0.0.1") > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, gate.Wait("another", "10.0.0.2"));
    }

    [Fact]
    public void The_right_password_clears_the_name_and_not_the_address()
    {
        var gate = new SignInGate(time);
        for (var i = 0; i < 4; i++) gate.Failed("sari", "10.0.0.1");
        gate.Passed("sari");
        gate.Failed("sari", "10.0.0.1");

        Assert.Equal(TimeSpan.Zero, gate.Wait("sari", "10.0.0.1"));
    }
}
