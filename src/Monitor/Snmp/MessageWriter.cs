namespace HotspotManager.Monitor.Snmp;

/// <summary>
/// Writes a v1 or v2c message: requests of a manager, responses of an agent. Each variable either fits or is left out whole (false), so that an
/// agent can fill a
/// GetBulk response up to its size. <see cref="Finish"/> gives the length, 0 when even the frame did not fit.
/// </summary>
public ref struct MessageWriter
{
    // The three containers still open; each may need up to three more octets when it is closed.
    private const int Reserve = 3 * BerWriter.CloseRoom;

    private readonly int message;
    private readonly int pdu;
    private readonly int list;
    private readonly bool started;
    private readonly int limit;
    private BerWriter writer;

    /// <param name="buffer">Where to write.</param>
    /// <param name="version">v1 or v2c.</param>
    /// <param name="community">The community as octets.</param>
    /// <param name="type">Any but the v1 trap.</param>
    /// <param name="requestId">Any number; a manager's are 1 to 2^31-1.</param>
    /// <param name="second">error-status, or non-repeaters of a GetBulk.</param>
    /// <param name="third">error-index, or max-repetitions of a GetBulk.</param>
    public MessageWriter(Span<byte> buffer, SnmpVersion version, ReadOnlySpan<byte> community, PduType type, int requestId, int second = 0,
        int third = 0)
    {
        limit = buffer.Length - Reserve;
        writer = new BerWriter(buffer);
        started = limit > 0
            && writer.TryOpen(0x30, out message)
            && writer.TryWriteInteger((byte)SnmpTag.Integer, (int)version)
            && writer.TryWrite((byte)SnmpTag.OctetString, community)
            && writer.TryOpen((byte)type, out pdu)
            && writer.TryWriteInteger((byte)SnmpTag.Integer, requestId)
            && writer.TryWriteInteger((byte)SnmpTag.Integer, second)
            && writer.TryWriteInteger((byte)SnmpTag.Integer, third)
            && writer.TryOpen(0x30, out list)
            && writer.Position <= limit;
    }

    /// <summary>Octets written so far: give it back to <see cref="Rewind"/> to take variables out again (a cut GetBulk row).</summary>
    public readonly int Position => writer.Position;

    /// <summary>Takes out what was written since that position.</summary>
    public void Rewind(int position) => writer.Rewind(position);

    /// <summary>A variable without a value: requests, and the exceptions noSuchObject, noSuchInstance and endOfMibView.</summary>
    public bool TryEmpty(Oid name, SnmpTag tag = SnmpTag.Null) => TryOctets(name.Encoded, tag, default);

    /// <summary>A variable with a signed number.</summary>
    public bool TryInteger(Oid name, long value) => TryOpen(name.Encoded, out var start, out var mark)
        && Close(writer.TryWriteInteger((byte)SnmpTag.Integer, value), start, mark);

    /// <summary>A variable with an unsigned number: Counter32, Gauge32, TimeTicks (modulo 2^32) or Counter64.</summary>
    public bool TryUnsigned(Oid name, SnmpTag tag, ulong value) => TryOpen(name.Encoded, out var start, out var mark)
        && Close(writer.TryWriteUnsigned((byte)tag, tag == SnmpTag.Counter64 ? value : (uint)value), start, mark);

    /// <summary>A variable with an OCTET STRING, or anything whose content octets are at hand (IpAddress, OBJECT IDENTIFIER, Opaque).</summary>
    public bool TryOctets(Oid name, SnmpTag tag, scoped ReadOnlySpan<byte> content) => TryOctets(name.Encoded, tag, content);

    /// <summary>A variable copied from another message: name and value as they were.</summary>
    public bool TryCopy(scoped in VarBind variable) => TryOctets(variable.Name, variable.Tag, variable.Content);

    /// <summary>The name of another message's variable with another value: what an agent answers for a name it does not know.</summary>
    public bool TryOctets(scoped ReadOnlySpan<byte> name, SnmpTag tag, scoped ReadOnlySpan<byte> content) =>
        TryOpen(name, out var start, out var mark) && Close(writer.TryWrite((byte)tag, content), start, mark);

    /// <summary>Closes the message and gives its length; 0 when the frame did not fit the buffer.</summary>
    public int Finish() => started && writer.TryClose(list) && writer.TryClose(pdu) && writer.TryClose(message) ? writer.Position : 0;

    private bool TryOpen(scoped ReadOnlySpan<byte> name, out int start, out int mark)
    {
        start = writer.Position;
        mark = 0;
        return started && Keep(writer.TryOpen(0x30, out mark) && writer.TryWrite((byte)SnmpTag.ObjectIdentifier, name), start);
    }

    private bool Close(bool written, int start, int mark) => Keep(written && writer.TryClose(mark) && writer.Position <= limit, start);

    private bool Keep(bool written, int start)
    {
        if (!written)
        {
            writer.Rewind(start);
        }

        return written;
    }
}
