namespace HotspotManager.Monitor.Snmp;

/// <summary>
/// A v1 or v2c message seen in place (RFC 1157 §4, RFC 3416 §3): a request, a response or a v2 notification. For a v1 trap see <see cref="Trap"/>.
/// Octets behind the message are ignored, as agents pad.
/// </summary>
public readonly ref struct MessageReader
{
    private readonly ReadOnlySpan<byte> list;

    /// <summary>contextEngineID of an SNMPv3 message (RFC 3412 section 6.8).</summary>
    public ReadOnlySpan<byte> ContextEngineId { get; init; }

    /// <summary>contextName of an SNMPv3 message.</summary>
    public ReadOnlySpan<byte> ContextName { get; init; }

    /// <summary>The PDU of an SNMPv3 message with its tag.</summary>
    public ReadOnlySpan<byte> Pdu { get; init; }

    private MessageReader(SnmpVersion version, ReadOnlySpan<byte> community, PduType type, int requestId, int second, int third,
        ReadOnlySpan<byte> list)
    {
        Version = version;
        Community = community;
        Type = type;
        RequestId = requestId;
        NonRepeaters = second;
        MaxRepetitions = third;
        this.list = list;
    }

    public SnmpVersion Version { get; }

    public ReadOnlySpan<byte> Community { get; }

    public PduType Type { get; }

    public int RequestId { get; }

    /// <summary>Of a Response.</summary>
    public ErrorStatus ErrorStatus => (ErrorStatus)NonRepeaters;

    /// <summary>Of a Response: the variable at fault, counted from 1; 0 for none.</summary>
    public int ErrorIndex => MaxRepetitions;

    /// <summary>Of a GetBulk.</summary>
    public int NonRepeaters { get; }

    /// <summary>Of a GetBulk.</summary>
    public int MaxRepetitions { get; }

    /// <summary>The variables, from the first one.</summary>
    public VarBindReader VarBinds => new(list);

    /// <summary>Reads the frame of a message; its variables are checked as they are read.</summary>
    public static DecodeReason TryRead(ReadOnlySpan<byte> datagram, out MessageReader message)
    {
        message = default;
        var reason = TryReadFrame(datagram, out var version, out var community, out var tag, out var body);
        if (reason != DecodeReason.None)
        {
            return reason;
        }

        return TryReadPdu(version, community, tag, body, out message);
    }

    /// <summary>Reads the content of an SNMPv3 message's scoped PDU.</summary>
    internal static DecodeReason TryReadScoped(ReadOnlySpan<byte> scoped, out MessageReader message)
    {
        message = default;
        var reader = new BerReader(scoped);
        if (!reader.TryRead((byte)SnmpTag.OctetString, out var engineId) || !reader.TryRead((byte)SnmpTag.OctetString, out var name))
        {
            return reader.Reason;
        }

        var rest = reader.Rest;
        if (!reader.TryRead(out var tag, out var body))
        {
            return reader.Reason;
        }

        var reason = TryReadPdu(SnmpVersion.V3, default, tag, body, out var pdu);
        message = pdu with { ContextEngineId = engineId, ContextName = name, Pdu = rest[..^reader.Rest.Length] };
        return reason;
    }

    private static DecodeReason TryReadPdu(SnmpVersion version, ReadOnlySpan<byte> community, byte tag, ReadOnlySpan<byte> body, out MessageReader message)
    {
        message = default;
        var type = (PduType)tag;
        if (type is < PduType.Get or > PduType.Report or PduType.TrapV1 || (version == SnmpVersion.V1 && type > PduType.TrapV1))
        {
            return DecodeReason.UnknownPdu;
        }

        var pdu = new BerReader(body);
        if (!pdu.TryReadInt32(out var requestId) || !pdu.TryReadInt32(out var second) || !pdu.TryReadInt32(out var third)
            || !pdu.TryRead(0x30, out var list))
        {
            return pdu.Reason;
        }

        message = new MessageReader(version, community, type, requestId, second, third, list);
        return DecodeReason.None;
    }

    /// <summary>Message sequence, version, community, PDU: what v1 traps share with all others.</summary>
    internal static DecodeReason TryReadFrame(ReadOnlySpan<byte> datagram, out SnmpVersion version, out ReadOnlySpan<byte> community, out byte tag,
        out ReadOnlySpan<byte> body)
    {
        version = default;
        community = default;
        tag = 0;
        body = default;
        var outer = new BerReader(datagram);
        if (!outer.TryRead(0x30, out var message))
        {
            return outer.Reason;
        }

        var inner = new BerReader(message);
        if (!inner.TryReadInt32(out var number))
        {
            return inner.Reason;
        }

        version = (SnmpVersion)number;
        if (version is not (SnmpVersion.V1 or SnmpVersion.V2c))
        {
            return DecodeReason.UnknownVersion;
        }

        return inner.TryRead((byte)SnmpTag.OctetString, out community) && inner.TryRead(out tag, out body) ? DecodeReason.None : inner.Reason;
    }
}
