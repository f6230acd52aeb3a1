using System.Globalization;
using CsvHelper;
using HotspotManager.Core.Store;

namespace HotspotManager.Core.Spreadsheets;

/// <summary>One row: its line in the file, and its cells by column name (lower case, without spaces, dashes or underscores).</summary>
public sealed record SheetRow(int Line, IReadOnlyDictionary<string, string> Cells)
{
    /// <summary>A cell; null when the column is missing or the cell empty.</summary>
    public string? this[string column] => Cells.TryGetValue(column, out var value) && value.Length > 0 ? value : null;

    /// <exception cref="RefusedException">The cell is not a number.</exception>
    public double? Number(string column)
    {
        if (this[column] is not { } text) return null;
        // A decimal comma comes from an Indonesian spreadsheet.
        return double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value
            : throw new RefusedException($"'{text}' in column {column} is not a number");
    }

    /// <exception cref="RefusedException">The cell is not a whole number.</exception>
    public int? Whole(string column) => Number(column) is not { } value ? null
        : value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue ? (int)value : throw new RefusedException($"'{this[column]}' in column {column} is not a whole number");

    /// <exception cref="RefusedException">The cell is neither yes nor no.</exception>
    public bool? Flag(string column) => this[column]?.ToLowerInvariant() switch
    {
        null => null,
        "1" or "true" or "yes" or "y" or "ya" or "x" or "benar" => true,
        "0" or "false" or "no" or "n" or "tidak" or "salah" => false,
        var other => throw new RefusedException($"'{other}' in column {column} is neither yes nor no"),
    };
}

/// <summary>Reads CSV as spreadsheets write it: <c>;</c>, <c>,</c> or tab, a byte order mark, quotes, blank lines, any order and case of columns.</summary>
public static class Spreadsheet
{
    /// <exception cref="RefusedException">The file cannot be read, has no header line, or lacks a column that is needed.</exception>
    public static IReadOnlyList<SheetRow> Read(string file, params string[] needed)
    {
        if (!File.Exists(file)) throw new RefusedException($"There is no file {file}.");
        using var reader = new StreamReader(file, detectEncodingFromByteOrderMarks: true);
        return Read(reader, needed);
    }

    public static IReadOnlyList<SheetRow> Read(TextReader reader, params string[] needed)
    {
        var text = reader.ReadToEnd().TrimStart('\uFEFF', '\r', '\n', ' ');
        var header = text.Split('\n', 2)[0];
        if (header.Trim().Length == 0) throw new RefusedException("The file is empty: its first line must name the columns.");
        var separator = new[] { ';', ',', '\t' }.MaxBy(d => header.Count(c => c == d));
        using var csv = CsvReader.FromText(text, new CsvReaderOptions { Separator = separator, HasHeader = false, TrackLineNumbers = true });
        csv.Read();
        var columns = Enumerable.Range(0, csv.FieldCount).Select(i => Key(csv.GetString(i))).ToArray();
        if (needed.FirstOrDefault(n => !columns.Contains(n)) is { } missing)
            throw new RefusedException($"The column '{missing}' is missing; the file has: {string.Join(", ", columns)}.");
        var rows = new List<SheetRow>();
        while (csv.Read())
        {
            var cells = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var i = 0; i < Math.Min(columns.Length, csv.FieldCount); i++) cells[columns[i]] = csv.GetString(i).Trim();
            if (cells.Values.Any(c => c.Length > 0)) rows.Add(new SheetRow((int)csv.LineNumber, cells));
        }
        return rows;
    }

    private static string Key(string column) => new([.. column.Trim().TrimStart('\uFEFF').ToLowerInvariant().Where(c => c is not (' ' or '-' or '_'))]);
}
