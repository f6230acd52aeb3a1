using System.Globalization;
using System.Text;

namespace HotspotManager.Core.Reports;

/// <summary>A report for spreadsheets as they are set here: a byte order mark, <c>;</c> between columns, a decimal comma. Cells that a spreadsheet would take for a formula are quoted text.</summary>
public static class ReportCsv
{
    private static readonly (string Name, Func<ReportView, object?> Of)[] Columns =
    [
        ("period", r => r.Period), ("scope", r => r.Scope), ("name", r => r.Name), ("area", r => r.Area), ("points", r => r.Points), ("people", r => r.People), ("sessions", r => r.Sessions),
        ("hours", r => r.Hours), ("gb", r => r.Gb), ("busiestHour", r => r.BusiestHour), ("busiestPeople", r => r.BusiestPeople),
        ("availabilityPercent", r => r.Availability * 100), ("servicePercent", r => r.Service * 100), ("outages", r => r.Outages),
        ("downMinutes", r => r.DownSeconds / 60.0), ("unreachableMinutes", r => r.UnreachableSeconds / 60.0), ("maintenanceMinutes", r => r.MaintenanceSeconds / 60.0),
        ("mttrMinutes", r => r.MttrSeconds / 60.0), ("mtbfHours", r => r.MtbfSeconds / 3600.0), ("mttaMinutes", r => r.MttaSeconds / 60.0),
        ("cost", r => r.Cost), ("costPerPersonHour", r => r.CostPerPersonHour), ("attempts", r => r.Attempts), ("refused", r => r.Refused), ("hint", r => r.Hint),
        ("contractMbps", r => r.ContractMbps), ("p95Mbps", r => r.P95Mbps), ("peopleBefore", r => r.Before?.People), ("hoursBefore", r => r.Before?.Hours),
    ];

    private static readonly CultureInfo Decimals = CultureInfo.GetCultureInfo("id-ID");

    public static string Write(IEnumerable<ReportView> rows)
    {
        var text = new StringBuilder("\uFEFF").AppendJoin(';', Columns.Select(c => c.Name)).Append("\r\n");
        foreach (var row in rows) text.AppendJoin(';', Columns.Select(c => Cell(c.Of(row)))).Append("\r\n");
        return text.ToString();
    }

    private static string Cell(object? value) => value switch
    {
        null => "",
        double number => number.ToString("0.###", Decimals),
        string text => Quoted(text),
        IFormattable whole => whole.ToString(null, CultureInfo.InvariantCulture),
        _ => Quoted(value.ToString()!),
    };

    private static string Quoted(string text)
    {
        if (text is ['=' or '+' or '-' or '@', ..]) text = "'" + text;
        return text.AsSpan().IndexOfAny(";\"\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
