using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;

namespace HotspotManager.Radius.Wire;

/// <summary>
/// An attribute as people write it, the way <see cref="AttributeText"/> shows it: <c>Name = value</c>, <c>Tunnel-Type:1 = VLAN</c>, <c>14988.200 = 0x0102</c>.
/// Octets (<c>0x…</c>) are taken for every kind, as long as they fit it.
/// </summary>
public static class AttributeLine
{
    private const int MaxText = 253, MaxVendorText = 247;

    /// <summary>Reads <c>Name</c> or <c>Name:tag</c>; null, and in words why, when no row has the name and it is no pair of numbers.</summary>
    public static RadiusAttribute? Attribute(string name, out byte tag, out string wrong)
    {
        (tag, wrong) = (0, "");
        var parts = name.Trim().Split(':', 2);
        var row = AttributeTable.Find(parts[0]) ?? ByNumbers(parts[0]);
        if (row is null)
            wrong = $"There is no attribute '{parts[0]}' in the table: write its name, or VENDOR.NUMBER and octets as 0x….";
        else if (parts.Length == 2 && (row is not (TaggedIntegerAttribute or TaggedTextAttribute) || !byte.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out tag) || tag > 31))
            wrong = $"'{name.Trim()}': {(row is TaggedIntegerAttribute or TaggedTextAttribute ? "a tag is a number from 0 to 31" : row.Name + " takes no tag")}.";
        return wrong.Length == 0 ? row : null;
    }

    /// <summary>The octets of a value; null, and in words why, when it does not fit the attribute's kind.</summary>
    public static byte[]? Value(RadiusAttribute attribute, byte tag, string text, out string wrong)
    {
        text = text.Trim();
        var octets = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && PacketText.Octets(text) is { } raw ? raw : Octets(attribute, tag, text);
        wrong = octets is null ? $"'{text}' is no value of {attribute.Name}: {Wanted(attribute)}."
            : octets.Length == 0 ? $"{attribute.Name} must not be empty."
            : octets.Length > MaxLength(attribute) ? $"{attribute.Name} has room for {MaxLength(attribute)} octets, this has {octets.Length}."
            : AttributeText.Check(attribute, octets) is var fault and not AttributeFault.None ? $"{attribute.Name}: {AttributeText.Words(fault)}."
            : "";
        return wrong.Length == 0 ? octets : null;
    }

    private static int MaxLength(RadiusAttribute attribute) => attribute switch
    {
        { IsLong: true } => RadiusPacket.MaxLength / 4,
        { Extended: not 0 } => MaxText - 1,
        { Vendor: 0 } => MaxText,
        _ => MaxVendorText,
    };

    private static RadiusAttribute? ByNumbers(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && uint.TryParse(name.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var vendor) && vendor is > 0 and <= 0xffffff
            && byte.TryParse(name.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? AttributeTable.Find(vendor, number) ?? new OctetsAttribute(name, vendor, number)
            : null;
    }

    private static byte[]? Octets(RadiusAttribute attribute, byte tag, string text)
    {
        switch (attribute)
        {
            case TextAttribute:
                return Encoding.UTF8.GetBytes(Unquoted(text));
            case TaggedTextAttribute:
                return Unquoted(text) is { Length: > 0 } tagged ? [tag, .. Encoding.UTF8.GetBytes(tagged)] : [];
            case IntegerAttribute:
                return ValueNames.Number(attribute, text) is { } number ? Big(number) : null;
            case TaggedIntegerAttribute:
                return ValueNames.Number(attribute, text) is <= 0xffffff and var small ? Big(((uint)tag << 24) | small) : null;
            case SmallAttribute few:
                return ValueNames.Number(attribute, text) is { } least && least < 1u << (8 * few.Length) ? Big(least)[(4 - few.Length)..] : null;
            case Integer64Attribute:
                var eight = new byte[8];
                BinaryPrimitives.WriteUInt64BigEndian(eight, ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var large) ? large : 0);
                return large == 0 && text != "0" ? null : eight;
            case TimeAttribute:
                return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                    && at.ToUnixTimeSeconds() is >= 0 and <= uint.MaxValue ? Big((uint)at.ToUnixTimeSeconds()) : null;
            case AddressAttribute:
                return IPAddress.TryParse(text, out var address) ? address.GetAddressBytes() : null;
            case InterfaceIdAttribute:
                return PacketText.Octets(string.Concat(text.Split(':').Select(four => four.PadLeft(4, '0'))));
            case PrefixAttribute:
                return IPNetwork.TryParse(text, out var network) ? [0, (byte)network.PrefixLength, .. network.BaseAddress.GetAddressBytes()] : null;
            default:
                return null;
        }
    }

    private static string Wanted(RadiusAttribute attribute) => attribute switch
    {
        IntegerAttribute or TaggedIntegerAttribute or SmallAttribute when ValueNames.Names(attribute) is { Length: > 0 } names => $"a number or one of {names}",
        IntegerAttribute => "a number from 0 to 4294967295",
        TaggedIntegerAttribute => "a number from 0 to 16777215",
        SmallAttribute small => $"a number of {small.Length} octets",
        Integer64Attribute => "a number",
        TimeAttribute => "a time, for example 2026-01-31T12:00:00Z",
        AddressAttribute { Length: 16 } => "an IPv6 address",
        AddressAttribute => "an IPv4 address",
        PrefixAttribute { Length: 16 } => "a prefix, for example 2001:db8::/32",
        PrefixAttribute => "a prefix, for example 192.0.2.0/24",
        InterfaceIdAttribute => "four groups of hex, for example 0:0:0:1",
        _ => "octets as 0x…",
    };

    private static string Unquoted(string text) => text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1] : text;

    private static byte[] Big(uint number)
    {
        var octets = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, number);
        return octets;
    }
}
