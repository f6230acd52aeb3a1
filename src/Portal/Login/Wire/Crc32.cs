using System.Runtime.CompilerServices;

namespace HotspotManager.Portal.Login.Wire;

/// <summary>
/// The check sum of gzip (RFC 1952 section 8), with the sum of a text joined to what stood before it without reading it again: a sum is a polynomial over GF(2), so
/// what came before is multiplied by x^(8·octets) and the text's own sum added, as zlib's <c>crc32_combine</c> does.
/// </summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320, One = 1u << 31;

    // [0] is the usual table of octets; [k] is the same moved k octets further, so that four are looked up at once.
    private static readonly uint[][] Tables = MakeTables();

    /// <summary>The sum of everything so far with these octets behind it; 0 is the sum of nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static uint Append(uint sum, ReadOnlySpan<byte> octets)
    {
        var (t0, t1, t2, t3) = (Tables[0], Tables[1], Tables[2], Tables[3]);
        var crc = ~sum;
        while (octets.Length >= 4)
        {
            crc ^= System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(octets);
            crc = t3[(byte)crc] ^ t2[(byte)(crc >> 8)] ^ t1[(byte)(crc >> 16)] ^ t0[crc >> 24];
            octets = octets[4..];
        }
        foreach (var octet in octets) crc = t0[(byte)(crc ^ octet)] ^ (crc >> 8);
        return ~crc;
    }

    /// <summary>The sum of two texts from the sum of each and the second's <see cref="Shift"/>.</summary>
    public static uint Join(uint first, uint second, uint shiftOfSecond) => Multiply(shiftOfSecond, first) ^ second;

    /// <summary>x^(8·octets) modulo the polynomial.</summary>
    public static uint Shift(int octets)
    {
        var (power, shift) = (1u << 23, One); // x^8, and x^0
        for (var left = octets; left > 0; left >>= 1)
        {
            if ((left & 1) != 0) shift = Multiply(power, shift);
            power = Multiply(power, power);
        }
        return shift;
    }

    // Both loops run for every page: they are worth the compiler's best from the first one on.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Multiply(uint a, uint b)
    {
        var product = 0u;
        for (var bit = One; a != 0; bit >>= 1)
        {
            if ((a & bit) != 0)
            {
                product ^= b;
                a ^= bit;
            }
            b = (b & 1) != 0 ? (b >> 1) ^ Polynomial : b >> 1;
        }
        return product;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[4][];
        for (var k = 0; k < tables.Length; k++)
        {
            tables[k] = new uint[256];
            for (var i = 0u; i < 256; i++)
            {
                var crc = k == 0 ? i : tables[k - 1][i];
                for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
                tables[k][i] = crc;
            }
        }
        return tables;
    }
}
