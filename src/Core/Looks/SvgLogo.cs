using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using HotspotManager.Core.Store;

namespace HotspotManager.Core.Looks;

/// <summary>
/// An SVG with nothing but shapes: elements and attributes of a list, references only into itself, no script, style sheet, text or image. What draws nothing (an editor's notes)
/// is left out; what would be missed from the picture is refused by name.
/// </summary>
internal static class SvgLogo
{
    private const string Svg = "http://www.w3.org/2000/svg", XLink = "http://www.w3.org/1999/xlink";

    private const int MostElements = 400, Deepest = 32;

    private static readonly HashSet<string> Elements = new(StringComparer.Ordinal)
    {
        "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "use", "symbol",
    };

    /// <summary>A picture would not be itself without these, and they are not shapes.</summary>
    private static readonly HashSet<string> Missed = new(StringComparer.Ordinal) { "text", "image", "style", "filter", "foreignObject", "pattern", "switch", "marker" };

    private static readonly HashSet<string> Attributes = new(StringComparer.Ordinal)
    {
        "id", "viewBox", "preserveAspectRatio", "transform", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "width", "height", "points", "offset",
        "fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset",
        "stroke-opacity", "opacity", "stop-color", "stop-opacity", "clip-path", "clip-rule", "mask", "gradientUnits", "gradientTransform", "spreadMethod", "clipPathUnits",
        "maskUnits", "maskContentUnits", "href", "color",
    };

    /// <exception cref="RefusedException">Not an SVG, or one that is more than shapes.</exception>
    public static byte[] Clean(ReadOnlyMemory<byte> file)
    {
        XElement root;
        try
        {
            using var stream = new MemoryStream(file.ToArray(), writable: false);
            using var reader = XmlReader.Create(stream, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Ignore,
                XmlResolver = null,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
                MaxCharactersInDocument = LogoFile.LargestUpload,
            });
            root = XElement.Load(reader);
        }
        catch (XmlException)
        {
            throw new RefusedException("The logo is neither a PNG nor a readable SVG.", "Logo bukan PNG dan bukan SVG yang dapat dibaca.");
        }
        if (root.Name != XName.Get("svg", Svg)) throw new RefusedException("The logo is neither a PNG nor an SVG.", "Logo bukan PNG dan bukan SVG.");
        var left = MostElements;
        var clean = Shape(root, Deepest, ref left)!;
        Frame(root, clean);
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = false, ConformanceLevel = ConformanceLevel.Fragment })) clean.WriteTo(writer);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static XElement? Shape(XElement from, int deep, ref int left)
    {
        if (from.Name.NamespaceName != Svg) return null;
        var name = from.Name.LocalName;
        if (Missed.Contains(name))
            throw new RefusedException($"The logo's SVG has a <{name}>: turn it into paths (in Inkscape: Path, Object to Path) and save it as plain SVG.",
                $"SVG logo berisi <{name}>: ubah menjadi path (di Inkscape: Path, Object to Path), lalu simpan sebagai SVG biasa.");
        if (!Elements.Contains(name)) return null;
        if (deep == 0 || --left < 0) throw new RefusedException("The logo's SVG is too intricate for a page that loads at once.", "SVG logo terlalu rumit untuk halaman yang harus cepat terbuka.");
        var to = new XElement(XName.Get(name, Svg));
        foreach (var attribute in from.Attributes()) Copy(attribute, to);
        foreach (var child in from.Elements())
            if (Shape(child, deep - 1, ref left) is { } shape) to.Add(shape);
        return to;
    }

    private static void Copy(XAttribute attribute, XElement to)
    {
        var (name, space) = (attribute.Name.LocalName, attribute.Name.NamespaceName);
        if (attribute.IsNamespaceDeclaration) return;
        if (name == "style" && space.Length == 0)
        {
            // The same words as attributes, which beat nothing and reach nowhere.
            foreach (var rule in attribute.Value.Split(';'))
                if (rule.Split(':', 2) is [var word, var value]) Set(word.Trim(), value.Trim());
            return;
        }
        if (space.Length == 0 || space == XLink && name == "href") Set(name, attribute.Value);

        void Set(string word, string value)
        {
            if (!Attributes.Contains(word) || value.Length == 0) return;
            if (word == "href" ? !value.StartsWith('#') : !IsPlain(value)) return;
            to.SetAttributeValue(word, value);
        }
    }

    /// <summary>No function but colours and transforms, and <c>url()</c> only of the picture itself.</summary>
    private static bool IsPlain(string value) => !value.Any(c => c == '\\' || char.IsControl(c) && !char.IsWhiteSpace(c))
        && (!value.Contains("url", StringComparison.OrdinalIgnoreCase) || value.StartsWith("url(#", StringComparison.Ordinal) && value.IndexOf(')', StringComparison.Ordinal) == value.Length - 1);

    /// <summary>A viewBox, so that the picture fits whatever box it gets.</summary>
    private static void Frame(XElement from, XElement to)
    {
        if (to.Attribute("viewBox") is null)
        {
            if (Length("width") is not { } width || Length("height") is not { } height)
                throw new RefusedException("The logo's SVG has no viewBox and no size.", "SVG logo tidak punya viewBox maupun ukuran.");
            to.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}"));
        }
        to.SetAttributeValue("width", null);
        to.SetAttributeValue("height", null);

        double? Length(string name) => double.TryParse((from.Attribute(name)?.Value ?? "").Replace("px", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var length)
            && length is > 0 and < 100_000 ? length : null;
    }
}
