using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Monitor.Polling;

/// <summary>One row of ifTable with what ifXTable says of it.</summary>
public sealed class InterfaceRow(uint index)
{
    public uint Index { get; } = index;
    public string Descr { get; set; } = "";
    public string Name { get; set; } = "";
    public int Type { get; set; }
    public bool IsUp { get; set; }
    public double SpeedBits { get; set; }
    public double HighSpeedBits { get; set; }
    public ulong InOctets { get; set; }
    public ulong? HcInOctets { get; set; }

    /// <summary>The name operators know it by.</summary>
    public string Label => Name.Length > 0 ? Name : Descr;

    /// <summary>Bit/s; null when it does not tell.</summary>
    public double? LinkBits => HighSpeedBits > 0 ? HighSpeedBits : SpeedBits > 0 ? SpeedBits : null;
}

/// <summary>What is known of a device before it is polled: asked once, after a restart, and daily.</summary>
public sealed record Inventory(Oid? SysObjectId, string SysDescr, string SysName, Profile Profile)
{
    /// <summary>The uplink interface; null when there is none to be seen.</summary>
    public InterfaceRow? Uplink { get; init; }

    /// <summary>The variables whose sum is the number of phones; empty when the device does not tell, or they are too many for one poll.</summary>
    public IReadOnlyList<Oid> Clients { get; init; } = [];

    /// <summary>The column that is walked for the number of phones when it is no sum of a few variables.</summary>
    public ClientSource? WalkedClients { get; init; }

    /// <summary>
    /// Picks the uplink: a name of the profile's list first (in its order), then wired interfaces that are up, then by what has passed; loopbacks
    /// and names the profile
    /// avoids only when it names them.
    /// </summary>
    public static InterfaceRow? PickUplink(IEnumerable<InterfaceRow> rows, Profile profile)
    {
        const int loopback = 24;
        const int ethernet = 6;
        return rows.Where(r => profile.UplinkRank(r.Label) is not null || (r.Type != loopback && !profile.Avoids(r.Label)))
            .OrderBy(r => !r.IsUp)
            .ThenBy(r => profile.UplinkRank(r.Label) ?? int.MaxValue)
            .ThenBy(r => r.Type != ethernet)
            .ThenByDescending(r => r.HcInOctets ?? r.InOctets)
            .ThenBy(r => r.Index)
            .FirstOrDefault();
    }
}
