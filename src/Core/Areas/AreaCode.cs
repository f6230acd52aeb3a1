using System.Globalization;
using System.Text.RegularExpressions;

namespace HotspotManager.Core.Areas;

/// <summary>
/// Reads and compares official area codes: <c>PP.RR</c> city, <c>PP.RR.DD</c> kecamatan, <c>PP.RR.DD.VVVV</c> kelurahan, then <c>/RW</c> and <c>/RW/RT</c>.
/// </summary>
public static partial class AreaCode
{
    /// <summary>The code in its one spelling (RW and RT with two digits), or null when it is not an area code.</summary>
    public static string? Normalize(string? text)
    {
        var match = Shape().Match(text?.Trim() ?? "");
        if (!match.Success) return null;
        var code = match.Groups["official"].Value;
        foreach (var part in new[] { "rw", "rt" })
        {
            if (!match.Groups[part].Success) continue;
            var number = int.Parse(match.Groups[part].Value, CultureInfo.InvariantCulture);
            if (number == 0) return null;
            code += "/" + number.ToString("00", CultureInfo.InvariantCulture);
        }
        return code;
    }

    /// <summary>Whether <paramref name="code"/> is <paramref name="area"/> or lies in it.</summary>
    public static bool Contains(string area, string code) =>
        code.StartsWith(area, StringComparison.Ordinal) && (code.Length == area.Length || code[area.Length] is '.' or '/');

    /// <summary>The area around this one, or null for a city.</summary>
    public static string? Parent(string code)
    {
        var cut = code.LastIndexOfAny(['.', '/']);
        return cut > 2 ? code[..cut] : null;
    }

    public static AreaKind Kind(string code) => (code.Count(c => c == '/'), code.Count(c => c == '.')) switch
    {
        (2, _) => AreaKind.Rt,
        (1, _) => AreaKind.Rw,
        (_, 3) => AreaKind.Kelurahan,
        (_, 2) => AreaKind.Kecamatan,
        _ => AreaKind.City,
    };

    /// <summary>The code and all codes around it, from the smallest to the city.</summary>
    public static IEnumerable<string> SelfAndParents(string code)
    {
        for (var current = code; current is not null; current = Parent(current)) yield return current;
    }

    [GeneratedRegex(@"^(?<official>\d\d\.\d\d(\.\d\d(\.\d{4}(?<deep>))?)?)(?(deep)(/(?<rw>\d{1,3})(/(?<rt>\d{1,3}))?)?)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}

public enum AreaKind { City, Kecamatan, Kelurahan, Rw, Rt }
