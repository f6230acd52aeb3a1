namespace HotspotManager.Monitor.Snmp;

/// <summary>
/// A notification seen in place: a v1 trap (RFC 1157 §4.1.6), a v2c trap or an inform (RFC 3416 §4.2.6, §4.2.7), told in one way (RFC 3584 §3.1:
/// v1's generic trap n
/// is snmpTraps.(n+1)).
/// </summary>
public readonly ref struct Trap
{
    // sysUpTime.0, snmpTrapOID.0 and snmpTraps: 1.3.6.1.2.1.1.3.0, 1.3.6.1.6.3.1.1.4.1.0, 1.3.6.1.6.3.1.1.5
    private static ReadOnlySpan<byte> SysUpTime => [0x2B, 6, 1, 2, 1, 1, 3, 0];
    private static ReadOnlySpan<byte> SnmpTrapOid => [0x2B, 6, 1, 6, 3, 1, 1, 4, 1, 0];
    private static ReadOnlySpan<byte> SnmpTraps => [0x2B, 6, 1, 6, 3, 1, 1, 5];

    private Trap(SnmpVersion version, ReadOnlySpan<byte> community, TrapKind kind, uint upTime, bool isInform, VarBindReader varBinds)
    {
        Version = version;
        Community = community;
        Kind = kind;
        UpTime = upTime;
        IsInform = isInform;
        VarBinds = varBinds;
    }

    public SnmpVersion Version { get; }

    public ReadOnlySpan<byte> Community { get; }

    public TrapKind Kind { get; }

    /// <summary>The agent's sysUpTime in hundredths of a second.</summary>
    public uint UpTime { get; }

    /// <summary>The sender waits for a Response with the same variables.</summary>
    public bool IsInform { get; }

    /// <summary>The variables: of v2 with sysUpTime.0 and snmpTrapOID.0 as the first two.</summary>
    public VarBindReader VarBinds { get; }

    /// <summary>Reads a notification, its variables included: a broken one is refused whole.</summary>
    public static DecodeReason TryRead(ReadOnlySpan<byte> datagram, out Trap trap)
    {
        trap = default;
        var reason = MessageReader.TryReadFrame(datagram, out var version, out var community, out var tag, out var body);
        if (reason != DecodeReason.None)
        {
            return reason;
        }

        return ((PduType)tag, version) switch
        {
            (PduType.TrapV1, SnmpVersion.V1) => ReadV1(community, body, out trap),
            (PduType.TrapV2 or PduType.Inform, SnmpVersion.V2c) => ReadV2(datagram, out trap),
            _ => DecodeReason.UnknownPdu,
        };
    }

    /// <summary>Writes the Response an inform waits for, with its request-id and variables (RFC 3416 section 4.2.7); the length, 0 when it does not fit.</summary>
    /// <param name="datagram">The inform.</param>
    /// <param name="target">Where to.</param>
    public int WriteAnswer(ReadOnlySpan<byte> datagram, Span<byte> target)
    {
        if (!IsInform || MessageReader.TryRead(datagram, out var inform) != DecodeReason.None)
        {
            return 0;
        }

        var writer = new MessageWriter(target, inform.Version, inform.Community, PduType.Response, inform.RequestId);
        var variables = inform.VarBinds;
        var fits = true;
        while (variables.TryRead(out var variable))
        {
            fits &= writer.TryCopy(variable);
        }

        return fits ? writer.Finish() : 0;
    }

    private static DecodeReason ReadV1(ReadOnlySpan<byte> community, ReadOnlySpan<byte> body, out Trap trap)
    {
        trap = default;
        var pdu = new BerReader(body);
        if (!pdu.TryRead((byte)SnmpTag.ObjectIdentifier, out _) || !pdu.TryRead((byte)SnmpTag.IpAddress, out _)
            || !pdu.TryReadInt32(out var generic) || !pdu.TryReadInt32(out _)
            || !pdu.TryRead((byte)SnmpTag.TimeTicks, out var ticks) || !pdu.TryRead(0x30, out var list))
        {
            return pdu.Reason;
        }

        if (!BerReader.TryInteger(ticks, out var upTime))
        {
            return DecodeReason.BadInteger;
        }

        var kind = generic is >= 0 and <= 4 ? KindOf((byte)(generic + 1)) : TrapKind.Other;
        trap = new Trap(SnmpVersion.V1, community, kind, (uint)upTime, isInform: false, new VarBindReader(list));
        return Check(trap.VarBinds);
    }

    private static DecodeReason ReadV2(ReadOnlySpan<byte> datagram, out Trap trap)
    {
        trap = default;
        var reason = MessageReader.TryRead(datagram, out var message);
        if (reason != DecodeReason.None)
        {
            return reason;
        }

        var kind = TrapKind.Other;
        long upTime = 0;
        var variables = message.VarBinds;
        while (variables.TryRead(out var variable))
        {
            if (variable.Name.SequenceEqual(SysUpTime))
            {
                variable.TryGetInt64(out upTime);
            }
            else if (variable.Tag == SnmpTag.ObjectIdentifier && variable.Name.SequenceEqual(SnmpTrapOid)
                && variable.Content.Length == SnmpTraps.Length + 1 && variable.Content.StartsWith(SnmpTraps))
            {
                kind = KindOf(variable.Content[^1]);
            }
        }

        trap = new Trap(message.Version, message.Community, kind, (uint)upTime, message.Type == PduType.Inform, message.VarBinds);
        return variables.Reason;
    }

    private static TrapKind KindOf(byte arc) => arc switch
    {
        1 => TrapKind.ColdStart,
        2 => TrapKind.WarmStart,
        3 => TrapKind.LinkDown,
        4 => TrapKind.LinkUp,
        5 => TrapKind.AuthenticationFailure,
        _ => TrapKind.Other,
    };

    private static DecodeReason Check(VarBindReader variables)
    {
        while (variables.TryRead(out _))
        {
        }

        return variables.Reason;
    }
}
