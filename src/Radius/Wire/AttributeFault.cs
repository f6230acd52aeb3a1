namespace HotspotManager.Radius.Wire;

/// <summary>Why one attribute of a well-formed packet cannot be understood. Such an attribute is taken for an unknown one (RFC 6929 section 2.8, RFC 8044 section 2.3).</summary>
public enum AttributeFault
{
    /// <summary>It can.</summary>
    None,
    /// <summary>Its value has not the length that its kind has.</summary>
    ValueLength,
    /// <summary>A prefix whose reserved octet, bits or octets do not fit together (RFC 8044 sections 3.10, 3.11).</summary>
    Prefix,
    /// <summary>An extended attribute without an Extended-Type or without a value (RFC 6929 sections 2.1, 2.2).</summary>
    ExtendedTooShort,
    /// <summary>The More flag on an attribute of fewer than 255 octets (RFC 6929 section 2.2).</summary>
    MoreButShort,
    /// <summary>The More flag, but no attribute of the same two types comes next (RFC 6929 section 2.2).</summary>
    FragmentMissing,
    /// <summary>Its fragments together are longer than the reader has room for.</summary>
    TooLong,
    /// <summary>An Extended-Vendor-Specific attribute without vendor, type and value (RFC 6929 section 2.4).</summary>
    VendorTooShort,
    /// <summary>A TLV is cut short before its length.</summary>
    TlvCutShort,
    /// <summary>A TLV's length is below 3 (RFC 6929 section 2.3).</summary>
    TlvLengthTooSmall,
    /// <summary>A TLV reaches beyond the attribute.</summary>
    TlvBeyondValue,
}
