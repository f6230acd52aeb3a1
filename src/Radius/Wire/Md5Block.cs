using System.Buffers.Binary;
using System.Numerics;

namespace HotspotManager.Radius.Wire;

/// <summary>The four chaining words of MD5 and its block function, written out (RFC 1321 section 3.4).</summary>
internal struct Md5Block
{
    public uint A, B, C, D;

    public static Md5Block Initial => new() { A = 0x67452301, B = 0xefcdab89, C = 0x98badcfe, D = 0x10325476 };

    private static uint Choose(uint x, uint y, uint z) => z ^ (x & (y ^ z));

    /// <summary>Mixes one block of 64 octets in.</summary>
    public void Mix(scoped ReadOnlySpan<byte> block)
    {
        block = block[..64];
        var x0 = BinaryPrimitives.ReadUInt32LittleEndian(block[0..]);
        var x1 = BinaryPrimitives.ReadUInt32LittleEndian(block[4..]);
        var x2 = BinaryPrimitives.ReadUInt32LittleEndian(block[8..]);
        var x3 = BinaryPrimitives.ReadUInt32LittleEndian(block[12..]);
        var x4 = BinaryPrimitives.ReadUInt32LittleEndian(block[16..]);
        var x5 = BinaryPrimitives.ReadUInt32LittleEndian(block[20..]);
        var x6 = BinaryPrimitives.ReadUInt32LittleEndian(block[24..]);
        var x7 = BinaryPrimitives.ReadUInt32LittleEndian(block[28..]);
        var x8 = BinaryPrimitives.ReadUInt32LittleEndian(block[32..]);
        var x9 = BinaryPrimitives.ReadUInt32LittleEndian(block[36..]);
        var x10 = BinaryPrimitives.ReadUInt32LittleEndian(block[40..]);
        var x11 = BinaryPrimitives.ReadUInt32LittleEndian(block[44..]);
        var x12 = BinaryPrimitives.ReadUInt32LittleEndian(block[48..]);
        var x13 = BinaryPrimitives.ReadUInt32LittleEndian(block[52..]);
        var x14 = BinaryPrimitives.ReadUInt32LittleEndian(block[56..]);
        var x15 = BinaryPrimitives.ReadUInt32LittleEndian(block[60..]);
        var (a, b, c, d) = (A, B, C, D);
        a = b + BitOperations.RotateLeft(a + Choose(b, c, d) + x0 + 0xd76aa478, 7);
        d = a + BitOperations.RotateLeft(d + Choose(a, b, c) + x1 + 0xe8c7b756, 12);
        c = d + BitOperations.RotateLeft(c + Choose(d, a, b) + x2 + 0x242070db, 17);
        b = c + BitOperations.RotateLeft(b + Choose(c, d, a) + x3 + 0xc1bdceee, 22);
        a = b + BitOperations.RotateLeft(a + Choose(b, c, d) + x4 + 0xf57c0faf, 7);
        d = a + BitOperations.RotateLeft(d + Choose(a, b, c) + x5 + 0x4787c62a, 12);
        c = d + BitOperations.RotateLeft(c + Choose(d, a, b) + x6 + 0xa8304613, 17);
        b = c + BitOperations.RotateLeft(b + Choose(c, d, a) + x7 + 0xfd469501, 22);
        a = b + BitOperations.RotateLeft(a + Choose(b, c, d) + x8 + 0x698098d8, 7);
        d = a + BitOperations.RotateLeft(d + Choose(a, b, c) + x9 + 0x8b44f7af, 12);
        c = d + BitOperations.RotateLeft(c + Choose(d, a, b) + x10 + 0xffff5bb1, 17);
        b = c + BitOperations.RotateLeft(b + Choose(c, d, a) + x11 + 0x895cd7be, 22);
        a = b + BitOperations.RotateLeft(a + Choose(b, c, d) + x12 + 0x6b901122, 7);
        d = a + BitOperations.RotateLeft(d + Choose(a, b, c) + x13 + 0xfd987193, 12);
        c = d + BitOperations.RotateLeft(c + Choose(d, a, b) + x14 + 0xa679438e, 17);
        b = c + BitOperations.RotateLeft(b + Choose(c, d, a) + x15 + 0x49b40821, 22);
        a = b + BitOperations.RotateLeft(a + Choose(d, b, c) + x1 + 0xf61e2562, 5);
        d = a + BitOperations.RotateLeft(d + Choose(c, a, b) + x6 + 0xc040b340, 9);
        c = d + BitOperations.RotateLeft(c + Choose(b, d, a) + x11 + 0x265e5a51, 14);
        b = c + BitOperations.RotateLeft(b + Choose(a, c, d) + x0 + 0xe9b6c7aa, 20);
        a = b + BitOperations.RotateLeft(a + Choose(d, b, c) + x5 + 0xd62f105d, 5);
        d = a + BitOperations.RotateLeft(d + Choose(c, a, b) + x10 + 0x02441453, 9);
        c = d + BitOperations.RotateLeft(c + Choose(b, d, a) + x15 + 0xd8a1e681, 14);
        b = c + BitOperations.RotateLeft(b + Choose(a, c, d) + x4 + 0xe7d3fbc8, 20);
        a = b + BitOperations.RotateLeft(a + Choose(d, b, c) + x9 + 0x21e1cde6, 5);
        d = a + BitOperations.RotateLeft(d + Choose(c, a, b) + x14 + 0xc33707d6, 9);
        c = d + BitOperations.RotateLeft(c + Choose(b, d, a) + x3 + 0xf4d50d87, 14);
        b = c + BitOperations.RotateLeft(b + Choose(a, c, d) + x8 + 0x455a14ed, 20);
        a = b + BitOperations.RotateLeft(a + Choose(d, b, c) + x13 + 0xa9e3e905, 5);
        d = a + BitOperations.RotateLeft(d + Choose(c, a, b) + x2 + 0xfcefa3f8, 9);
        c = d + BitOperations.RotateLeft(c + Choose(b, d, a) + x7 + 0x676f02d9, 14);
        b = c + BitOperations.RotateLeft(b + Choose(a, c, d) + x12 + 0x8d2a4c8a, 20);
        a = b + BitOperations.RotateLeft(a + (b ^ c ^ d) + x5 + 0xfffa3942, 4);
        d = a + BitOperations.RotateLeft(d + (a ^ b ^ c) + x8 + 0x8771f681, 11);
        c = d + BitOperations.RotateLeft(c + (d ^ a ^ b) + x11 + 0x6d9d6122, 16);
        b = c + BitOperations.RotateLeft(b + (c ^ d ^ a) + x14 + 0xfde5380c, 23);
        a = b + BitOperations.RotateLeft(a + (b ^ c ^ d) + x1 + 0xa4beea44, 4);
        d = a + BitOperations.RotateLeft(d + (a ^ b ^ c) + x4 + 0x4bdecfa9, 11);
        c = d + BitOperations.RotateLeft(c + (d ^ a ^ b) + x7 + 0xf6bb4b60, 16);
        b = c + BitOperations.RotateLeft(b + (c ^ d ^ a) + x10 + 0xbebfbc70, 23);
        a = b + BitOperations.RotateLeft(a + (b ^ c ^ d) + x13 + 0x289b7ec6, 4);
        d = a + BitOperations.RotateLeft(d + (a ^ b ^ c) + x0 + 0xeaa127fa, 11);
        c = d + BitOperations.RotateLeft(c + (d ^ a ^ b) + x3 + 0xd4ef3085, 16);
        b = c + BitOperations.RotateLeft(b + (c ^ d ^ a) + x6 + 0x04881d05, 23);
        a = b + BitOperations.RotateLeft(a + (b ^ c ^ d) + x9 + 0xd9d4d039, 4);
        d = a + BitOperations.RotateLeft(d + (a ^ b ^ c) + x12 + 0xe6db99e5, 11);
        c = d + BitOperations.RotateLeft(c + (d ^ a ^ b) + x15 + 0x1fa27cf8, 16);
        b = c + BitOperations.RotateLeft(b + (c ^ d ^ a) + x2 + 0xc4ac5665, 23);
        a = b + BitOperations.RotateLeft(a + (c ^ (b | ~d)) + x0 + 0xf4292244, 6);
        d = a + BitOperations.RotateLeft(d + (b ^ (a | ~c)) + x7 + 0x432aff97, 10);
        c = d + BitOperations.RotateLeft(c + (a ^ (d | ~b)) + x14 + 0xab9423a7, 15);
        b = c + BitOperations.RotateLeft(b + (d ^ (c | ~a)) + x5 + 0xfc93a039, 21);
        a = b + BitOperations.RotateLeft(a + (c ^ (b | ~d)) + x12 + 0x655b59c3, 6);
        d = a + BitOperations.RotateLeft(d + (b ^ (a | ~c)) + x3 + 0x8f0ccc92, 10);
        c = d + BitOperations.RotateLeft(c + (a ^ (d | ~b)) + x10 + 0xffeff47d, 15);
        b = c + BitOperations.RotateLeft(b + (d ^ (c | ~a)) + x1 + 0x85845dd1, 21);
        a = b + BitOperations.RotateLeft(a + (c ^ (b | ~d)) + x8 + 0x6fa87e4f, 6);
        d = a + BitOperations.RotateLeft(d + (b ^ (a | ~c)) + x15 + 0xfe2ce6e0, 10);
        c = d + BitOperations.RotateLeft(c + (a ^ (d | ~b)) + x6 + 0xa3014314, 15);
        b = c + BitOperations.RotateLeft(b + (d ^ (c | ~a)) + x13 + 0x4e0811a1, 21);
        a = b + BitOperations.RotateLeft(a + (c ^ (b | ~d)) + x4 + 0xf7537e82, 6);
        d = a + BitOperations.RotateLeft(d + (b ^ (a | ~c)) + x11 + 0xbd3af235, 10);
        c = d + BitOperations.RotateLeft(c + (a ^ (d | ~b)) + x2 + 0x2ad7d2bb, 15);
        b = c + BitOperations.RotateLeft(b + (d ^ (c | ~a)) + x9 + 0xeb86d391, 21);
        A += a;
        B += b;
        C += c;
        D += d;
    }

    public readonly void Write(scoped Span<byte> digest)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(digest, A);
        BinaryPrimitives.WriteUInt32LittleEndian(digest[4..], B);
        BinaryPrimitives.WriteUInt32LittleEndian(digest[8..], C);
        BinaryPrimitives.WriteUInt32LittleEndian(digest[12..], D);
    }
}
