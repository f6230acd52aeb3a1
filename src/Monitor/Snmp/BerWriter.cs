using System.Buffers.Binary;

namespace HotspotManager.Monitor.Snmp;

/// <summary>
/// Writes BER elements forward into a span with minimal lengths and integers. Containers are opened and closed; closing one moves its content up
/// when its length
/// needs more than one octet. A write that does not fit returns false and changes nothing.
/// </summary>
public ref struct BerWriter(Span<byte> buffer)
{
    private readonly Span<byte> buffer = buffer;

    /// <summary>The most octets closing one container may add.</summary>
    public const int CloseRoom = 3;

    /// <summary>How many octets have been written.</summary>
    public int Position { get; private set; }

    /// <summary>Goes back to an earlier position, outside any container opened since.</summary>
    public void Rewind(int position) => Position = position;

    /// <summary>Starts a container; the mark is for <see cref="TryClose"/>.</summary>
    public bool TryOpen(byte tag, out int mark)
    {
        mark = Position;
        if (buffer.Length - Position < 2)
        {
            return false;
        }

        buffer[Position] = tag;
        Position += 2;
        return true;
    }

    /// <summary>Ends the container opened at this mark.</summary>
    public bool TryClose(int mark)
    {
        var start = mark + 2;
        var length = Position - start;
        var extra = length switch { < 0x80 => 0, < 0x100 => 1, < 0x10000 => 2, _ => 3 };
        if (buffer.Length - Position < extra)
        {
            return false;
        }

        if (extra > 0)
        {
            buffer.Slice(start, length).CopyTo(buffer[(start + extra)..]);
            buffer[mark + 1] = (byte)(0x80 | extra);
            for (var i = 0; i < extra; i++)
            {
                buffer[start + i] = (byte)(length >> (8 * (extra - 1 - i)));
            }
        }
        else
        {
            buffer[mark + 1] = (byte)length;
        }

        Position += extra;
        return true;
    }

    /// <summary>Writes one element whose content is at hand (shorter than 64 KiB).</summary>
    public bool TryWrite(byte tag, scoped ReadOnlySpan<byte> content)
    {
        var header = content.Length switch { < 0x80 => 2, < 0x100 => 3, _ => 4 };
        if (content.Length > 0xFFFF || buffer.Length - Position < header + content.Length)
        {
            return false;
        }

        var target = buffer[Position..];
        target[0] = tag;
        switch (header)
        {
            case 2:
                target[1] = (byte)content.Length;
                break;
            case 3:
                target[1] = 0x81;
                target[2] = (byte)content.Length;
                break;
            default:
                target[1] = 0x82;
                BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)content.Length);
                break;
        }

        content.CopyTo(target[header..]);
        Position += header + content.Length;
        return true;
    }

    /// <summary>Copies elements that are written already.</summary>
    public bool TryCopy(scoped ReadOnlySpan<byte> elements)
    {
        if (!elements.TryCopyTo(buffer[Position..]))
        {
            return false;
        }

        Position += elements.Length;
        return true;
    }

    /// <summary>Writes a signed integer in as few octets as it needs.</summary>
    public bool TryWriteInteger(byte tag, long value)
    {
        Span<byte> octets = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(octets, value);
        var skip = 0;
        while (skip < 7 && ((octets[skip] == 0x00 && octets[skip + 1] < 0x80) || (octets[skip] == 0xFF && octets[skip + 1] >= 0x80)))
        {
            skip++;
        }

        return TryWrite(tag, octets[skip..]);
    }

    /// <summary>Writes an unsigned integer: a leading zero octet where the first bit would otherwise make it negative.</summary>
    public bool TryWriteUnsigned(byte tag, ulong value)
    {
        if (value <= long.MaxValue)
        {
            return TryWriteInteger(tag, (long)value);
        }

        Span<byte> octets = stackalloc byte[9];
        octets[0] = 0;
        BinaryPrimitives.WriteUInt64BigEndian(octets[1..], value);
        return TryWrite(tag, octets);
    }
}
