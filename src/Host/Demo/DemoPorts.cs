namespace HotspotManager.Host.Demo;

/// <summary>
/// The ports of a demo: with <c>--port-base P</c> portal P, console P+1, RADIUS P+2 and P+3, traps P+4, RadSec P+5, simulator P+6. The simulator's SNMP agents have its
/// number on UDP, its routers speak RADIUS from the portal's number on UDP.
/// </summary>
public sealed record DemoPorts(int Portal, int Console, int RadiusAuth, int RadiusAcct, int Traps, int RadSec, int Simulator)
{
    /// <summary>UDP port of every simulated SNMP agent.</summary>
    public int Agents => Simulator;

    /// <summary>UDP port of every simulated NAS.</summary>
    public int Nas => Portal;

    /// <summary>Seven ports in a row.</summary>
    public static DemoPorts From(int portBase) => new(portBase, portBase + 1, portBase + 2, portBase + 3, portBase + 4, portBase + 5, portBase + 6);
}
