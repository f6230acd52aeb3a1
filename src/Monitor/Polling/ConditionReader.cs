using System.Globalization;
using HotspotManager.Core.Conditions;
using HotspotManager.Monitor.Profiles;

namespace HotspotManager.Monitor.Polling;

/// <summary>From a round's values to what they mean, by the profile.</summary>
internal static class ConditionReader
{
    private const int MostValues = 400;

    public static List<ConditionValue> Read(Profile profile, ConditionRound round)
    {
        var values = new List<ConditionValue>();
        foreach (var reading in profile.Readings)
        {
            var raw = reading.CountsRows ? new RawValue(round.Columns.Of(reading.Oid).Count, null, null) : round.Scalar(reading.Oid);
            if (raw is { } given && reading.Value(reading.Part, given, reading.Of is { } whole ? round.Scalar(whole) : null) is { } value && !values.Any(v => v.Part == value.Part && v.Role == value.Role))
            {
                values.Add(value);
            }
        }

        foreach (var table in profile.Tables)
        {
            Read(values, table, round.Columns, []);
        }

        RadioBand.Complete(values);
        return values;
    }

    /// <summary>Adds what the rows of a table say whose index begins with <paramref name="prefix"/>.</summary>
    public static void Read(List<ConditionValue> values, ReadingTable table, WalkedColumns columns, uint[] prefix)
    {
        foreach (var reading in table.Readings)
        {
            foreach (var (index, raw) in columns.Of(reading.Oid))
            {
                if (!index.AsSpan().StartsWith(prefix) || (table.Only is { } only && !(columns.At(table.Where, index)?.Number is { } kind && only.Contains(kind))))
                {
                    continue;
                }

                if (values.Count < MostValues && reading.Value(Part(table, columns, index, prefix.Length), raw) is { } value)
                {
                    Merge(values, value);
                }
            }
        }
    }

    private static string Part(ReadingTable table, WalkedColumns columns, uint[] index, int from)
    {
        if (table.Part.Length == 0)
        {
            return "";
        }

        if (columns.At(table.Name, index) is { } name)
        {
            if (table.NameWords?.GetValueOrDefault(name.Text ?? name.Number?.ToString(CultureInfo.InvariantCulture) ?? "") is { } word)
            {
                return word;
            }

            if (name.Text is { Length: > 0 and <= 64 } text && !text.Any(char.IsControl))
            {
                return text;
            }
        }

        // A long index has the device's own MAC address before the radio's number.
        return $"{table.Part} {string.Join('.', index.Length - from > 2 ? index[^1..] : index[from..])}".TrimEnd();
    }

    // Rows of one name: clients add up, the busiest and the hottest counts, of everything else the first.
    private static void Merge(List<ConditionValue> values, ConditionValue value)
    {
        var at = values.FindIndex(v => v.Part == value.Part && v.Role == value.Role);
        if (at < 0)
        {
            values.Add(value);
        }
        else if (value.Role is ConditionRole.Clients or ConditionRole.HotspotUsers)
        {
            values[at] = values[at] with { Number = values[at].Number + value.Number };
        }
        else if (value.Role is ConditionRole.Utilisation or ConditionRole.Temperature or ConditionRole.Cpu)
        {
            values[at] = values[at] with { Number = Math.Max(values[at].Number ?? 0, value.Number ?? 0) };
        }
    }
}
