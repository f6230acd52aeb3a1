using System.Buffers.Binary;

namespace HotspotManager.Monitor.Snmp;

/// <summary>What a Response to a <see cref="PreparedRequest"/> turned out to be.</summary>
public enum ReplyReason
{
    None,

    /// <summary>The variables are broken.</summary>
    Malformed,

    /// <summary>The agent's answer would not fit its message size: ask for less.</summary>
    TooBig,

    /// <summary>v1's way to say that a variable does not exist; the error-index names it.</summary>
    NoSuchName,

    /// <summary>genErr, authorizationError and the rest.</summary>
    Refused,

    /// <summary>The agent is there but does not talk to our SNMPv3 user.</summary>
    Denied,
}

/// <summary>One value of a reply: what it was and its number, or a digest of a text. Texts that are a number ("12") count as one.</summary>
public readonly record struct ValueSlot(SnmpTag Tag, ulong Bits)
{
    /// <summary>True when the agent gave a number.</summary>
    public bool HasNumber { get; init; }

    /// <summary>The number as signed (INTEGERs may be negative).</summary>
    public long Signed => (long)Bits;
}

/// <summary>
/// A request encoded once and sent many times: only the four octets of the request-id change. Replies are decoded into slots in the order of the
/// asked variables;
/// neither way allocates.
/// </summary>
public sealed class PreparedRequest
{
    /// <summary>Request-ids from here to 2^31-1 have four octets in their minimal form, so that one can replace another.</summary>
    public const int FirstRequestId = 0x0080_0000;

    private readonly byte[] datagram;
    private readonly int requestIdOffset;
    private readonly Oid[] names;

    /// <param name="version">v1 or v2c.</param>
    /// <param name="community">The community as octets.</param>
    /// <param name="type">Get, GetNext or GetBulk.</param>
    /// <param name="names">The variables to ask for.</param>
    /// <param name="nonRepeaters">Of a GetBulk.</param>
    /// <param name="maxRepetitions">Of a GetBulk.</param>
    /// <exception cref="ArgumentException">It does not fit into a datagram of 1400 octets.</exception>
    public PreparedRequest(SnmpVersion version, ReadOnlySpan<byte> community, PduType type, ReadOnlySpan<Oid> names, int nonRepeaters = 0,
        int maxRepetitions = 0)
    {
        Span<byte> buffer = stackalloc byte[1400];
        var writer = new MessageWriter(buffer, version, community, type, FirstRequestId, nonRepeaters, maxRepetitions);
        var fits = true;
        foreach (var name in names)
        {
            fits &= writer.TryEmpty(name);
        }

        var length = writer.Finish();
        if (!fits || length == 0)
        {
            throw new ArgumentException("the request does not fit into one datagram", nameof(names));
        }

        datagram = buffer[..length].ToArray();
        requestIdOffset = FindRequestId(datagram);
        this.names = names.ToArray();
        Type = type;
    }

    public PduType Type { get; }

    /// <summary>The variables asked for, in order.</summary>
    public ReadOnlySpan<Oid> Names => names;

    /// <summary>The request as it was encoded.</summary>
    public ReadOnlySpan<byte> Datagram => datagram;

    /// <summary>Octets of the request.</summary>
    public int Length => datagram.Length;

    /// <summary>Copies the request with this request-id; returns its length.</summary>
    public int Write(int requestId, Span<byte> target)
    {
        datagram.CopyTo(target);
        BinaryPrimitives.WriteInt32BigEndian(target[requestIdOffset..], requestId);
        return datagram.Length;
    }

    /// <summary>Copies only the PDU with this request-id, for another frame (SNMPv3); returns its length.</summary>
    public int WritePdu(int requestId, Span<byte> target)
    {
        // Before the request-id's 02 04 stand the PDU's tag and length.
        var header = (datagram.Length - requestIdOffset + 2) switch { < 0x80 => 2, < 0x100 => 3, _ => 4 } + 2;
        datagram.AsSpan(requestIdOffset - header).CopyTo(target);
        BinaryPrimitives.WriteInt32BigEndian(target[header..], requestId);
        return datagram.Length - requestIdOffset + header;
    }

    /// <summary>
    /// Puts the values of a Response into the slots of the variables asked for. Agents may answer in another order; what is missing or an
    /// exception leaves a slot
    /// without a number.
    /// </summary>
    public ReplyReason Read(scoped in MessageReader reply, Span<ValueSlot> slots)
    {
        slots[..names.Length].Clear();
        switch (reply.ErrorStatus)
        {
            case ErrorStatus.NoError:
                break;
            case ErrorStatus.TooBig:
                return ReplyReason.TooBig;
            case ErrorStatus.NoSuchName:
                return ReplyReason.NoSuchName;
            default:
                return ReplyReason.Refused;
        }

        var variables = reply.VarBinds;
        var onlyNulls = true;
        for (var i = 0; variables.TryRead(out var variable); i++)
        {
            onlyNulls &= variable.Tag == SnmpTag.Null;
            var place = i < names.Length && variable.NameIs(names[i]) ? i : Find(variable);
            if (place >= 0)
            {
                slots[place] = Slot(variable);
            }
        }

        if (variables.Reason != DecodeReason.None)
        {
            return ReplyReason.Malformed;
        }

        // Some agents fail without an error-status: the variables come back as they were asked for.
        return onlyNulls && names.Length > 0 ? ReplyReason.Refused : ReplyReason.None;
    }

    private static ValueSlot Slot(scoped in VarBind variable)
    {
        if (variable.TryGetUInt64(out var unsigned))
        {
            return new ValueSlot(variable.Tag, unsigned) { HasNumber = true };
        }

        if (variable.TryGetInt64(out var signed))
        {
            return new ValueSlot(variable.Tag, (ulong)signed) { HasNumber = true };
        }

        return variable.TryGetDouble(out var real) && Math.Abs(real) < long.MaxValue
            ? new ValueSlot(variable.Tag, (ulong)(long)Math.Round(real)) { HasNumber = true }
            : new ValueSlot(variable.Tag, Digest(variable.Content));
    }

    // FNV-1a: enough to see that a name is another one than before.
    private static ulong Digest(ReadOnlySpan<byte> content)
    {
        var hash = 0xCBF2_9CE4_8422_2325UL;
        foreach (var octet in content)
        {
            hash = (hash ^ octet) * 0x0000_0100_0000_01B3UL;
        }

        return hash;
    }

    private static int FindRequestId(ReadOnlySpan<byte> datagram)
    {
        // Message, version and community come first, then the PDU whose first element is the request-id: 02 04 and four octets.
        MessageReader.TryReadFrame(datagram, out _, out _, out _, out var body);
        return datagram.Length - body.Length + 2;
    }

    private int Find(scoped in VarBind variable)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (variable.NameIs(names[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
