using System.Buffers.Binary;
using System.Numerics;

namespace HotspotManager.Monitor.Snmp.Usm;

/// <summary>SHA-224 (FIPS 180-4 sections 5.3.2 and 6.3): SHA-256 from another start, cut to 28 octets. The framework does not offer it; SNMP agents do.</summary>
internal sealed class Sha224
{
    public const int Length = 28;

    private const int Block = 64;

    // The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static readonly uint[] K = [.. Primes(64).Select(p => Fraction(p))];

    private readonly uint[] state = [0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4];
    private readonly byte[] pending = new byte[Block];
    private int held;
    private ulong total;

    public static byte[] Hash(params ReadOnlySpan<byte[]> parts)
    {
        var hash = new Sha224();
        foreach (var part in parts)
        {
            hash.Append(part);
        }

        return hash.Finish();
    }

    /// <summary>HMAC (RFC 2104).</summary>
    public static byte[] Hmac(byte[] key, ReadOnlySpan<byte> message)
    {
        var (inner, outer) = (new byte[Block], new byte[Block]);
        (key.Length > Block ? Hash(key) : key).CopyTo(inner, 0);
        for (var i = 0; i < Block; i++)
        {
            outer[i] = (byte)(inner[i] ^ 0x5c);
            inner[i] ^= 0x36;
        }

        return Hash(outer, Hash(inner, message.ToArray()));
    }

    public void Append(ReadOnlySpan<byte> part)
    {
        total += (ulong)part.Length;
        if (held > 0)
        {
            var take = Math.Min(part.Length, Block - held);
            part[..take].CopyTo(pending.AsSpan(held));
            held += take;
            part = part[take..];
            if (held < Block)
            {
                return;
            }

            Mix(pending);
            held = 0;
        }

        while (part.Length >= Block)
        {
            Mix(part[..Block]);
            part = part[Block..];
        }

        part.CopyTo(pending);
        held = part.Length;
    }

    public byte[] Finish()
    {
        var bits = total * 8;
        Append([0x80]);
        while (held != Block - 8)
        {
            Append([0]);
        }

        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(length, bits);
        Append(length);
        var digest = new byte[Length];
        for (var i = 0; i < Length / 4; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(digest.AsSpan(i * 4), state[i]);
        }

        return digest;
    }

    private void Mix(ReadOnlySpan<byte> block)
    {
        Span<uint> w = stackalloc uint[64];
        for (var t = 0; t < 16; t++)
        {
            w[t] = BinaryPrimitives.ReadUInt32BigEndian(block[(t * 4)..]);
        }

        for (var t = 16; t < 64; t++)
        {
            var s0 = BitOperations.RotateRight(w[t - 15], 7) ^ BitOperations.RotateRight(w[t - 15], 18) ^ (w[t - 15] >> 3);
            var s1 = BitOperations.RotateRight(w[t - 2], 17) ^ BitOperations.RotateRight(w[t - 2], 19) ^ (w[t - 2] >> 10);
            w[t] = w[t - 16] + s0 + w[t - 7] + s1;
        }

        var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]);
        for (var t = 0; t < 64; t++)
        {
            var sum1 = BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25);
            var one = h + sum1 + ((e & f) ^ (~e & g)) + K[t] + w[t];
            var sum0 = BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22);
            var two = sum0 + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + one, c, b, a, one + two);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    private static IEnumerable<int> Primes(int count) =>
        Enumerable.Range(2, 400).Where(n => !Enumerable.Range(2, n - 2).Any(d => n % d == 0)).Take(count);

    // floor(2^32 * frac(cbrt(p))) = floor(cbrt(p * 2^96)) mod 2^32, in whole numbers.
    private static uint Fraction(int prime)
    {
        var target = new BigInteger(prime) << 96;
        var (low, high) = (BigInteger.Zero, BigInteger.One << 36);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (middle * middle * middle <= target)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return (uint)(low & uint.MaxValue);
    }
}
