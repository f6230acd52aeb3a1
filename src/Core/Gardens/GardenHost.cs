using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HotspotManager.Core.Store;

namespace HotspotManager.Core.Gardens;

/// <summary>
/// One thing that may be reached before sign-in: a host name, a name with all below it (<c>*.malangkota.go.id</c>), or an IPv4 address or network (<c>203.0.113.0/24</c>);
/// hotspots of every brand are IPv4 only.
/// </summary>
/// <param name="Text">In its one spelling: names in lower case, international ones in ASCII form (RFC 5890).</param>
public readonly record struct GardenHost(string Text, bool IsNetwork)
{
    public bool IsWildcard => Text.StartsWith("*.", StringComparison.Ordinal);

    /// <summary>The name without the star.</summary>
    public string Name => IsWildcard ? Text[2..] : Text;

    // A /16 is more than any one service's addresses; wider ones would open the internet by mistake.
    private const int WidestNetwork = 16;

    /// <summary>Reads what an operator wrote.</summary>
    /// <exception cref="RefusedException">It is none of these, is too wide, or would let phones' own test for a portal through.</exception>
    public static GardenHost Read(string? text)
    {
        var written = (text ?? "").Trim().TrimEnd('.').ToLowerInvariant();
        if (written.Length is 0 or > 253) throw new RefusedException("Write a host name (layanan.malangkota.go.id), *.NAME, or an IPv4 address or network (203.0.113.0/24).");
        if (char.IsAsciiDigit(written[^1]) && written.All(c => char.IsAsciiDigit(c) || c is '.' or '/')) return Network(written);
        var star = written.StartsWith("*.", StringComparison.Ordinal);
        var name = Ascii(star ? written[2..] : written);
        if (name is null || !name.Contains('.') || !name.Split('.').All(IsLabel))
            throw new RefusedException($"'{written}' is not a host name: write it without http://, port or path, for example layanan.malangkota.go.id or *.malangkota.go.id.");
        if (ProbeHosts.Below(name) is { } probe)
            throw new RefusedException($"'{written}' would let {probe} through: phones test with it whether there is a portal, and would never show the sign-in page.");
        return new GardenHost(star ? "*." + name : name, false);
    }

    private static GardenHost Network(string text)
    {
        var parts = text.Split('/');
        var bits = 32;
        if (parts.Length > 2 || parts[0].Count(c => c == '.') != 3 || !IPAddress.TryParse(parts[0], out var address) || address.AddressFamily != AddressFamily.InterNetwork
            || parts.Length == 2 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out bits) || bits > 32)
            throw new RefusedException($"'{text}' is not an IPv4 address or network.");
        if (bits < WidestNetwork) throw new RefusedException($"'{text}' is too wide: at most a /{WidestNetwork}.");
        if (bits == 32) return new GardenHost(address.ToString(), true);
        var octets = address.GetAddressBytes();
        for (var bit = bits; bit < 32; bit++) octets[bit / 8] &= (byte)~(0x80 >> bit % 8);
        return new GardenHost(string.Create(CultureInfo.InvariantCulture, $"{new IPAddress(octets)}/{bits}"), true);
    }

    private static string? Ascii(string name)
    {
        try
        {
            return new IdnMapping().GetAscii(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsLabel(string label) =>
        label.Length is >= 1 and <= 63 && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && label[0] != '-' && label[^1] != '-';
}
