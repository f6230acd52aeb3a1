using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;

namespace HotspotManager.Radius.Wire;

/// <summary>Attributes as people read them: <c>Session-Timeout = 3600</c>. Passwords and their like are never shown; what is malformed is said to be.</summary>
public static class AttributeText
{
    private const byte MaxTag = 31;

    /// <summary>One attribute in one line.</summary>
    public static string Line(in AttributeView attribute)
    {
        var row = AttributeTable.Find(attribute.Vendor, attribute.Number);
        return Line(row, row?.Name ?? RadiusAttribute.NumberText(0, attribute.Vendor, attribute.Number), attribute.Value);
    }

    /// <summary>One extended attribute in one line.</summary>
    public static string Line(in ExtendedView attribute)
    {
        var row = AttributeTable.Find(attribute.Vendor, attribute.Number, attribute.Container);
        var name = row?.Name ?? RadiusAttribute.NumberText(attribute.Container, attribute.Vendor, attribute.Number);
        return attribute.Fault == AttributeFault.None ? Line(row, name, attribute.Value) : $"{name} = {Malformed(attribute.Value, attribute.Fault)}";
    }

    /// <summary>What is wrong with an attribute, in words.</summary>
    public static string Words(AttributeFault fault) => fault switch
    {
        AttributeFault.None => "it is well formed",
        AttributeFault.ValueLength => "its value has not the length of its kind",
        AttributeFault.Prefix => "its length in bits and its octets do not fit together",
        AttributeFault.ExtendedTooShort => "it has no Extended-Type or no value",
        AttributeFault.MoreButShort => "it says that more follows, but has fewer than 255 octets",
        AttributeFault.FragmentMissing => "it says that more follows, but the next fragment is missing",
        AttributeFault.TooLong => "its fragments are too long together",
        AttributeFault.VendorTooShort => "it has no vendor, no vendor's type or no value",
        AttributeFault.TlvCutShort => "a part within it is cut short",
        AttributeFault.TlvLengthTooSmall => "the length of a part within it is below 3",
        AttributeFault.TlvBeyondValue => "a part within it reaches beyond it",
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };

    /// <summary>What is wrong with a value of this attribute; <see cref="AttributeFault.None"/> when it fits its kind.</summary>
    public static AttributeFault Check(RadiusAttribute attribute, ReadOnlySpan<byte> value)
    {
        switch (attribute)
        {
            case PrefixAttribute prefix:
                return IsPrefix(prefix, value) ? AttributeFault.None : AttributeFault.Prefix;
            case TlvAttribute tlv:
                var parts = new TlvReader(value);
                while (parts.MoveNext())
                {
                    if (tlv.Part(parts.Number) is { } part && Check(part, parts.Value) is var fault and not AttributeFault.None)
                        return fault;
                }
                return parts.Fault;
            case SaltedAttribute salted:
                return (value.Length - (salted.IsTagged ? 1 : 0)) is >= 18 and var length && length % 16 == 2 ? AttributeFault.None : AttributeFault.ValueLength;
            default:
                return Length(attribute) is { } fixedLength && fixedLength != value.Length ? AttributeFault.ValueLength : AttributeFault.None;
        }
    }

    /// <summary>How many octets every value of this kind has; null where they differ.</summary>
    internal static int? Length(RadiusAttribute attribute) => attribute switch
    {
        IntegerAttribute or TimeAttribute or TaggedIntegerAttribute => 4,
        Integer64Attribute or InterfaceIdAttribute => 8,
        SmallAttribute small => small.Length,
        AddressAttribute address => address.Length,
        _ => null,
    };

    private static string Line(RadiusAttribute? row, string name, ReadOnlySpan<byte> value)
    {
        if (row is null)
            return $"{name} = {Hex(value)}";
        if (row.IsSecret)
            return $"{name} = (hidden)";
        if (Check(row, value) is var fault and not AttributeFault.None)
            return $"{name} = {(row is SaltedAttribute ? $"(hidden; malformed: {Words(fault)})" : Malformed(value, fault))}";
        var tag = row is TaggedIntegerAttribute or TaggedTextAttribute or SaltedAttribute { IsTagged: true } && value.Length > 0 && value[0] is > 0 and <= MaxTag ? value[0] : 0;
        return tag == 0 ? $"{name} = {Value(row, value)}" : string.Create(CultureInfo.InvariantCulture, $"{name}:{tag} = {Value(row, value)}");
    }

