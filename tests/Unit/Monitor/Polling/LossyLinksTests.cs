using HotspotManager.Core.Outages;
using Xunit;

namespace HotspotManager.Unit.Monitor.Polling;

public sealed class LossyLinksTests
{
    [Fact]
    public void Two_minutes_behind_long_lossy_links_every_device_is_polled_and_none_falls()
    {
        const int devices = 1500;
        var random = new Random(20_26);
        using var world = new PollWorld(fate: (in from, in to) =>
        {
            var octets = (from.Port == 161 ? from : to).ToAddress().GetAddressBytes();
            var away = 40 + (((octets[2] * 250) + octets[3]) * 7 % 111); // 80 to 300 ms there and back
            return random.NextDouble() < 0.03 ? null : TimeSpan.FromMilliseconds(away);
        });
        for (var i = 1; i <= devices; i++)
        {
            world.Add(i).Interface(2, "eth0", 1000, 1);
        }

        world.Configure().Run(90);
        var polls = Enumerable.Range(1, devices).ToDictionary(i => i, _ => 0);
        world.Ring.Added += (device, _) => polls[device]++;
        world.Told();
        world.Run(180);
        Assert.DoesNotContain(world.Told(), t => t.State is DeviceState.Down or DeviceState.Unreachable);
        Assert.Equal(devices, world.Flow.CountStates().GetValueOrDefault(DeviceState.Up));
        Assert.All(polls, p => Assert.InRange(p.Value, 2, 4)); // answers come up to 12 s after their place: three minutes hold two at least
    }
}
