using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Monitor.Polling;

/// <summary>
/// One device's poll: a GET, encoded once, and where its values are. For an agent that cannot take so many variables at once it is several GETs one after another, the parts;
/// what it refuses to answer (genErr) is left out until the next inventory.
/// </summary>
public sealed class PollPlan
{
    /// <summary>The most variables for clients in a poll; more are walked.</summary>
    public const int MaxClients = 11;

    private static readonly Oid SysUpTime = Oid.Parse("1.3.6.1.2.1.1.3.0");
    private static readonly Oid HrSystemUptime = Oid.Parse("1.3.6.1.2.1.25.1.1.0");
    private static readonly Oid SnmpEngineBoots = Oid.Parse("1.3.6.1.6.3.10.2.1.2.0");
    private static readonly Oid SnmpEngineTime = Oid.Parse("1.3.6.1.6.3.10.2.1.3.0");
    private static readonly Oid IfXEntry = Oid.Parse("1.3.6.1.2.1.31.1.1.1");
    private static readonly Oid IfEntry = Oid.Parse("1.3.6.1.2.1.2.2.1");

    private readonly List<Oid> names = [];
    private readonly PreparedRequest[] parts;
    private readonly int upTime;
    private readonly int host;
    private readonly int boots;
    private readonly int engine;
    private readonly int inOctets = -1;
    private readonly int outOctets = -1;
    private readonly int discontinuity = -1;
    private readonly int name = -1;
    private readonly int firstClient;
    private readonly int clients;
    private readonly bool is64;
    private readonly uint index;

    /// <param name="inventory">What the device has.</param>
    /// <param name="community">Its community.</param>
    /// <param name="most">Variables in one GET.</param>
    /// <param name="refused">What it does not answer for.</param>
    public PollPlan(Inventory inventory, byte[] community, int most = AskLimits.MostVariables, IReadOnlySet<Oid>? refused = null)
    {
        // What belongs together in time comes first: the agent's clock and the counters.
        int Add(Oid oid)
        {
            if (refused?.Contains(oid) == true)
            {
                return -1;
            }

            names.Add(oid);
            return names.Count - 1;
        }

        upTime = Add(SysUpTime);
        if (inventory.Uplink is { } uplink)
        {
            (is64, index, LinkBits) = (uplink.HcInOctets is not null, uplink.Index, uplink.LinkBits);
            inOctets = Add(is64 ? IfXEntry.Child(6, index) : IfEntry.Child(10, index));
            outOctets = Add(is64 ? IfXEntry.Child(10, index) : IfEntry.Child(16, index));
            name = Add(uplink.Name.Length > 0 ? IfXEntry.Child(1, index) : IfEntry.Child(2, index));
            discontinuity = is64 ? Add(IfXEntry.Child(19, index)) : -1;
        }

        (host, boots, engine) = (Add(HrSystemUptime), Add(SnmpEngineBoots), Add(SnmpEngineTime));
        firstClient = names.Count;
        foreach (var client in inventory.Clients)
        {
            clients += Add(client) >= 0 ? 1 : 0;
        }

        if (names.Count == 0)
        {
            names.Add(SysUpTime);
        }

        parts = [.. names.Chunk(Math.Max(1, most)).Select(p => new PreparedRequest(SnmpVersion.V2c, community, PduType.Get, p))];
    }

    /// <summary>Variables in all.</summary>
    public int Count => names.Count;

    /// <summary>The GET of a part, from 0.</summary>
    public PreparedRequest Part(int part) => parts[part];

    /// <summary>How many GETs the poll is.</summary>
    public int Parts => parts.Length;

    /// <summary>Speed of the interface it counts on, bit/s; null when unknown.</summary>
    public double? LinkBits { get; }

    /// <summary>
    /// Takes the values of the part that the target was asked for. True when that was the last one; all values stand in the slots then. The plan itself is shared by many
    /// targets and does not change.
    /// </summary>
    public bool Take(PollTarget target)
    {
        if (parts.Length == 1)
        {
            return true;
        }

        var gathered = target.Gathered?.Length == names.Count ? target.Gathered : target.Gathered = new ValueSlot[names.Count];
        var from = parts.Take(target.Part).Sum(p => p.Names.Length);
        target.Slots.AsSpan(0, parts[target.Part].Names.Length).CopyTo(gathered.AsSpan(from));
        if (++target.Part < parts.Length)
        {
            return false;
        }

        target.Part = 0;
        gathered.CopyTo(target.Slots, 0);
        return true;
    }

    /// <summary>True when the interface it counts on is no longer there, or another one has its number: time for a new inventory.</summary>
    /// <param name="slots">The values.</param>
    /// <param name="label">The name's digest as <see cref="Reading"/> learned it.</param>
    public bool LostInterface(ReadOnlySpan<ValueSlot> slots, ulong? label) =>
        (inOctets >= 0 && !slots[inOctets].HasNumber && upTime >= 0 && slots[upTime].HasNumber) || IsAnotherInterface(slots, label);

    /// <summary>What the values say of time and traffic. Of an interface that has another name than at the inventory there is no traffic: it is another one.</summary>
    /// <param name="slots">The values.</param>
    /// <param name="received">When, by our monotonic clock.</param>
    /// <param name="at">When, by our wall clock.</param>
    /// <param name="label">The digest of the interface's name; null at first, then as it is learned here.</param>
    public CounterReading Reading(ReadOnlySpan<ValueSlot> slots, TimeSpan received, DateTimeOffset at, ref ulong? label)
    {
        if (name >= 0 && slots[name].Tag == SnmpTag.OctetString)
        {
            label ??= slots[name].Bits;
        }

        var another = IsAnotherInterface(slots, label);
        return new CounterReading(
            received, at, Number32(slots, upTime), Number32(slots, host), Number32(slots, engine), another ? null : Number(slots, inOctets), another ? null : Number(slots, outOctets), is64,
            Number32(slots, discontinuity), name >= 0 ? unchecked((long)(slots[name].Bits * 31) + index) : 0, LinkBits, Number32(slots, boots));
    }

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

    private bool IsAnotherInterface(ReadOnlySpan<ValueSlot> slots, ulong? label) => name >= 0 && label is { } known && slots[name].Tag == SnmpTag.OctetString && slots[name].Bits != known;

    private static ulong? Number(ReadOnlySpan<ValueSlot> slots, int at) => at >= 0 && slots[at].HasNumber ? slots[at].Bits : null;

    private static uint? Number32(ReadOnlySpan<ValueSlot> slots, int at) => at >= 0 && slots[at].HasNumber ? (uint)slots[at].Bits : null;
}
