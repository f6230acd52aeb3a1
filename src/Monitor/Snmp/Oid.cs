using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace HotspotManager.Monitor.Snmp;

/// <summary>
/// An object identifier: 2 to 128 arcs of 32 bits, unsigned (RFC 2578 §3.5). Holds its BER content as well, so that writing and comparing with a
/// message need no work.
/// Ordered as the MIB is walked.
/// </summary>
public sealed class Oid : IEquatable<Oid>, IComparable<Oid>
{
    /// <summary>The most arcs an object identifier may have.</summary>
    public const int MaxArcs = 128;

    private readonly uint[] arcs;
    private readonly byte[] encoded;

    /// <exception cref="ArgumentException">Fewer than 2 or more than 128 arcs, or first arcs that cannot be encoded.</exception>
    public Oid(params ReadOnlySpan<uint> arcs)
    {
        if (arcs.Length is < 2 or > MaxArcs || arcs[0] > 2 || (arcs[0] < 2 && arcs[1] > 39) || arcs[1] > uint.MaxValue - 80)
        {
            throw new ArgumentException("an object identifier has 2 to 128 arcs, the first 0, 1 or 2", nameof(arcs));
        }

        this.arcs = arcs.ToArray();
        encoded = Encode(arcs);
    }

    /// <summary>The numbers.</summary>
    public ReadOnlySpan<uint> Arcs => arcs;

    /// <summary>The content octets of its BER encoding, without tag and length.</summary>
    public ReadOnlySpan<byte> Encoded => encoded;

    public int Length => arcs.Length;

    /// <summary>Reads dotted numbers, with or without a leading dot.</summary>
    /// <exception cref="FormatException">It is not an object identifier.</exception>
    public static Oid Parse(string text) =>
        TryParse(text, out var oid) ? oid : throw new FormatException($"'{text}' is not an object identifier");

    /// <summary>Reads dotted numbers, with or without a leading dot.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Oid? oid)
    {
        oid = null;
        Span<uint> numbers = stackalloc uint[MaxArcs];
        var count = 0;
        var rest = text.AsSpan();
        if (rest.StartsWith('.'))
        {
            rest = rest[1..];
        }

        foreach (var part in rest.Split('.'))
        {
            if (count == MaxArcs || !uint.TryParse(rest[part], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[count]))
            {
                return false;
            }

            count++;
        }

        if (count < 2 || numbers[0] > 2 || (numbers[0] < 2 && numbers[1] > 39) || numbers[1] > uint.MaxValue - 80)
        {
            return false;
        }

        oid = new Oid(numbers[..count]);
        return true;
    }

    /// <summary>From the content octets of a message; null when they are no object identifier.</summary>
    public static Oid? Decode(ReadOnlySpan<byte> content)
    {
        Span<uint> numbers = stackalloc uint[MaxArcs];
        return TryDecode(content, numbers, out var count) && count >= 2 ? new Oid(numbers[..count]) : null;
    }

    /// <summary>
    /// Decodes content octets into arcs without allocating. Empty content is zero arcs and padded arcs (leading 0x80) are taken: agents send
    /// both. False: an arc
    /// above 2^32-1, an arc that does not end, or more arcs than <paramref name="arcs"/> holds.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> content, Span<uint> arcs, out int count)
    {
        count = 0;
        ulong arc = 0;
        var open = false;
        foreach (var octet in content)
        {
            arc = (arc << 7) | (uint)(octet & 0x7F);
            open = octet >= 0x80;
            if (arc > uint.MaxValue)
            {
                return false;
            }

            if (open)
            {
                continue;
            }

            if (count == 0)
            {
                if (arcs.Length < 2)
                {
                    return false;
                }

                var first = (uint)Math.Min(arc / 40, 2);
                arcs[0] = first;
                arcs[1] = (uint)(arc - (first * 40));
                count = 2;
            }
            else
            {
                if (count == arcs.Length)
                {
                    return false;
                }

                arcs[count++] = (uint)arc;
            }

            arc = 0;
        }

        return !open;
    }

    /// <summary>This identifier with further arcs behind it.</summary>
    public Oid Child(params ReadOnlySpan<uint> more) => new([.. arcs, .. more]);

    /// <summary>True when <paramref name="other"/> is this identifier or lies in the subtree below it.</summary>
    public bool Contains(Oid other) => Contains(other.Arcs);

    /// <inheritdoc cref="Contains(Oid)"/>
    public bool Contains(ReadOnlySpan<uint> other) => other.StartsWith(arcs);

    public int CompareTo(Oid? other) => other is null ? 1 : CompareTo(other.Arcs);

    /// <summary>Order of a walk: arc by arc, a prefix before what it contains.</summary>
    public int CompareTo(ReadOnlySpan<uint> other) => Arcs.SequenceCompareTo(other);

    public bool Equals(Oid? other) => other is not null && Encoded.SequenceEqual(other.Encoded);

    public override bool Equals(object? obj) => Equals(obj as Oid);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(encoded);
        return hash.ToHashCode();
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var arc in arcs)
        {
            text.Append(text.Length == 0 ? "" : ".").Append(arc.ToString(CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    public static bool operator ==(Oid? left, Oid? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(Oid? left, Oid? right) => !(left == right);

    public static bool operator <(Oid left, Oid right) => left.CompareTo(right) < 0;

    public static bool operator >(Oid left, Oid right) => left.CompareTo(right) > 0;

    public static bool operator <=(Oid left, Oid right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Oid left, Oid right) => left.CompareTo(right) >= 0;

    private static byte[] Encode(ReadOnlySpan<uint> arcs)
    {
        Span<byte> octets = stackalloc byte[MaxArcs * 5];
        var length = 0;
        Append(octets, ref length, (arcs[0] * 40) + arcs[1]);
        foreach (var arc in arcs[2..])
        {
            Append(octets, ref length, arc);
        }

        return octets[..length].ToArray();
    }

    private static void Append(Span<byte> octets, ref int length, uint arc)
    {
        for (var shift = 28; shift > 0; shift -= 7)
        {
            if (arc >> shift != 0)
            {
                octets[length++] = (byte)(0x80 | (arc >> shift));
            }
        }

        octets[length++] = (byte)(arc & 0x7F);
    }
}
