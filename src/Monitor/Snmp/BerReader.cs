namespace HotspotManager.Monitor.Snmp;

/// <summary>
/// Reads BER elements (X.690) one after another from a span, without copying. A failed read leaves the position where it was and says why in
/// <see cref="Reason"/>. Lengths may be in the long form for short values: agents do send that.
/// </summary>
public ref struct BerReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>Why the last read failed.</summary>
    public DecodeReason Reason { get; private set; }

    /// <summary>True when every byte has been read.</summary>
    public readonly bool AtEnd => rest.IsEmpty;

    /// <summary>The bytes not yet read.</summary>
    public readonly ReadOnlySpan<byte> Rest => rest;

    /// <summary>Reads the next element, whatever its tag.</summary>
    public bool TryRead(out byte tag, out ReadOnlySpan<byte> content)
    {
        tag = 0;
        content = default;
        if (rest.Length < 2)
        {
            return Fail(DecodeReason.Truncated);
        }

        tag = rest[0];
        if ((tag & 0x1F) == 0x1F)
        {
            return Fail(DecodeReason.UnexpectedTag);
        }

        int length = rest[1];
        var header = 2;
        if (length > 0x7F)
        {
            var octets = length & 0x7F;
            if (octets is 0 or > 8)
            {
                return Fail(DecodeReason.BadLength);
            }

            if (rest.Length < 2 + octets)
            {
                return Fail(DecodeReason.Truncated);
            }

            ulong value = 0;
            for (var i = 0; i < octets; i++)
            {
                value = (value << 8) | rest[2 + i];
            }

            if (value > int.MaxValue)
            {
                return Fail(DecodeReason.BadLength);
            }

            length = (int)value;
            header += octets;
        }

        if (length > rest.Length - header)
        {
            return Fail(DecodeReason.Truncated);
        }

        content = rest.Slice(header, length);
        rest = rest[(header + length)..];
        return true;
    }

    /// <summary>Reads the next element, which must have this tag.</summary>
    public bool TryRead(byte expected, out ReadOnlySpan<byte> content)
    {
        if (!rest.IsEmpty && rest[0] != expected)
        {
            content = default;
            return Fail(DecodeReason.UnexpectedTag);
        }

        return TryRead(out _, out content);
    }

    /// <summary>Reads an INTEGER of at most 32 bits.</summary>
    public bool TryReadInt32(out int value)
    {
        var before = rest;
        value = 0;
        if (!TryRead((byte)SnmpTag.Integer, out var content))
        {
            return false;
        }

        if (!TryInteger(content, out var wide) || wide is < int.MinValue or > int.MaxValue)
        {
            rest = before;
            return Fail(DecodeReason.BadInteger);
        }

        value = (int)wide;
        return true;
    }

    /// <summary>
    /// The number in the content of any integer type, sign-extended, 64 bits. Not minimal, empty (0) and padded encodings are taken, because
    /// agents send them; false
    /// only when more than 64 bits are significant. Unsigned types are the same bits seen as unsigned.
    /// </summary>
    public static bool TryInteger(ReadOnlySpan<byte> content, out long value)
    {
        value = 0;
        if (content.IsEmpty)
        {
            return true;
        }

        var extension = (byte)((content[0] & 0x80) != 0 ? 0xFF : 0x00);
        while (content.Length > 8)
        {
            if (content[0] != extension)
            {
                return false;
            }

            content = content[1..];
        }

        value = (sbyte)extension;
        foreach (var octet in content)
        {
            value = (value << 8) | octet;
        }

        return true;
    }

    private bool Fail(DecodeReason reason)
    {
        Reason = reason;
        return false;
    }
}
