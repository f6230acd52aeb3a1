using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;
using QRCoder;

namespace HotspotManager.Console.Drawings;

/// <summary>A QR code as one SVG path, four modules of quiet zone around it (ISO/IEC 18004 asks for that much).</summary>
public static class QrDrawing
{
    /// <summary>The drawing of a text, error correction level M.</summary>
    public static IHtmlContent Svg(string content)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(content, QRCodeGenerator.ECCLevel.M);
        var size = code.ModuleMatrix.Count;
        var path = new StringBuilder();
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                if (!code.ModuleMatrix[y][x]) continue;
                var run = 1;
                while (x + run < size && code.ModuleMatrix[y][x + run]) run++;
                path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h{run}v1h-{run}z");
                x += run;
            }
        }

        return new HtmlString($"<svg viewBox=\"0 0 {size} {size}\" role=\"img\" aria-label=\"QR\" shape-rendering=\"crispEdges\">"
            + $"<path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>");
    }
}
