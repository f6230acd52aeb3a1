using System.Buffers.Binary;

namespace HotspotManager.Radius.Eap;

/// <summary>EAP's Code octet (RFC 3748 section 4).</summary>
internal enum EapCode : byte
{
    None = 0,
    Request = 1,
    Response = 2,
    Success = 3,
    Failure = 4,
}

/// <summary>EAP's Type octet, those that are spoken here (RFC 3748 section 5, IANA's registry).</summary>
internal enum EapType : byte
{
    None = 0,
    Identity = 1,
    Notification = 2,
    Nak = 3,
    Md5 = 4,
    Gtc = 6,
    Tls = 13,
    Ttls = 21,
    Peap = 25,
    MsChap2 = 26,
    Extensions = 33,
}

/// <summary>An EAP packet as a view over its octets (RFC 3748 section 4).</summary>
internal readonly ref struct EapPacket
{
    public const int HeaderLength = 4;

    private EapPacket(ReadOnlySpan<byte> bytes) => Bytes = bytes;

    public ReadOnlySpan<byte> Bytes { get; }

    public EapCode Code => (EapCode)Bytes[0];

    public byte Identifier => Bytes[1];

    public EapType Type => Bytes.Length > HeaderLength ? (EapType)Bytes[4] : EapType.None;

    public ReadOnlySpan<byte> Data => Bytes.Length > HeaderLength ? Bytes[5..] : default;

    /// <summary>False: it is no Response with a Type; octets behind the Length are padding.</summary>
    public static bool TryReadResponse(ReadOnlySpan<byte> octets, out EapPacket packet)
    {
        packet = default;
        if (octets.Length <= HeaderLength || octets[0] != (byte)EapCode.Response)
            return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(octets[2..]);
        if (length <= HeaderLength || length > octets.Length)
            return false;
        packet = new EapPacket(octets[..length]);
        return true;
    }

    /// <summary>A Request of this type.</summary>
    public static byte[] Request(byte identifier, EapType type, ReadOnlySpan<byte> data)
    {
        var packet = new byte[HeaderLength + 1 + data.Length];
        (packet[0], packet[1], packet[4]) = ((byte)EapCode.Request, identifier, (byte)type);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        data.CopyTo(packet.AsSpan(5));
        return packet;
    }

    /// <summary>Success or Failure.</summary>
    public static byte[] End(byte identifier, bool success) => [(byte)(success ? EapCode.Success : EapCode.Failure), identifier, 0, HeaderLength];
}
