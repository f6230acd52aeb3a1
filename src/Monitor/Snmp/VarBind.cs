using System.Buffers.Binary;
using System.Buffers.Text;

namespace HotspotManager.Monitor.Snmp;

/// <summary>One variable of a message, seen in place: valid as long as the datagram's bytes are.</summary>
public readonly ref struct VarBind(ReadOnlySpan<byte> name, SnmpTag tag, ReadOnlySpan<byte> content)
{
    /// <summary>The name's content octets.</summary>
    public ReadOnlySpan<byte> Name { get; } = name;

    public SnmpTag Tag { get; } = tag;

    /// <summary>The value's content octets.</summary>
    public ReadOnlySpan<byte> Content { get; } = content;

    /// <summary>noSuchObject, noSuchInstance or endOfMibView: the agent has no such variable (RFC 3416 §3).</summary>
    public bool IsException => Tag is SnmpTag.NoSuchObject or SnmpTag.NoSuchInstance or SnmpTag.EndOfMibView;

    /// <summary>True when this is exactly that variable.</summary>
    public bool NameIs(Oid oid)
    {
        if (Name.SequenceEqual(oid.Encoded))
        {
            return true;
        }

        // A padded arc is the same number in more octets: only then is decoding worth it.
        if (Name.IndexOf((byte)0x80) < 0)
        {
            return false;
        }

        Span<uint> arcs = stackalloc uint[Oid.MaxArcs];
        return Oid.TryDecode(Name, arcs, out var count) && arcs[..count].SequenceEqual(oid.Arcs);
    }

    /// <summary>
    /// The value as a signed number: INTEGER sign-extended; Counter32, Gauge32 and TimeTicks modulo 2^32; Counter64 see <see
    /// cref="TryGetUInt64"/>.
    /// </summary>
    public bool TryGetInt64(out long value)
    {
        value = 0;
        switch (Tag)
        {
            case SnmpTag.Integer:
                return BerReader.TryInteger(Content, out value);
            case SnmpTag.Counter32 or SnmpTag.Gauge32 or SnmpTag.TimeTicks:
                if (!BerReader.TryInteger(Content, out var wide))
                {
                    return false;
                }

                value = (uint)wide;
                return true;
            default:
                return false;
        }
    }

    /// <summary>The value of any counting type as an unsigned number (negative INTEGERs are false).</summary>
    public bool TryGetUInt64(out ulong value)
    {
        value = 0;
        if (Tag == SnmpTag.Counter64)
        {
            if (!BerReader.TryInteger(Content, out var bits))
            {
                return false;
            }

            value = (ulong)bits;
            return true;
        }

        if (!TryGetInt64(out var signed) || signed < 0)
        {
            return false;
        }

        value = (ulong)signed;
        return true;
    }

    /// <summary>
    /// A float or double in net-snmp's Opaque wrapping (0x9F78 and 0x9F79), or a whole number printed in an OCTET STRING ("12", as scripts on
    /// routers give).
    /// </summary>
    public bool TryGetDouble(out double value)
    {
        value = 0;
        if (Tag == SnmpTag.Opaque)
        {
            if (Content.Length == 7 && Content[..3].SequenceEqual((ReadOnlySpan<byte>)[0x9F, 0x78, 0x04]))
            {
                value = BinaryPrimitives.ReadSingleBigEndian(Content[3..]);
                return true;
            }

            if (Content.Length == 11 && Content[..3].SequenceEqual((ReadOnlySpan<byte>)[0x9F, 0x79, 0x08]))
            {
                value = BinaryPrimitives.ReadDoubleBigEndian(Content[3..]);
                return true;
            }

            return false;
        }

        if (Tag == SnmpTag.OctetString)
        {
            var text = Content.Trim(" \t\r\n\0\""u8);
            return Utf8Parser.TryParse(text, out value, out var used) && used == text.Length;
        }

        if (TryGetUInt64(out var unsigned))
        {
            value = unsigned;
            return true;
        }

        var isNumber = TryGetInt64(out var signed);
        value = signed;
        return isNumber;
    }
}

/// <summary>
/// Reads the variables of a message one after another. After the last one <see cref="Reason"/> tells whether the list ended or was broken.
/// </summary>
public ref struct VarBindReader(ReadOnlySpan<byte> list)
{
    private BerReader reader = new(list);

    public DecodeReason Reason { get; private set; }

    /// <summary>The next variable; false at the end, or when the list is broken.</summary>
    public bool TryRead(out VarBind variable)
    {
        variable = default;
        if (Reason != DecodeReason.None || reader.AtEnd)
        {
            return false;
        }

        if (!reader.TryRead(0x30, out var pair))
        {
            return Fail(reader.Reason);
        }

        var inner = new BerReader(pair);
        if (!inner.TryRead((byte)SnmpTag.ObjectIdentifier, out var name) || !inner.TryRead(out var tag, out var content))
        {
            return Fail(inner.Reason);
        }

        if (!IsValueTag((SnmpTag)tag))
        {
            return Fail(DecodeReason.UnexpectedTag);
        }

        // Arcs have an end: the last octet of a name never has its continuation bit set.
        if (!name.IsEmpty && name[^1] >= 0x80)
        {
            return Fail(DecodeReason.BadOid);
        }

        variable = new VarBind(name, (SnmpTag)tag, content);
        return true;
    }

    private static bool IsValueTag(SnmpTag tag) => tag is SnmpTag.Integer or SnmpTag.OctetString or SnmpTag.Null or SnmpTag.ObjectIdentifier
        or SnmpTag.IpAddress or SnmpTag.Counter32 or SnmpTag.Gauge32 or SnmpTag.TimeTicks or SnmpTag.Opaque or SnmpTag.Counter64
        or SnmpTag.NoSuchObject or SnmpTag.NoSuchInstance or SnmpTag.EndOfMibView;

    private bool Fail(DecodeReason reason)
    {
        Reason = reason;
        return false;
    }
}
