namespace HotspotManager.Radius.Wire;

/// <summary>
/// One row of the attribute table: what an attribute is called, whose it is and what it holds. The kinds are types, so that a number cannot be
/// written into a text. To add an attribute, add a row to its vendor's class.
/// </summary>
/// <param name="Name">The name its document gives it.</param>
/// <param name="Vendor">SMI private enterprise number, 0 for the IETF.</param>
/// <param name="Number">Type octet, or the vendor's.</param>
public abstract record RadiusAttribute(string Name, uint Vendor, byte Number)
{
    /// <inheritdoc/>
    public sealed override string ToString() => Name;
}

/// <summary>UTF-8 text of 1 to 253 octets ("text", RFC 2865 section 5).</summary>
public sealed record TextAttribute(string Name, uint Vendor, byte Number) : RadiusAttribute(Name, Vendor, Number);

/// <summary>Octets without a further meaning to us ("string", RFC 2865 section 5).</summary>
public sealed record OctetsAttribute(string Name, uint Vendor, byte Number) : RadiusAttribute(Name, Vendor, Number);

/// <summary>A 32-bit unsigned number.</summary>
public sealed record IntegerAttribute(string Name, uint Vendor, byte Number) : RadiusAttribute(Name, Vendor, Number);

/// <summary>A 64-bit unsigned number (RFC 8044 section 3.3 calls it integer64).</summary>
public sealed record Integer64Attribute(string Name, uint Vendor, byte Number) : RadiusAttribute(Name, Vendor, Number);

/// <summary>A time in seconds since 1970.</summary>
public sealed record TimeAttribute(string Name, uint Vendor, byte Number) : RadiusAttribute(Name, Vendor, Number);

/// <summary>An IPv4 address (4 octets) or an IPv6 address (16).</summary>
public sealed record AddressAttribute(string Name, uint Vendor, byte Number, int Length = 4) : RadiusAttribute(Name, Vendor, Number);
