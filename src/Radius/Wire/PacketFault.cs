namespace HotspotManager.Radius.Wire;

/// <summary>Why a datagram is not a RADIUS packet. A closed set: every malformed shape is one of these.</summary>
public enum PacketFault
{
    /// <summary>Well formed.</summary>
    None,
    /// <summary>Fewer than the 20 octets of the header (RFC 2865 section 3).</summary>
    TooShort,
    /// <summary>The Length field says fewer than 20 or more than 4,096 octets.</summary>
    LengthOutOfRange,
    /// <summary>The Length field says more than arrived.</summary>
    LengthBeyondDatagram,
    /// <summary>A Code this implementation does not know.</summary>
    UnknownCode,
    /// <summary>One octet is left where an attribute needs two.</summary>
    AttributeCutShort,
    /// <summary>An attribute's Length is below 2 (RFC 2865 section 5).</summary>
    AttributeLengthTooSmall,
    /// <summary>An attribute reaches beyond the packet.</summary>
    AttributeBeyondPacket,
    /// <summary>A Message-Authenticator of other than 18 octets (RFC 3579 section 3.2).</summary>
    MessageAuthenticatorLength,
    /// <summary>More than one Message-Authenticator (RFC 3579 section 3.3).</summary>
    MessageAuthenticatorRepeated,
}
