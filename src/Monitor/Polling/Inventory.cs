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

    /// <summary>The variables whose sum is the number of phones; empty when the device does not tell.</summary>
    public IReadOnlyList<Oid> Clients { get; init; } = [];

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

/// <summary>
/// Walks one or more columns by GETBULK: each request goes on behind the last index that the first column gave, so that a cut answer loses
/// nothing. Ends at the end of the
/// MIB or column, at an index that does not increase (agents do that), and after <see cref="MaxRows"/>.
/// </summary>
public sealed class ColumnWalk(params Oid[] columns)
{
    public const int MaxRows = 256;

    private const int FirstRepetitions = 8;

    private uint[] after = [];
    private int rows;

    /// <summary>Rows asked for at once; halved when an answer is too big or does not come.</summary>
    public int Repetitions { get; private set; } = FirstRepetitions;

    /// <summary>Asks for the next rows.</summary>
    public PreparedRequest Request(byte[] community) =>
        new(SnmpVersion.V2c, community, PduType.GetBulk, [.. columns.Select(c => after.Length == 0 ? c : c.Child(after))], 0, Repetitions);

    /// <summary>Asks for less from now on; false when it is one row already.</summary>
    public bool AskLess()
    {
        var less = Repetitions > 1;
        Repetitions = Math.Max(1, Repetitions / 2);
        return less;
    }

    /// <summary>Takes an answer: each value with its column's number and index. True when there is more to ask.</summary>
    public bool Take(scoped in MessageReader reply, Action<int, uint[], VarBind> value)
    {
        Span<uint> arcs = stackalloc uint[Oid.MaxArcs];
        var last = after;
        var variables = reply.VarBinds;
        while (variables.TryRead(out var variable))
        {
            if (variable.IsException || !Oid.TryDecode(variable.Name, arcs, out var count))
            {
                continue;
            }

            var name = arcs[..count];
            for (var i = 0; i < columns.Length; i++)
            {
                if (count <= columns[i].Length || !columns[i].Contains(name))
                {
                    continue;
                }

                var index = name[columns[i].Length..].ToArray();
                value(i, index, variable);
                if (i == 0 && index.AsSpan().SequenceCompareTo(last) > 0)
                {
                    last = index;
                    rows++;
                }

                break;
            }
        }

        var more = last != after && rows < MaxRows;
        after = last;
        return more;
    }
}
