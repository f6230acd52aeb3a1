using System.Buffers.Binary;
using System.Numerics;

namespace HotspotManager.Core.Journals;

/// <summary>
/// One record on disk: mark (2), length of the payload (2), CRC-32C of number and payload (4), number (8), payload. Little-endian. The number stands in each, so
/// that what lies behind a damaged place is still known for what it is.
/// </summary>
internal static class Frame
{
    public const int Overhead = 16;
    public const int LongestPayload = 8192;
    private static ReadOnlySpan<byte> Mark => [0xA7, 0x4A];

    /// <summary>Writes a frame; returns its length.</summary>
    /// <exception cref="ArgumentException">The payload is too long.</exception>
    public static int Write(Span<byte> to, long number, ReadOnlySpan<byte> payload)
    {
        if (payload.Length > LongestPayload) throw new ArgumentException($"A record of {payload.Length} octets is too long for the journal.");
        Mark.CopyTo(to);
        BinaryPrimitives.WriteUInt16LittleEndian(to[2..], (ushort)payload.Length);
        BinaryPrimitives.WriteInt64LittleEndian(to[8..], number);
        payload.CopyTo(to[Overhead..]);
        BinaryPrimitives.WriteUInt32LittleEndian(to[4..], Crc(to.Slice(8, 8 + payload.Length)));
        return Overhead + payload.Length;
    }

    /// <summary>
    /// Finds the next sound frame at or behind <paramref name="position"/> and moves behind it; what is damaged or empty in between is passed over. False: there is none.
    /// </summary>
    public static bool TryNext(ReadOnlySpan<byte> segment, ref int position, out long number, out ReadOnlySpan<byte> payload)
    {
        while (position + Overhead <= segment.Length)
        {
            if (TryRead(segment[position..], out number, out payload))
            {
                position += Overhead + payload.Length;
                return true;
            }
            var next = segment[(position + 1)..].IndexOf(Mark);
            if (next < 0) break;
            position += 1 + next;
        }
        number = 0;
        payload = default;
        return false;
    }

    private static bool TryRead(ReadOnlySpan<byte> from, out long number, out ReadOnlySpan<byte> payload)
    {
        number = 0;
        payload = default;
        if (!from.StartsWith(Mark)) return false;
        var length = BinaryPrimitives.ReadUInt16LittleEndian(from[2..]);
        if (length > LongestPayload || Overhead + length > from.Length) return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(from[4..]) != Crc(from.Slice(8, 8 + length))) return false;
        number = BinaryPrimitives.ReadInt64LittleEndian(from[8..]);
        payload = from.Slice(Overhead, length);
        return true;
    }

    private static uint Crc(ReadOnlySpan<byte> of)
    {
        var crc = uint.MaxValue;
        for (; of.Length >= 8; of = of[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(of));
        foreach (var octet in of) crc = BitOperations.Crc32C(crc, octet);
        return ~crc;
    }
}
