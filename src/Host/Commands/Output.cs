using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HotspotManager.Host.Commands;

/// <summary>Prints results: as JSON with the API's field names, or as a table or list for people.</summary>
public sealed class Output(bool json)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public bool IsJson => json;

    /// <summary>An array.</summary>
    public void Many<T>(IReadOnlyList<T> items)
    {
        if (json) Terminal.Out.WriteLine(JsonSerializer.Serialize(items, Web));
        else Table(items);
    }

    /// <summary>One object.</summary>
    public void One<T>(T item) where T : notnull
    {
        if (json)
        {
            Terminal.Out.WriteLine(JsonSerializer.Serialize(item, Web));
            return;
        }
        var rows = typeof(T).GetProperties().Select(p => (Name: Header(p), Text: Text(p.GetValue(item)))).Where(r => r.Text.Length > 0).ToList();
        var width = rows.Max(r => r.Name.Length);
        foreach (var row in rows) Terminal.Out.WriteLine($"{row.Name.PadRight(width)}  {row.Text}");
    }

    /// <summary>That something was done; with <c>--json</c> the object it was done to.</summary>
    public void Done<T>(string sentence, T item) where T : notnull
    {
        if (json) One(item);
        else Terminal.Out.WriteLine(sentence);
    }

    private static void Table<T>(IReadOnlyList<T> items)
    {
        if (items.Count == 0)
        {
            Terminal.Out.WriteLine("(none)");
            return;
        }
        // Columns that are empty in every row say nothing: leave them out.
        var columns = typeof(T).GetProperties().Select(p => (Property: p, Cells: items.Select(i => Text(p.GetValue(i))).ToList())).Where(c => c.Cells.Any(t => t.Length > 0)).ToList();
        var widths = columns.Select(c => Math.Max(Header(c.Property).Length, c.Cells.Max(t => t.Length))).ToList();
        Terminal.Out.WriteLine(string.Join("  ", columns.Select((c, i) => Header(c.Property).PadRight(widths[i]))).TrimEnd());
        for (var row = 0; row < items.Count; row++)
            Terminal.Out.WriteLine(string.Join("  ", columns.Select((c, i) => c.Cells[row].PadRight(widths[i]))).TrimEnd());
    }

    private static string Header(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static string Text(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "yes" : "",
        DateTimeOffset at => at.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        double number => number.ToString("0.##", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}

/// <summary>Shows how far long work has come: one line on a terminal, nothing in a pipe.</summary>
public sealed class Progress(string what) : IDisposable
{
    private readonly bool _shown = !Terminal.IsErrorRedirected;
    private int _percent = -1;

    public void At(double part)
    {
        var percent = (int)(part * 100);
        if (!_shown || percent == _percent) return;
        _percent = percent;
        Terminal.Error.Write($"\r{what} {percent,3} %");
    }

    public void Dispose()
    {
        if (_shown && _percent >= 0) Terminal.Error.Write("\r" + new string(' ', what.Length + 8) + "\r");
    }
}
