using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HotspotManager.Radius.Eap;

/// <summary>
/// PEAP's crypto-binding ([MS-PEAP] sections 2.2.8.1.1 and 3.1.5.5): both sides show that tunnel and inner method had the same ends, so that nobody has
/// carried an inner conversation into a tunnel of their own. Offered to every phone; one that does not take part keeps the tunnel's keys.
/// </summary>
internal sealed class PeapBinding
{
    /// <summary>TLV type, without the mandatory bit: phones that do not know it pass over it.</summary>
    public const int Type = 12;

    private const int ValueLength = 56, Whole = 4 + ValueLength, NonceAt = 8, NonceLength = 32, MacAt = NonceAt + NonceLength;
    private const int ParentLength = 40, MacKeyLength = 20;

    private readonly byte[] _parent;
    private readonly byte[] _macKey;
    private readonly byte[] _nonce = RandomNumberGenerator.GetBytes(NonceLength);

    /// <param name="tunnelKey">At least the first 60 octets of the tunnel's keying material.</param>
    /// <param name="innerKeys">The inner method's keys; null when it makes none.</param>
    /// <param name="isResumed">Whether no inner method ran: then the tunnel's key is taken as it is.</param>
    public PeapBinding(ReadOnlySpan<byte> tunnelKey, byte[]? innerKeys, bool isResumed)
    {
        if (isResumed)
        {
            (_parent, _macKey) = (tunnelKey[..ParentLength].ToArray(), tunnelKey.Slice(ParentLength, MacKeyLength).ToArray());
            return;
        }
        Span<byte> inner = stackalloc byte[32];
        inner.Clear();
        innerKeys.AsSpan(0, Math.Min(innerKeys?.Length ?? 0, inner.Length)).CopyTo(inner);
        var both = Prf(tunnelKey[..ParentLength], [.. "Inner Methods Compound Keys"u8, .. inner], ParentLength + MacKeyLength);
        (_parent, _macKey) = (both[..ParentLength], both[ParentLength..]);
    }

    /// <summary>The TLV that asks for the phone's proof and gives ours.</summary>
    public byte[] Offer()
    {
        var tlv = new byte[Whole]; // Reserved, Version, Received Version and SubType (0: request) stay 0
        tlv[1] = Type;
        BinaryPrimitives.WriteUInt16BigEndian(tlv.AsSpan(2), ValueLength);
        _nonce.CopyTo(tlv, NonceAt);
        Mac(tlv).CopyTo(tlv, MacAt);
        return tlv;
    }

    /// <summary>Whether a phone's TLV, type and length included, is the proof that was asked for. Its nonce is the phone's own or a copy of ours.</summary>
    public bool IsProof(ReadOnlySpan<byte> tlv)
    {
        if (tlv.Length != Whole || tlv[7] != 1)
            return false;
        Span<byte> octets = stackalloc byte[Whole];
        tlv.CopyTo(octets);
        octets[MacAt..].Clear();
        return CryptographicOperations.FixedTimeEquals(Mac(octets), tlv[MacAt..]);
    }

    /// <summary>The keys for the NAS, which take the binding in: 64 octets.</summary>
    public byte[] SessionKeys() => Prf(_parent, [.. "Session Key Generating Function"u8, 0], 64);

    /// <summary>Over the TLV with its MAC cleared, and PEAP's type.</summary>
    private byte[] Mac(ReadOnlySpan<byte> tlv) => HMACSHA1.HashData(_macKey, (byte[])[.. tlv, (byte)EapType.Peap]);

    /// <summary>PRF+: T1 = HMAC-SHA1(K, S | 1 | 0 | 0), each further block over the one before as well.</summary>
    private static byte[] Prf(ReadOnlySpan<byte> key, ReadOnlySpan<byte> seed, int length)
    {
        var material = new byte[length];
        byte[] block = [];
        for (var (at, count) = (0, (byte)1); at < length; at += block.Length, count++)
        {
            block = HMACSHA1.HashData(key, (byte[])[.. block, .. seed, count, 0, 0]);
            block.AsSpan(0, Math.Min(block.Length, length - at)).CopyTo(material.AsSpan(at));
        }
        return material;
    }
}
