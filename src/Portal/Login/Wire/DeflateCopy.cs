using System.Buffers.Binary;

namespace HotspotManager.Portal.Login.Wire;

/// <summary>
/// "The octets that stood so far back, once more" in DEFLATE: a block with fixed codes that holds nothing but copies (RFC 1951 sections 3.2.5 and 3.2.6), ended so that
/// the next block begins on an octet. What a gateway wrote stands on a page once for each form; this keeps the repetitions from weighing anything.
/// </summary>
internal static class DeflateCopy
{
    /// <summary>Octets; a copy of less is not worth its block.</summary>
    public const int Least = 32;

    /// <summary>How far back a copy may reach.</summary>
    public const int Farthest = 32_768;

    private const int Longest = 258;

    private static ReadOnlySpan<ushort> LengthBase => [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    private static ReadOnlySpan<byte> LengthBits => [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    private static ReadOnlySpan<ushort> DistanceBase =>
    [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
    ];

    /// <summary>Octets that <see cref="Write"/> needs at most.</summary>
    public static int Room(int length) => 16 + (length / Longest + 2) * 4;

    /// <summary>Writes the block; gives how many octets it took.</summary>
    /// <param name="to">At least <see cref="Room"/> octets.</param>
    /// <param name="length">How many octets to repeat, at least <see cref="Least"/>.</param>
    /// <param name="distance">How far back they began, at most <see cref="Farthest"/>.</param>
    public static int Write(Span<byte> to, int length, int distance)
    {
        var bits = new Bits(to);
        bits.Add(0b010, 3); // not the last; fixed codes
        var place = Place(DistanceBase, distance);
        while (length > 0)
        {
            // No copy is shorter than 3: the one before the last leaves it as much.
            var take = length <= Longest ? length : Math.Min(Longest, length - 3);
            var code = Place(LengthBase, take);
            var symbol = 257 + code;
            if (symbol < 280) bits.AddCode(symbol - 256, 7);
            else bits.AddCode(0b1100_0000 + symbol - 280, 8);
            bits.Add(take - LengthBase[code], LengthBits[code]);
            bits.AddCode(place, 5);
            bits.Add(distance - DistanceBase[place], place < 4 ? 0 : place / 2 - 1);
            length -= take;
        }
        bits.Add(0, 7); // end of block
        bits.Add(0, 3); // an empty stored block, which begins on an octet and so ends on one
        var at = bits.Finish();
        BinaryPrimitives.WriteUInt32LittleEndian(to[at..], 0xFFFF_0000);
        return at + 4;
    }

    private static int Place(ReadOnlySpan<ushort> bases, int value)
    {
        var i = bases.Length - 1;
        while (bases[i] > value) i--;
        return i;
    }

    /// <summary>Bits from the lowest of each octet on; codes come with their highest bit first (RFC 1951 3.1.1).</summary>
    private ref struct Bits(Span<byte> to)
    {
        private readonly Span<byte> _to = to;
        private uint _held;
        private int _count, _at;

        public void Add(int value, int count)
        {
            _held |= (uint)value << _count;
            for (_count += count; _count >= 8; _count -= 8)
            {
                _to[_at++] = (byte)_held;
                _held >>= 8;
            }
        }

        public void AddCode(int code, int count)
        {
            for (var i = count - 1; i >= 0; i--) Add((code >> i) & 1, 1);
        }

        public int Finish()
        {
            if (_count > 0) _to[_at++] = (byte)_held;
            return _at;
        }
    }
}
