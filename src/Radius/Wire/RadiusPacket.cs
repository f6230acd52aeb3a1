using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace HotspotManager.Radius.Wire;

/// <summary>
/// A well-formed RADIUS packet as a view over the datagram's octets (RFC 2865 section 3); nothing is copied. Well formed says nothing about who
/// sent it: see <see cref="PacketCheck"/>.
/// </summary>
public readonly ref struct RadiusPacket
{
    /// <summary>Octets before the first attribute.</summary>
    public const int HeaderLength = 20;

    /// <summary>RFC 2865 section 3.</summary>
    public const int MaxLength = 4096;

    private readonly int _messageAuthenticator;

    private RadiusPacket(ReadOnlySpan<byte> bytes, int messageAuthenticator, bool hasEapMessage)
    {
        Bytes = bytes;
        _messageAuthenticator = messageAuthenticator;
        HasEapMessage = hasEapMessage;
    }

    /// <summary>The packet's octets; what lay behind its Length is cut off as padding.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The Code.</summary>
    public RadiusCode Code => (RadiusCode)Bytes[0];

    /// <summary>The Identifier.</summary>
    public byte Identifier => Bytes[1];

    /// <summary>The 16 octets of the Request or Response Authenticator.</summary>
    public ReadOnlySpan<byte> Authenticator => Bytes.Slice(4, 16);

    /// <summary>Whether an EAP-Message is among the attributes; then a Message-Authenticator is a must (RFC 3579 section 3.1).</summary>
    public bool HasEapMessage { get; }

    /// <summary>Whether a Message-Authenticator is among the attributes.</summary>
    public bool HasMessageAuthenticator => _messageAuthenticator > 0;

    /// <summary>Where the Message-Authenticator's 16 octets begin; 0 when there is none.</summary>
    internal int MessageAuthenticatorAt => _messageAuthenticator;

    /// <summary>All attributes, those within Vendor-Specific ones singly.</summary>
    public AttributeReader Attributes => new(Bytes[HeaderLength..]);

    /// <summary>Looks at a datagram. False: it is no RADIUS packet, and <paramref name="fault"/> says why.</summary>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out RadiusPacket packet, out PacketFault fault)
    {
        packet = default;
        fault = Find(datagram, out var length, out var messageAuthenticator, out var eap);
        if (fault != PacketFault.None)
            return false;
        packet = new RadiusPacket(datagram[..length], messageAuthenticator, eap);
        return true;
    }

    private static PacketFault Find(ReadOnlySpan<byte> datagram, out int length, out int messageAuthenticator, out bool eap)
    {
        (length, messageAuthenticator, eap) = (0, 0, false);
        if (datagram.Length < HeaderLength)
            return PacketFault.TooShort;
        length = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]);
        if (length is < HeaderLength or > MaxLength)
            return PacketFault.LengthOutOfRange;
        if (length > datagram.Length)
            return PacketFault.LengthBeyondDatagram;
        if (!IsKnown((RadiusCode)datagram[0]))
            return PacketFault.UnknownCode;
        for (var at = HeaderLength; at < length;)
        {
            if (length - at < 2)
                return PacketFault.AttributeCutShort;
            var size = datagram[at + 1];
            if (size < 2)
                return PacketFault.AttributeLengthTooSmall;
            if (at + size > length)
                return PacketFault.AttributeBeyondPacket;
            if (datagram[at] == Ietf.MessageAuthenticatorNumber)
            {
                if (size != 18)
                    return PacketFault.MessageAuthenticatorLength;
                if (messageAuthenticator != 0)
                    return PacketFault.MessageAuthenticatorRepeated;
                messageAuthenticator = at + 2;
            }
            else if (datagram[at] == Ietf.EapMessageNumber)
            {
                eap = true;
            }
            at += size;
        }
        return PacketFault.None;
    }

    private static bool IsKnown(RadiusCode code) =>
        code is (>= RadiusCode.AccessRequest and <= RadiusCode.AccountingResponse) or RadiusCode.AccessChallenge or RadiusCode.StatusServer
            or (>= RadiusCode.DisconnectRequest and <= RadiusCode.CoaNak);

    /// <summary>The first value of an attribute, as it stands on the wire; one in fragments is found by <see cref="TryJoin"/> only.</summary>
    public bool TryGet(RadiusAttribute attribute, out ReadOnlySpan<byte> value)
    {
        if (attribute.Extended != 0)
            return TryJoin(attribute, default, out value);
        foreach (var one in Attributes)
        {
            if (one.Number == attribute.Number && one.Vendor == attribute.Vendor)
            {
                value = one.Value;
                return true;
            }
        }
        value = default;
        return false;
    }

    /// <summary>The first well-formed value of an extended attribute, its fragments joined in <paramref name="room"/> (RFC 6929 section 2.2).</summary>
    public bool TryJoin(RadiusAttribute attribute, Span<byte> room, out ReadOnlySpan<byte> value)
    {
        foreach (var one in new ExtendedReader(this, room))
        {
            if (one.Fault == AttributeFault.None && one.Container == attribute.Extended && one.Number == attribute.Number && one.Vendor == attribute.Vendor)
            {
                value = one.Value;
                return true;
            }
        }
        value = default;
        return false;
    }

    /// <summary>The first value of a text attribute, UTF-8, "" when it is absent; octets that are no UTF-8 become U+FFFD.</summary>
    public string Text(TextAttribute attribute) => TryGet(attribute, out var value) ? Encoding.UTF8.GetString(value) : "";

    /// <summary>A number; null when absent or not of 4 octets.</summary>
    public uint? Number(IntegerAttribute attribute) =>
        TryGet(attribute, out var value) && value.Length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(value) : null;

    /// <summary>A 64-bit number; null when absent or not of 8 octets.</summary>
    public ulong? Number(Integer64Attribute attribute) =>
        TryGet(attribute, out var value) && value.Length == 8 ? BinaryPrimitives.ReadUInt64BigEndian(value) : null;

    /// <summary>An IPv4 or IPv6 address; null when absent or of the wrong length (allocates).</summary>
    public IPAddress? Address(AddressAttribute attribute) =>
        TryGet(attribute, out var value) && value.Length == attribute.Length ? new IPAddress(value) : null;

    /// <summary>A time in seconds since 1970 (RFC 2865 section 5); null when absent or malformed.</summary>
    public DateTimeOffset? Time(TimeAttribute attribute) =>
        TryGet(attribute, out var value) && value.Length == 4 ? DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(value)) : null;
}
