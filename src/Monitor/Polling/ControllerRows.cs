using System.Globalization;
using System.IO.Enumeration;
using HotspotManager.Core.Conditions;
using HotspotManager.Monitor.Profiles;

namespace HotspotManager.Monitor.Polling;

/// <summary>A controller's table of access points as it was walked, to be looked up by MAC address, name or serial number.</summary>
internal sealed class ControllerRows
{
    private readonly Dictionary<string, ControllerRow> byKey = new(StringComparer.OrdinalIgnoreCase);

    public ControllerRows(IEnumerable<ControlledTable> tables, WalkedColumns columns)
    {
        foreach (var table in tables)
        {
            var clients = Sums(table, columns);
            foreach (var (index, _) in columns.Of(table.Rows))
            {
                if (table.LengthOf(index) is > 0 and var length)
                {
                    var row = new ControllerRow(table, columns, index, index[..length], clients);
                    foreach (var key in row.Keys())
                    {
                        byKey.TryAdd(ConditionKeeper.Key(key), row);
                    }
                }
            }
        }
    }

    /// <summary>The row one of these keys names, the first first; null when there is none.</summary>
    public ControllerRow? Find(IReadOnlyList<string> keys)
    {
        foreach (var key in keys)
        {
            if (byKey.TryGetValue(ConditionKeeper.Key(key), out var row))
            {
                return row;
            }
        }

        return null;
    }

    // Clients of each access point: its rows (one for each radio) added up, in one pass.
    private static Dictionary<string, double> Sums(ControlledTable table, WalkedColumns columns)
    {
        var sums = new Dictionary<string, double>();
        foreach (var (index, value) in columns.Of(table.Clients))
        {
            if (value.Number is >= 0 and var number && table.LengthOf(index) is > 0 and var length)
            {
                var key = string.Join('.', index[..length]);
                sums[key] = sums.GetValueOrDefault(key) + number;
            }
        }

        return sums;
    }
}

/// <summary>What a controller tells of one access point.</summary>
internal sealed class ControllerRow(ControlledTable table, WalkedColumns columns, uint[] index, uint[] prefix, Dictionary<string, double> clients)
{
    /// <summary>It is joined.</summary>
    public bool IsUp => table.State is null || (columns.At(table.State, index) is { } state && table.Up.Any(u => Is(u, state)));

    /// <summary>Phones associated; -1 when the controller does not tell.</summary>
    public int Clients => clients.TryGetValue(string.Join('.', prefix), out var sum) ? (int)Math.Min(sum, int.MaxValue) : -1;

    /// <summary>By what it may be looked up.</summary>
    public IEnumerable<string> Keys()
    {
        if (table.Index == TableIndex.Mac)
        {
            yield return string.Concat(prefix.Select(a => ((byte)a).ToString("X2", CultureInfo.InvariantCulture)));
        }

        foreach (var column in new[] { table.Mac, table.Name, table.Serial })
        {
            if (columns.At(column, index) is { } value)
            {
                if (column == table.Mac && value.Octets is { Length: 6 } octets)
                {
                    yield return Convert.ToHexString(octets);
                }
                else if (value.Text is { Length: > 0 } text)
                {
                    yield return text;
                }
            }
        }
    }

    /// <summary>Its counters. Its uptime is the machine's; the time between two readings is ours.</summary>
    public CounterReading Reading(TimeSpan received, DateTimeOffset at)
    {
        var input = columns.At(table.In, index);
        var output = columns.At(table.Out, index);
        uint? uptime = columns.At(table.Uptime, index)?.Number is >= 0 and var given ? unchecked((uint)(ulong)(given * 100 / table.UptimePerSecond)) : null;
        return new CounterReading(received, at, null, uptime, null, input?.Counter, output?.Counter, input?.Is64 ?? output?.Is64 ?? true, null, 1, null);
    }

    /// <summary>What else the controller tells of it.</summary>
    public List<ConditionValue> Values()
    {
        var values = new List<ConditionValue>();
        foreach (var reading in table.Readings)
        {
            if (columns.At(reading.Oid, index) is { } raw && reading.Value("", raw) is { } value && !values.Any(v => v.Part.Length == 0 && v.Role == value.Role))
            {
                values.Add(value);
            }
        }

        foreach (var part in table.Tables)
        {
            ConditionReader.Read(values, part, columns, prefix);
        }

        RadioBand.Complete(values);
        return values;
    }

    private static bool Is(string up, in RawValue state) => state.Text is { } text
        ? FileSystemName.MatchesSimpleExpression(up, text.Trim())
        : double.TryParse(up, CultureInfo.InvariantCulture, out var number) && state.Number == number;
}
