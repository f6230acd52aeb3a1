using HotspotManager.City.Network;

namespace HotspotManager.City.Agent;

/// <summary>Which machine stands behind each agent: RouterOS for MikroTik's hotspot and for uplinks, OpenWrt for the other gateways.</summary>
internal static class Machines
{
    public static Mib Of(SimulatedAccessPoint point, TimeProvider time)
    {
        // Towards the internet a phone's download comes in; towards the phone it goes out.
        ulong Down() => Read(point, time).Down;
        ulong Up() => Read(point, time).Up;
        var isRouterOs = point.Plan.Gateway == "mikrotik";
        Port[] ports = isRouterOs
            ? [new(1, "ether1", 6, 100, Down, Up), new(2, "wlan1", 71, 300, Up, Down), new(3, "bridge-hotspot", 209, 0, Up, Down)]
            : [new(1, "lo", 24, 10, () => 0, () => 0), new(2, "eth0", 6, 1000, Down, Up), new(3, "wlan0", 71, 300, Up, Down), new(4, "br-lan", 209, 0, Up, Down)];
        var machine = new Machine(point.Plan.Name, point.Plan.AreaName, point.Plan.Mac, () => Ticks(point.BootedAt, time), () => point.Clients, ports);
        return isRouterOs ? RouterOsMib.Of(machine, point, time.GetUtcNow) : OpenWrtMib.Of(machine);
    }

    public static Mib Of(SimulatedUplink uplink, TimeProvider time)
    {
        Port[] ports =
        [
            new(1, "ether1", 6, 1000, () => uplink.Counters().Down, () => uplink.Counters().Up), new(2, "ether2", 6, 1000, () => uplink.Counters().Up, () => uplink.Counters().Down),
        ];
        var mac = $"CC-2D-E0-00-{uplink.Plan.Index >> 8:X2}-{uplink.Plan.Index & 255:X2}";
        return RouterOsMib.Of(new Machine(uplink.Plan.Name, uplink.Plan.Area, mac, () => Ticks(uplink.BootedAt, time), () => 0, ports), null, time.GetUtcNow);
    }

    private static (ulong Down, ulong Up) Read(SimulatedAccessPoint point, TimeProvider time)
    {
        lock (point.Gate)
        {
            point.Advance(time.GetUtcNow());
            return (point.Down, point.Up);
        }
    }

    private static ulong Ticks(DateTimeOffset booted, TimeProvider time) => (ulong)Math.Max(0, (time.GetUtcNow() - booted).TotalMilliseconds / 10);
}
