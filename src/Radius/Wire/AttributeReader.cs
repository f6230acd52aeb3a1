using System.Buffers.Binary;

namespace HotspotManager.Radius.Wire;

/// <summary>One attribute as it stands in a packet. <see cref="Vendor"/> is 0 for the IETF's own.</summary>
public readonly ref struct AttributeView(uint vendor, byte number, ReadOnlySpan<byte> value)
{
    /// <summary>SMI private enterprise number, 0 for the IETF's own attributes.</summary>
    public uint Vendor { get; } = vendor;

    /// <summary>Type, or the vendor's type.</summary>
    public byte Number { get; } = number;

    /// <summary>The octets behind type and length.</summary>
    public ReadOnlySpan<byte> Value { get; } = value;
}

/// <summary>
/// Walks the attributes of a well-formed packet in order. A Vendor-Specific attribute in the recommended shape (RFC 2865 section 5.26) comes as
/// its sub-attributes; one in another shape, or with a broken tail, comes as IETF attribute 26 with the octets that are left.
/// </summary>
public ref struct AttributeReader
{
    private ReadOnlySpan<byte> _rest;
    private ReadOnlySpan<byte> _vendorRest;
    private uint _vendor;

    internal AttributeReader(ReadOnlySpan<byte> attributes)
    {
        _rest = attributes;
        _vendorRest = default;
        _vendor = 0;
        Current = default;
    }

    /// <summary>The attribute reached.</summary>
    public AttributeView Current { get; private set; }

    /// <summary>For foreach.</summary>
    public readonly AttributeReader GetEnumerator() => this;

    /// <summary>Goes on to the next; false at the end.</summary>
    public bool MoveNext()
    {
        if (!_vendorRest.IsEmpty)
            return TakeVendor();
        if (_rest.IsEmpty)
            return false;
        var number = _rest[0];
        var value = _rest[2.._rest[1]];
        _rest = _rest[_rest[1]..];
        if (number == Ietf.VendorSpecificNumber && value.Length >= 6)
        {
            _vendor = BinaryPrimitives.ReadUInt32BigEndian(value);
            _vendorRest = value[4..];
            return TakeVendor();
        }
        Current = new AttributeView(0, number, value);
        return true;
    }

    private bool TakeVendor()
    {
        if (_vendorRest.Length < 2 || _vendorRest[1] < 2 || _vendorRest[1] > _vendorRest.Length)
        {
            Current = new AttributeView(0, Ietf.VendorSpecificNumber, _vendorRest);
            _vendorRest = default;
            return true;
        }
        Current = new AttributeView(_vendor, _vendorRest[0], _vendorRest[2.._vendorRest[1]]);
        _vendorRest = _vendorRest[_vendorRest[1]..];
        return true;
    }
}
