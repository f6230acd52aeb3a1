using System.Globalization;

namespace HotspotManager.Core.Looks;

/// <summary>A colour of sRGB, and its contrast as WCAG 2.2 defines it.</summary>
public readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    /// <summary>What text needs against its ground (WCAG 2.2, 1.4.3).</summary>
    public const double TextContrast = 4.5;

    /// <summary>Reads <c>#0b6b53</c>, <c>0b6b53</c> or <c>#0b5</c>; null when it is none.</summary>
    public static Colour? Read(string? text)
    {
        var hex = (text ?? "").Trim().TrimStart('#');
        if (hex.Length == 3) hex = string.Concat(hex.Select(c => new string(c, 2)));
        return hex.Length == 6 && uint.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? new Colour((byte)(value >> 16), (byte)(value >> 8), (byte)value) : null;
    }

    /// <summary>As <c>#0b6b53</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

    /// <summary>Contrast ratio, 1 to 21 (WCAG 2.2, "contrast ratio").</summary>
    public double Against(Colour other)
    {
        var (a, b) = (Luminance, other.Luminance);
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <summary>So much of the other colour (0 to 1) mixed in.</summary>
    public Colour Mix(Colour other, double part)
    {
        return new Colour(Channel(Red, other.Red), Channel(Green, other.Green), Channel(Blue, other.Blue));

        byte Channel(byte own, byte its) => (byte)Math.Round(own + (its - own) * part);
    }

    /// <summary>WCAG 2.2, "relative luminance".</summary>
    private double Luminance => 0.2126 * Linear(Red) + 0.7152 * Linear(Green) + 0.0722 * Linear(Blue);

    private static double Linear(byte value) => value / 255d is var v && v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4);
}
