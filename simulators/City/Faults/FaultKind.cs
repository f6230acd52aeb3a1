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

    /// <summary>The router tells of sessions that begin and go on, but its Stops are lost.</summary>
    LostStop,

    /// <summary>Every accounting record is sent twice, in packets of their own.</summary>
    Duplicate,

    /// <summary>Accounting records wait up to a minute in the router, and say so (Acct-Delay-Time).</summary>
    Delayed,

    /// <summary>Accounting records overtake each other.</summary>
    Reordered,

    /// <summary>The router's clock stands at 1970.</summary>
    Clock,

    /// <summary>The router's counters of octets begin again in the middle of sessions.</summary>
    CounterReset,

    /// <summary>Ends every fault of a device, an area, or <c>all</c>.</summary>
    Restore,
}

/// <summary>A fault that goes on.</summary>
/// <param name="Devices">Names of the access points and uplinks it hits.</param>
/// <param name="Until">When it ends by itself; null: at <see cref="FaultKind.Restore"/>.</param>
public sealed record ActiveFault(FaultKind Kind, string Target, IReadOnlySet<string> Devices, DateTimeOffset Since, DateTimeOffset? Until, int Seed);

/// <summary>What is wrong with a router's accounting.</summary>
[Flags]
public enum AccountingFaults
{
    None = 0,
    LostStop = 1,
    Duplicate = 2,
    Delayed = 4,
    Reordered = 8,
    Clock = 16,
    CounterReset = 32,
}

/// <summary>How a device is off.</summary>
/// <param name="Powered">False: it does not exist for anybody.</param>
/// <param name="Reachable">False: nothing passes between it and the server.</param>
/// <param name="Loss">Share of datagrams lost in each direction.</param>
/// <param name="Delay">What its SNMP agent adds to each answer.</param>
/// <param name="Accounting">What is wrong with its accounting.</param>
public readonly record struct Condition(bool Powered, bool Reachable, double Loss, TimeSpan Delay, AccountingFaults Accounting = AccountingFaults.None)
{
    /// <summary>Nothing wrong.</summary>
    public static readonly Condition Well = new(true, true, 0, TimeSpan.Zero);
}
