namespace HotspotManager.Monitor.Snmp.Usm;

/// <summary>Why an SNMPv3 agent will not talk, as its Report says (RFC 3414 section 5, RFC 3412 section 5) or as we see it.</summary>
public enum UsmFault
{
    None,
    UnsupportedSecurityLevel,
    NotInTimeWindow,
    UnknownUserName,
    UnknownEngineId,
    WrongDigest,
    DecryptionError,
    UnknownContext,

    /// <summary>A Report that none of these RFCs names.</summary>
    OtherReport,
}

/// <summary>The faults by OID and in words.</summary>
public static class UsmFaults
{
    // usmStats: 1.3.6.1.6.3.15.1.1; snmpUnknownContexts: 1.3.6.1.6.3.12.1.5.0
    private static readonly Oid Stats = new(1, 3, 6, 1, 6, 3, 15, 1, 1);
    private static readonly Oid UnknownContexts = new(1, 3, 6, 1, 6, 3, 12, 1, 5, 0);

    /// <summary>What a Report tells of.</summary>
    public static UsmFault Of(in MessageReader report)
    {
        var variables = report.VarBinds;
        if (!variables.TryRead(out var variable))
        {
            return UsmFault.OtherReport;
        }

        if (variable.NameIs(UnknownContexts))
        {
            return UsmFault.UnknownContext;
        }

        for (var i = (uint)UsmFault.UnsupportedSecurityLevel; i <= (uint)UsmFault.DecryptionError; i++)
        {
            if (variable.NameIs(Stats.Child(i, 0)))
            {
                return (UsmFault)i;
            }
        }

        return UsmFault.OtherReport;
    }

    /// <summary>The variable a Report of this fault carries.</summary>
    public static Oid Name(UsmFault fault) => fault == UsmFault.UnknownContext ? UnknownContexts : Stats.Child((uint)fault, 0);

    /// <summary>For operators: what is wrong, and so what to change.</summary>
    public static string English(UsmFault fault) => fault switch
    {
        UsmFault.UnsupportedSecurityLevel => "the agent does not offer this user authentication or privacy",
        UsmFault.NotInTimeWindow => "the agent's clock of SNMPv3 jumps: it may not keep its engineBoots (a fault of its firmware)",
        UsmFault.UnknownUserName => "the agent does not know this user",
        UsmFault.UnknownEngineId => "the agent does not tell its engine",
        UsmFault.WrongDigest => "wrong authentication password or protocol",
        UsmFault.DecryptionError => "wrong privacy password or protocol",
        UsmFault.UnknownContext => "the agent does not know this context",
        _ => "the agent answers with a Report that no RFC names",
    };
}
