namespace HotspotManager.Core.Sessions;

/// <summary>Acct-Status-Type (RFC 2866 5.1).</summary>
public enum AcctStatus : byte { Start = 1, Stop = 2, InterimUpdate = 3, AccountingOn = 7, AccountingOff = 8 }

/// <summary>
/// One thing a gateway told about a session: a record of the <see cref="Journal"/>, which is only ever added to. Octets are from the phone's side of the NAS as RFC 2866 has it:
/// input is what the phone sent.
/// </summary>
public sealed class AccountingRecord
{
    /// <summary>Its number in the journal, given by the journal.</summary>
    public long Id { get; set; }

    /// <summary>When we got it: the only clock that is trusted.</summary>
    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>How it came: <see cref="RecordSource"/>.</summary>
    public required string Source { get; set; }

    public int NasId { get; set; }
    public int? AccessPointId { get; set; }
    public AcctStatus Status { get; set; }
    public string AcctSessionId { get; set; } = "";
    public string UserName { get; set; } = "";

    /// <summary><c>AA-BB-CC-DD-EE-FF</c>, or empty when the NAS did not tell.</summary>
    public string Mac { get; set; } = "";

    public string? FramedIp { get; set; }
    public long SessionSeconds { get; set; }
    public long InputOctets { get; set; }
    public long OutputOctets { get; set; }
    public string? TerminateCause { get; set; }

    /// <summary>Seconds the NAS had been trying to send it (RFC 2866 5.2); shifts the instant, is not part of what it says.</summary>
    public int DelaySeconds { get; set; }

    public string? PersonKey { get; set; }
    public long? GrantId { get; set; }
    public int? PlanId { get; set; }

    /// <summary>The sign-in, where the NAS returns our Class: tells two sessions under one id apart.</summary>
    public long? SignIn { get; set; }

    /// <summary>What the record says, digested: a second copy is known by it. Set by the journal.</summary>
    public UInt128 Digest { get; set; }

    /// <summary>Event-Timestamp as it stood in the packet (not trusted as a time, but it tells two records apart).</summary>
    public byte[] EventTimestamp { get; set; } = [];
}

/// <summary>How accounting came in; also which room can end the session.</summary>
public static class RecordSource
{
    /// <summary>RADIUS accounting: Radius ends it by RFC 5176.</summary>
    public const string Radius = "radius";

    /// <summary>A gateway's own report over HTTP: Portal's gateway ends it.</summary>
    public const string Gateway = "gateway";

    /// <summary>Written by ourselves from a grant, for a gateway that tells nothing.</summary>
    public const string Grant = "grant";
}
