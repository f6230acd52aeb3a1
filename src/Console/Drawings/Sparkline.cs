using System.Globalization;
using System.Text;

namespace HotspotManager.Console.Drawings;

/// <summary>A line of a day in a table's cell, as the path of an SVG of 142 × 22. Where nothing was measured the line is broken.</summary>
public static class Sparkline
{
    /// <summary>Width of the drawing.</summary>
    public const int Width = 142;

    /// <summary>Height of the drawing.</summary>
    public const int Height = 22;

    /// <summary>The path's data; empty when nothing was measured.</summary>
    public static string Path(IReadOnlyList<double?> values)
    {
        var top = values.Max(v => v ?? 0);
        if (values.Count < 2 || values.All(v => v is null)) return "";
        if (top <= 0) top = 1;
        var path = new StringBuilder();
        var drawing = false;
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is not { } value)
            {
                drawing = false;
                continue;
            }

            var x = i * (double)Width / (values.Count - 1);
            var y = Height - 2 - (value / top * (Height - 4));
            path.Append(drawing ? 'L' : 'M').Append(Number(x)).Append(' ').Append(Number(y));
            drawing = true;
        }

        return path.ToString();
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
