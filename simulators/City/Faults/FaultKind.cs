namespace HotspotManager.City.Faults;

/// <summary>What can go wrong in the city.</summary>
public enum FaultKind
{
    /// <summary>A power cut: everything in an RW (or any area) is dark at once, without a goodbye, and starts anew afterwards.</summary>
    Power,

    /// <summary>The line of an uplink is cut: it and all behind it run on, but nothing passes.</summary>
    Uplink,

    /// <summary>One device loses power.</summary>
    Down,

    /// <summary>The line comes and goes.</summary>
    Flap,

    /// <summary>Three datagrams in ten are lost, both ways.</summary>
    Loss,

    /// <summary>The SNMP agent takes seconds to answer.</summary>
    Slow,

    /// <summary>Ends every fault of a device, an area, or <c>all</c>.</summary>
    Restore,
}

/// <summary>A fault that goes on.</summary>
/// <param name="Devices">Names of the access points and uplinks it hits.</param>
/// <param name="Until">When it ends by itself; null: at <see cref="FaultKind.Restore"/>.</param>
public sealed record ActiveFault(FaultKind Kind, string Target, IReadOnlySet<string> Devices, DateTimeOffset Since, DateTimeOffset? Until, int Seed);

/// <summary>How a device is off.</summary>
/// <param name="Powered">False: it does not exist for anybody.</param>
/// <param name="Reachable">False: nothing passes between it and the server.</param>
/// <param name="Loss">Share of datagrams lost in each direction.</param>
/// <param name="Delay">What its SNMP agent adds to each answer.</param>
public readonly record struct Condition(bool Powered, bool Reachable, double Loss, TimeSpan Delay)
{
    /// <summary>Nothing wrong.</summary>
    public static readonly Condition Well = new(true, true, 0, TimeSpan.Zero);
}
