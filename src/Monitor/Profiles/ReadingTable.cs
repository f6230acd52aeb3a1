using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Monitor.Profiles;

/// <summary>
/// A table whose rows are parts of the device: radios, networks. Rows of several tables with the same name are one part. Clients of rows that share a name are added up;
/// of everything else the first counts.
/// </summary>
/// <param name="Part">What a row is called when it has no name of its own: <c>radio</c> gives "radio 1".</param>
/// <param name="Name">The column of names; null: the row's index is its name.</param>
/// <param name="NameWords">Names for what that column numbers.</param>
/// <param name="Where">Only rows whose value in this column is among <paramref name="Only"/>.</param>
/// <param name="Only">See <paramref name="Where"/>.</param>
/// <param name="Readings">Columns.</param>
public sealed record ReadingTable(
    string Part, Oid? Name, IReadOnlyDictionary<string, string>? NameWords, Oid? Where, IReadOnlySet<double>? Only, IReadOnlyList<Reading> Readings)
{
    /// <summary>Everything to walk, each column once.</summary>
    public IEnumerable<Oid> Columns() => new[] { Name, Where }.OfType<Oid>().Concat(Readings.Select(r => r.Oid)).Distinct();
}

/// <summary>How the index of a controller's table begins.</summary>
public enum TableIndex
{
    /// <summary>Six arcs: the access point's MAC address.</summary>
    Mac,

    /// <summary>One arc: a number of no meaning.</summary>
    Number,

    /// <summary>One arc that says how long it is, then a text.</summary>
    Text,

    /// <summary>All arcs, whatever they are.</summary>
    Any,
}

/// <summary>
/// A controller's table of its access points. A row that is not there any more is an access point that is down. Columns of other tables whose index begins with the access
/// point's are taken too (clients of each radio are added up).
/// </summary>
public sealed record ControlledTable
{
    public required TableIndex Index { get; init; }

    /// <summary>The column walked first: it has a row for each access point.</summary>
    public required Oid Rows { get; init; }

    public Oid? Mac { get; init; }

    public Oid? Name { get; init; }

    public Oid? Serial { get; init; }

    /// <summary>Whether it is joined; null: being in the table says it.</summary>
    public Oid? State { get; init; }

    /// <summary>The values of <see cref="State"/> that mean joined: numbers or texts (case does not matter; <c>*</c> stands for anything).</summary>
    public IReadOnlyList<string> Up { get; init; } = [];

    public Oid? Clients { get; init; }

    /// <summary>How long it runs; <see cref="UptimePerSecond"/> tells its unit.</summary>
    public Oid? Uptime { get; init; }

    /// <summary>100 for TimeTicks, 1 for seconds.</summary>
    public double UptimePerSecond { get; init; } = 100;

    /// <summary>Octets from the access point's users' point of view downwards and upwards: received and sent on its uplink.</summary>
    public Oid? In { get; init; }

    public Oid? Out { get; init; }

    /// <summary>What else a row tells.</summary>
    public IReadOnlyList<Reading> Readings { get; init; } = [];

    /// <summary>Tables of its radios: their index begins with the access point's.</summary>
    public IReadOnlyList<ReadingTable> Tables { get; init; } = [];

    /// <summary>Everything to walk at each poll: who is there, and figures.</summary>
    public IEnumerable<Oid> Columns() => new[] { Rows, Mac, Name, Serial, State, Clients, Uptime, In, Out }.OfType<Oid>().Distinct();

    /// <summary>How many arcs of an index are the access point's; 0 when it is none of this table.</summary>
    public int LengthOf(ReadOnlySpan<uint> index) => Index switch
    {
        TableIndex.Mac => index.Length >= 6 ? 6 : 0,
        TableIndex.Number => Math.Min(1, index.Length),
        TableIndex.Text => index.Length > 0 && index[0] < index.Length ? (int)index[0] + 1 : 0,
        _ => index.Length,
    };
}
