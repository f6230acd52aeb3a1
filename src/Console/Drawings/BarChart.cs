using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace HotspotManager.Console.Drawings;

/// <summary>A bar to draw: its label under it, its value (null: nothing known, no bar) and whether it stands out.</summary>
public sealed record Bar(string Label, double? Value, bool IsStrong = false);

/// <summary>
/// Bars side by side as SVG that fills its box whatever its shape; labels are text under it, not in it, so they keep their size on a phone. What the bars say stands in a table beside, for those who do
/// not see them.
/// </summary>
public static class BarChart
{
    private const int Step = 20, Width = 14, Height = 100;

    /// <summary>The drawing; <paramref name="name"/> says what it shows.</summary>
    public static IHtmlContent Svg(IReadOnlyList<Bar> bars, string name)
    {
        var top = bars.Max(b => b.Value ?? 0);
        if (top <= 0) top = 1;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"bars\" viewBox=\"0 0 {bars.Count * Step} {Height}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{HtmlEncoder.Default.Encode(name)}\">");
        for (var i = 0; i < bars.Count; i++)
        {
            if (bars[i].Value is not { } value) continue;
            // Something, however little, is not nothing.
            var height = value <= 0 ? 0 : Math.Max(1, value / top * Height);
            svg.Append(CultureInfo.InvariantCulture,
                $"<rect class=\"bar{(bars[i].IsStrong ? " strong-bar" : "")}\" x=\"{i * Step + (Step - Width) / 2}\" y=\"{Number(Height - height)}\" width=\"{Width}\" height=\"{Number(height)}\"/>");
        }
        return new HtmlString(svg.Append("</svg>").ToString());
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
