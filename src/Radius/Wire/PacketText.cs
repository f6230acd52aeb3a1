using System.Globalization;

namespace HotspotManager.Radius.Wire;

/// <summary>A packet as people read it, and hex as people copy it: out of a trace, with spaces, colons, new lines or 0x.</summary>
public static class PacketText
{
    /// <summary>The octets; null when it is no hex.</summary>
    public static byte[]? Octets(string hex)
    {
        var digits = string.Concat(hex.Split([' ', ':', '-', ',', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? part[2..] : part));
        return digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digits) : null;
    }

    /// <summary>Names and values, in the packet's order; control characters are made visible, because packets come from strangers.</summary>
    public static IReadOnlyList<string> Lines(in RadiusPacket packet)
    {
        var lines = new List<string>();
        Span<byte> room = new byte[packet.Bytes.Length];
        var extended = new ExtendedReader(packet, room);
        var fragments = 0; // that were told of already, by the first of them
        foreach (var attribute in packet.Attributes)
        {
            if (attribute.Vendor != 0 || !ExtendedReader.IsContainer(attribute.Number))
            {
                lines.Add(Visible(AttributeText.Line(attribute)));
            }
            else if (fragments > 0)
            {
                fragments--;
            }
            else if (extended.MoveNext())
            {
                lines.Add(Visible(AttributeText.Line(extended.Current)));
                fragments = extended.Current.Fragments - 1;
            }
        }
        return lines;
    }

    /// <summary>What a shape is wrong with, in words.</summary>
    public static string Words(PacketFault fault) => fault switch
    {
        PacketFault.None => "it is well formed",
        PacketFault.TooShort => "it has fewer than the 20 octets of a header",
        PacketFault.LengthOutOfRange => "its Length field is below 20 or above 4096",
        PacketFault.LengthBeyondDatagram => "its Length field says more octets than there are: the end is missing",
        PacketFault.UnknownCode => "its Code is none of RADIUS",
        PacketFault.AttributeCutShort => "its last attribute is cut short",
        PacketFault.AttributeLengthTooSmall => "an attribute's Length is below 2",
        PacketFault.AttributeBeyondPacket => "an attribute reaches beyond the packet",
        PacketFault.MessageAuthenticatorLength => "its Message-Authenticator has not 16 octets",
        PacketFault.MessageAuthenticatorRepeated => "it has more than one Message-Authenticator",
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };

    private static string Visible(string text) => text.Any(char.IsControl)
        ? string.Concat(text.Select(c => char.IsControl(c) ? string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}") : c.ToString()))
        : text;
}
