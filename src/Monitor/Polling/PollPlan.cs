using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Monitor.Polling;

/// <summary>
/// One device's poll: a single GET, encoded once, and where its values are. When the agent says tooBig the plan is made again with less (<see cref="Level"/>); the daily
/// inventory tries everything again.
/// </summary>
public sealed class PollPlan
{
    /// <summary>The last level: sysUpTime alone.</summary>
    public const int LastLevel = 2;

    private const int UpTime = 0;
    private const int MaxClients = 10;

    private static readonly Oid SysUpTime = Oid.Parse("1.3.6.1.2.1.1.3.0");
    private static readonly Oid HrSystemUptime = Oid.Parse("1.3.6.1.2.1.25.1.1.0");
    private static readonly Oid SnmpEngineTime = Oid.Parse("1.3.6.1.6.3.10.2.1.3.0");
    private static readonly Oid IfXEntry = Oid.Parse("1.3.6.1.2.1.31.1.1.1");
    private static readonly Oid IfEntry = Oid.Parse("1.3.6.1.2.1.2.2.1");

    private readonly int host = -1;
    private readonly int engine = -1;
    private readonly int inOctets = -1;
    private readonly int outOctets = -1;
    private readonly int discontinuity = -1;
    private readonly int name = -1;
    private readonly int firstClient = -1;
    private readonly int clients;
    private readonly bool is64;
    private readonly uint index;

    public PollPlan(Inventory inventory, byte[] community, int level = 0)
    {
        Level = level;
        List<Oid> names = [SysUpTime];
        if (level < LastLevel && inventory.Uplink is { } uplink)
        {
            (is64, index, LinkBits) = (uplink.HcInOctets is not null, uplink.Index, uplink.LinkBits);
            inOctets = Add(names, is64 ? IfXEntry.Child(6, index) : IfEntry.Child(10, index));
            outOctets = Add(names, is64 ? IfXEntry.Child(10, index) : IfEntry.Child(16, index));
            name = Add(names, uplink.Name.Length > 0 ? IfXEntry.Child(1, index) : IfEntry.Child(2, index));
        }

        if (level == 0)
        {
            host = Add(names, HrSystemUptime);
            engine = Add(names, SnmpEngineTime);
            if (is64)
            {
                discontinuity = Add(names, IfXEntry.Child(19, index));
            }

            clients = Math.Min(MaxClients, inventory.Clients.Count);
            firstClient = names.Count;
            names.AddRange(inventory.Clients.Take(clients));
        }

        Request = new PreparedRequest(SnmpVersion.V2c, community, PduType.Get, names.ToArray());
    }

    public int Level { get; }

    public PreparedRequest Request { get; }

    /// <summary>Speed of the interface it counts on, bit/s; null when unknown.</summary>
    public double? LinkBits { get; }

    /// <summary>True when the interface it counts on is no longer there: time for a new inventory.</summary>
    public bool LostInterface(ReadOnlySpan<ValueSlot> slots) => inOctets >= 0 && !slots[inOctets].HasNumber && slots[UpTime].HasNumber;

    /// <summary>What the values say of time and traffic.</summary>
    public CounterReading Reading(ReadOnlySpan<ValueSlot> slots, TimeSpan received, DateTimeOffset at) => new(
        received, at, Number32(slots, UpTime), Number32(slots, host), Number32(slots, engine), Number(slots, inOctets), Number(slots, outOctets), is64,
        Number32(slots, discontinuity), name >= 0 ? unchecked((long)(slots[name].Bits * 31) + index) : 0, LinkBits);

    /// <summary>Phones associated; -1 when the device does not tell.</summary>
    public int Clients(ReadOnlySpan<ValueSlot> slots)
    {
        var sum = -1L;
        for (var i = 0; i < clients; i++)
        {
            if (slots[firstClient + i].HasNumber && slots[firstClient + i].Signed >= 0)
            {
                sum = Math.Max(0, sum) + slots[firstClient + i].Signed;
            }
        }

        return (int)Math.Min(sum, int.MaxValue);
    }

    private static int Add(List<Oid> names, Oid name)
    {
        names.Add(name);
        return names.Count - 1;
    }

    private static ulong? Number(ReadOnlySpan<ValueSlot> slots, int at) => at >= 0 && slots[at].HasNumber ? slots[at].Bits : null;

    private static uint? Number32(ReadOnlySpan<ValueSlot> slots, int at) => at >= 0 && slots[at].HasNumber ? (uint)slots[at].Bits : null;
}
