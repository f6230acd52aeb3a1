using HotspotManager.Monitor.Snmp;

namespace HotspotManager.City.Agent;

/// <summary>Writes a variable's present value; false: it did not fit.</summary>
internal delegate bool MibValue(ref MessageWriter to, Oid name);

/// <summary>One variable of an agent.</summary>
internal sealed record MibRow(Oid Name, MibValue Value)
{
    public static MibRow Text(Oid name, Func<string> text) => new(name, (ref MessageWriter to, Oid n) => to.TryOctets(n, SnmpTag.OctetString, System.Text.Encoding.UTF8.GetBytes(text())));

    public static MibRow Octets(Oid name, byte[] octets) => new(name, (ref MessageWriter to, Oid n) => to.TryOctets(n, SnmpTag.OctetString, octets));

    public static MibRow Address(Oid name, System.Net.IPAddress address) => new(name, (ref MessageWriter to, Oid n) => to.TryOctets(n, SnmpTag.IpAddress, address.GetAddressBytes()));

    public static MibRow Object(Oid name, Oid value) => new(name, (ref MessageWriter to, Oid n) => to.TryOctets(n, SnmpTag.ObjectIdentifier, value.Encoded));

    public static MibRow Integer(Oid name, Func<long> number) => new(name, (ref MessageWriter to, Oid n) => to.TryInteger(n, number()));

    public static MibRow Unsigned(Oid name, SnmpTag tag, Func<ulong> number) => new(name, (ref MessageWriter to, Oid n) => to.TryUnsigned(n, tag, number()));
}

/// <summary>All variables of one agent in walking order; what changes its rows all the time (a table of phones) is made when somebody asks for that part.</summary>
internal sealed class Mib
{
    private readonly MibRow[] _rows;
    private readonly Oid? _table;
    private readonly Func<IEnumerable<MibRow>>? _tableRows;

    public Mib(IEnumerable<MibRow> rows, Oid? table = null, Func<IEnumerable<MibRow>>? tableRows = null) =>
        (_rows, _table, _tableRows) = ([.. rows.OrderBy(r => r.Name)], table, tableRows);

    /// <summary>The variable of this name; null: there is none.</summary>
    public MibRow? Find(Oid name)
    {
        if (_table?.Contains(name) == true) return Table().FirstOrDefault(r => r.Name == name);
        var at = Behind(name, orAt: true);
        return at < _rows.Length && _rows[at].Name == name ? _rows[at] : null;
    }

    /// <summary>The first variable behind this name; null: the end.</summary>
    public MibRow? Next(Oid name)
    {
        var at = Behind(name, orAt: false);
        var next = at < _rows.Length ? _rows[at] : null;
        if (_table is null || next is not null && next.Name < _table || name > _table && !_table.Contains(name)) return next;
        return Table().FirstOrDefault(r => r.Name > name) ?? next;
    }

    /// <summary>Whether there are other instances of the same object.</summary>
    public bool HasObject(Oid name) => name.Length > 2 && Next(new Oid(name.Arcs[..^1])) is { } next && next.Name.Arcs.StartsWith(name.Arcs[..^1]);

    private IOrderedEnumerable<MibRow> Table() => _tableRows!().OrderBy(r => r.Name);

    private int Behind(Oid name, bool orAt)
    {
        var (low, high) = (0, _rows.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var order = _rows[middle].Name.CompareTo(name);
            if (order < 0 || order == 0 && !orAt) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
