using System.Globalization;

namespace HotspotManager.Radius.Wire;

/// <summary>
/// One row of the attribute table: what an attribute is called, whose it is and what it holds. The kinds are types, so that a number cannot be
/// written into a text. To add an attribute, add a row to its vendor's class.
/// </summary>
/// <param name="Name">The name its document gives it.</param>
/// <param name="Vendor">SMI private enterprise number, 0 for the IETF.</param>
/// <param name="Number">Type octet, or the vendor's, or the Extended-Type.</param>
public abstract record RadiusAttribute(string Name, uint Vendor, byte Number)
{
    /// <summary>The container it travels in: 241 to 244 (extended) or 245 and 246 (long extended) of RFC 6929 section 3; 0 for a plain attribute.</summary>
    public byte Extended { get; init; }

    /// <summary>A password, key or answer made of one: never shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether its value may be longer than one attribute holds, in fragments (RFC 6929 section 2.2).</summary>
    public bool IsLong => Extended >= ExtendedReader.FirstLong;

    /// <inheritdoc/>
    public sealed override string ToString() => Name;

    /// <summary>An attribute that no row names, by its numbers: <c>14988.200</c>, <c>241.77</c>, <c>245.26.14988.9</c>.</summary>
    public static string NumberText(byte extended, uint vendor, byte number) => (extended, vendor) switch
    {
        (0, 0) => string.Create(CultureInfo.InvariantCulture, $"0.{number}"),
        (0, _) => string.Create(CultureInfo.InvariantCulture, $"{vendor}.{number}"),
        (_, 0) => string.Create(CultureInfo.InvariantCulture, $"{extended}.{number}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{extended}.{ExtendedReader.VendorSpecific}.{vendor}.{number}"),
    };
}

/// <summary>UTF-8 text of 1 to 253 octets ("text", RFC 2865 section 5).</summary>
public sealed record TextAttribute(string Name, uint Vendor, byte Number) : RadiusAttribute(Name, Vendor, Number);

/// <summary>Octets without a further meaning to us ("string", RFC 2865 section 5).</summary>
public sealed record OctetsAttribute(string Name, uint Vendor, byte Number) : RadiusAttribute(Name, Vendor, Number);

/// <summary>A 32-bit unsigned number, some with names: <see cref="ValueNames"/>.</summary>
public sealed record IntegerAttribute(string Name, uint Vendor, byte Number) : RadiusAttribute(Name, Vendor, Number);

/// <summary>An unsigned number of 1 or 2 octets.</summary>
public sealed record SmallAttribute(string Name, uint Vendor, byte Number, int Length) : RadiusAttribute(Name, Vendor, Number);

/// <summary>A 64-bit unsigned number (RFC 8044 section 3.3 calls it integer64).</summary>
public sealed record Integer64Attribute(string Name, uint Vendor, byte Number) : RadiusAttribute(Name, Vendor, Number);

/// <summary>A time in seconds since 1970.</summary>
public sealed record TimeAttribute(string Name, uint Vendor, byte Number) : RadiusAttribute(Name, Vendor, Number);

/// <summary>An IPv4 address (4 octets) or an IPv6 address (16).</summary>
public sealed record AddressAttribute(string Name, uint Vendor, byte Number, int Length = 4) : RadiusAttribute(Name, Vendor, Number);

/// <summary>A prefix: a zero octet, its length in bits, and as many octets of address as it needs; 4 in all for IPv4, up to 16 for IPv6 (RFC 8044 sections 3.10, 3.11).</summary>
public sealed record PrefixAttribute(string Name, uint Vendor, byte Number, int Length) : RadiusAttribute(Name, Vendor, Number);

/// <summary>The 8 octets of an IPv6 interface identifier (RFC 8044 section 3.7).</summary>
public sealed record InterfaceIdAttribute(string Name, uint Vendor, byte Number) : RadiusAttribute(Name, Vendor, Number);

/// <summary>A tag of 0 to 31 and a 24-bit number (RFC 2868 section 3.1).</summary>
public sealed record TaggedIntegerAttribute(string Name, uint Vendor, byte Number) : RadiusAttribute(Name, Vendor, Number);

/// <summary>Text, behind a tag when its first octet is 1 to 31 (RFC 2868 section 3.3).</summary>
public sealed record TaggedTextAttribute(string Name, uint Vendor, byte Number) : RadiusAttribute(Name, Vendor, Number);

/// <summary>A secret hidden under a salt (<see cref="SaltedValue"/>), behind a tag where the row says so (RFC 2868 section 3.5).</summary>
public sealed record SaltedAttribute(string Name, uint Vendor, byte Number, bool IsTagged = false) : RadiusAttribute(Name, Vendor, Number);

/// <summary>Attributes within an attribute: type, length and value again (RFC 6929 section 2.3). The parts' own numbers count within it alone.</summary>
public sealed record TlvAttribute(string Name, uint Vendor, byte Number, IReadOnlyList<RadiusAttribute> Parts) : RadiusAttribute(Name, Vendor, Number)
{
    /// <summary>The part of this number; null when the row names none.</summary>
    public RadiusAttribute? Part(byte number) => Parts.FirstOrDefault(part => part.Number == number);
}
