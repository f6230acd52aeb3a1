using System.Buffers.Binary;
using System.Numerics;

namespace HotspotManager.Radius.Wire;

/// <summary>MD4 (RFC 1320), which MS-CHAP needs by definition (RFC 2433 section A.3) and no current framework brings. Not for anything that has a choice.</summary>
public static class Md4
{
    /// <summary>Octets of a digest.</summary>
    public const int Size = 16;

    /// <summary>The digest of one span.</summary>
    public static void Hash(scoped ReadOnlySpan<byte> bytes, scoped Span<byte> digest)
    {
        Span<uint> state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
        var rest = bytes;
        for (; rest.Length >= 64; rest = rest[64..])
            Mix(state, rest);
        Span<byte> tail = stackalloc byte[128];
        tail.Clear();
        rest.CopyTo(tail);
        tail[rest.Length] = 0x80;
        var size = rest.Length < 56 ? 64 : 128;
        BinaryPrimitives.WriteUInt64LittleEndian(tail[(size - 8)..], (ulong)bytes.Length << 3);
        Mix(state, tail);
        if (size == 128)
            Mix(state, tail[64..]);
        for (var i = 0; i < 4; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(digest[(4 * i)..], state[i]);
        tail.Clear();
    }

    /// <summary>One block; the three rounds differ in function, constant, order of words and shifts (RFC 1320 section 3.4).</summary>
    private static void Mix(scoped Span<uint> state, scoped ReadOnlySpan<byte> block)
    {
        ReadOnlySpan<byte> order = [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15, 0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15];
        ReadOnlySpan<byte> shifts = [3, 7, 11, 19, 3, 5, 9, 13, 3, 9, 11, 15];
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        for (var step = 0; step < 48; step++)
        {
            var round = step >> 4;
            var word = round == 0 ? step : order[step - 16];
            var mixed = round switch
            {
                0 => d ^ (b & (c ^ d)),
                1 => ((b & c) | (b & d) | (c & d)) + 0x5a827999,
                _ => (b ^ c ^ d) + 0x6ed9eba1,
            };
            var next = BitOperations.RotateLeft(a + mixed + BinaryPrimitives.ReadUInt32LittleEndian(block[(4 * word)..]), shifts[(round * 4) + (step & 3)]);
            (a, b, c, d) = (d, next, b, c);
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }
}