    /// <summary>A value that fits its kind.</summary>
    private static string Value(RadiusAttribute row, ReadOnlySpan<byte> value) => row switch
    {
        _ when row.IsSecret || row is SaltedAttribute => "(hidden)",
        _ when row == Ietf.EapMessage => EapText(value),
        TextAttribute => Quoted(value),
        TaggedTextAttribute => Quoted(value.Length > 0 && value[0] <= MaxTag ? value[1..] : value),
        IntegerAttribute => Number(row, BinaryPrimitives.ReadUInt32BigEndian(value)),
        TaggedIntegerAttribute => Number(row, BinaryPrimitives.ReadUInt32BigEndian(value) & 0xffffff),
        SmallAttribute { Length: 1 } => Number(row, value[0]),
        SmallAttribute => Number(row, BinaryPrimitives.ReadUInt16BigEndian(value)),
        Integer64Attribute => BinaryPrimitives.ReadUInt64BigEndian(value).ToString(CultureInfo.InvariantCulture),
        TimeAttribute => DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(value)).ToString("u", CultureInfo.InvariantCulture),
        AddressAttribute => new IPAddress(value).ToString(),
        InterfaceIdAttribute => string.Join(':', Convert.ToHexStringLower(value).Chunk(4).Select(four => new string(four))),
        PrefixAttribute prefix => Prefix(prefix, value),
        TlvAttribute tlv => Parts(tlv, value),
        _ => Hex(value),
    };

    private static string Number(RadiusAttribute row, uint number) => ValueNames.Find(row, number) ?? number.ToString(CultureInfo.InvariantCulture);

    private static string Quoted(ReadOnlySpan<byte> value) => $"\"{Encoding.UTF8.GetString(value)}\"";

    private static string Hex(ReadOnlySpan<byte> value) => "0x" + Convert.ToHexStringLower(value);

    private static string Malformed(ReadOnlySpan<byte> value, AttributeFault fault) => $"{Hex(value)} (malformed: {Words(fault)})";

    private static string Parts(TlvAttribute tlv, ReadOnlySpan<byte> value)
    {
        var text = new StringBuilder("{ ");
        var parts = new TlvReader(value);
        while (parts.MoveNext())
        {
            if (text.Length > 2)
                text.Append(", ");
            var row = tlv.Part(parts.Number);
            text.Append(Line(row, row?.Name ?? parts.Number.ToString(CultureInfo.InvariantCulture), parts.Value));
        }
        return text.Append(" }").ToString();
    }

    private static bool IsPrefix(PrefixAttribute prefix, ReadOnlySpan<byte> value)
    {
        // IPv4: always 6 octets; IPv6: as many as the length in bits needs, all 16 at most; what lies behind the bits is zero (RFC 8044 sections 3.10, 3.11).
        var all = prefix.Length;
        if (value.Length < 2 || value.Length > 2 + all || value[0] != 0 || value[1] > all * 8 || (all == 4 && value.Length != 6))
            return false;
        int bits = value[1], octets = (bits + 7) / 8;
        if (value.Length - 2 < octets || value[(2 + octets)..].ContainsAnyExcept((byte)0))
            return false;
        return bits % 8 == 0 || (value[1 + octets] & (0xff >> (bits % 8))) == 0;
    }

    private static string Prefix(PrefixAttribute prefix, ReadOnlySpan<byte> value)
    {
        Span<byte> address = stackalloc byte[prefix.Length];
        address.Clear();
        value[2..].CopyTo(address);
        return string.Create(CultureInfo.InvariantCulture, $"{new IPAddress(address)}/{value[1]}");
    }

    /// <summary>The header of an EAP packet (RFC 3748 section 4), never its payload; a fragment that goes on has none.</summary>
    private static string EapText(ReadOnlySpan<byte> value)
    {
        if (value.Length < 4 || value[0] is < 1 or > 4 || BinaryPrimitives.ReadUInt16BigEndian(value[2..]) < value.Length)
            return string.Create(CultureInfo.InvariantCulture, $"({value.Length} octets)");
        string code = value[0] switch { 1 => "Request", 2 => "Response", 3 => "Success", _ => "Failure" };
        var type = value.Length == 4 ? "" : value[4] switch
        {
            1 => ", Identity",
            2 => ", Notification",
            3 => ", Nak",
            4 => ", MD5-Challenge",
            5 => ", OTP",
            6 => ", GTC",
            13 => ", TLS",
            21 => ", TTLS",
            25 => ", PEAP",
            26 => ", MSCHAPv2",
            43 => ", FAST",
            52 => ", PWD",
            55 => ", TEAP",
            var other => string.Create(CultureInfo.InvariantCulture, $", type {other}"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"(EAP {code} {value[1]}{type}, {BinaryPrimitives.ReadUInt16BigEndian(value[2..])} octets)");
    }
}
