using System.Buffers.Binary;

namespace HotspotManager.Radius.Eap;

/// <summary>The attributes within a TTLS tunnel (RFC 5281 section 10.1): code, flags, length of 24 bits, vendor where flagged, value, padding to 4.</summary>
internal ref struct TtlsAttributes
{
    public const uint EapMessage = 79, MsChap2Success = 26;

    private const int VendorFlag = 0x80, MandatoryFlag = 0x40;

    public ReadOnlySpan<byte> UserName;
    public ReadOnlySpan<byte> Password;
    public ReadOnlySpan<byte> ChapPassword;
    public ReadOnlySpan<byte> ChapChallenge;
    public ReadOnlySpan<byte> MsChapChallenge;
    public ReadOnlySpan<byte> MsChapResponse;
    public ReadOnlySpan<byte> MsChap2Response;
    public ReadOnlySpan<byte> Eap;

    /// <summary>False: cut short, or a mandatory attribute that nobody here knows.</summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, out TtlsAttributes attributes)
    {
        attributes = default;
        while (!octets.IsEmpty)
        {
            if (octets.Length < 8)
                return false;
            var code = BinaryPrimitives.ReadUInt32BigEndian(octets);
            int flags = octets[4], length = (octets[5] << 16) | (octets[6] << 8) | octets[7];
            var header = (flags & VendorFlag) != 0 ? 12 : 8;
            if (length < header || length > octets.Length)
                return false;
            var vendor = header == 12 ? BinaryPrimitives.ReadUInt32BigEndian(octets[8..]) : 0;
            var value = octets[header..length];
            switch ((vendor, code))
            {
                case (0, 1): attributes.UserName = value; break;
                case (0, 2): attributes.Password = value; break;
                case (0, 3): attributes.ChapPassword = value; break;
                case (0, 60): attributes.ChapChallenge = value; break;
                case (0, EapMessage): attributes.Eap = value; break;
                case (311, 1): attributes.MsChapResponse = value; break;
                case (311, 11): attributes.MsChapChallenge = value; break;
                case (311, 25): attributes.MsChap2Response = value; break;
                default:
                    if ((flags & MandatoryFlag) != 0)
                        return false;
                    break;
            }
            octets = octets[Math.Min(octets.Length, (length + 3) & ~3)..];
        }
        return attributes.UserName.Length <= 253;
    }

    /// <summary>One mandatory attribute.</summary>
    public static byte[] Write(uint code, uint vendor, ReadOnlySpan<byte> value)
    {
        var header = vendor != 0 ? 12 : 8;
        var length = header + value.Length;
        var octets = new byte[(length + 3) & ~3];
        BinaryPrimitives.WriteUInt32BigEndian(octets, code);
        BinaryPrimitives.WriteUInt32BigEndian(octets.AsSpan(4), ((uint)(MandatoryFlag | (vendor != 0 ? VendorFlag : 0)) << 24) | (uint)length);
        if (vendor != 0)
            BinaryPrimitives.WriteUInt32BigEndian(octets.AsSpan(8), vendor);
        value.CopyTo(octets.AsSpan(header));
        return octets;
    }
}
