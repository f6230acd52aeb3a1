namespace HotspotManager.Radius.Wire;

/// <summary>The packet's Code octet (RFC 2865 section 3, RFC 2866, RFC 5176, RFC 5997).</summary>
public enum RadiusCode : byte
{
    /// <summary>No code; never on the wire.</summary>
    None = 0,
    /// <summary>RFC 2865 section 4.1.</summary>
    AccessRequest = 1,
    /// <summary>RFC 2865 section 4.2.</summary>
    AccessAccept = 2,
    /// <summary>RFC 2865 section 4.3.</summary>
    AccessReject = 3,
    /// <summary>RFC 2866 section 4.1.</summary>
    AccountingRequest = 4,
    /// <summary>RFC 2866 section 4.2.</summary>
    AccountingResponse = 5,
    /// <summary>RFC 2865 section 4.4.</summary>
    AccessChallenge = 11,
    /// <summary>RFC 5997.</summary>
    StatusServer = 12,
    /// <summary>RFC 5176 section 2.1.</summary>
    DisconnectRequest = 40,
    /// <summary>RFC 5176 section 2.1.</summary>
    DisconnectAck = 41,
    /// <summary>RFC 5176 section 2.1.</summary>
    DisconnectNak = 42,
    /// <summary>RFC 5176 section 2.2.</summary>
    CoaRequest = 43,
    /// <summary>RFC 5176 section 2.2.</summary>
    CoaAck = 44,
    /// <summary>RFC 5176 section 2.2.</summary>
    CoaNak = 45,
}

/// <summary>Acct-Status-Type (RFC 2866 section 5.1).</summary>
public enum AcctStatusType : uint
{
    /// <summary>The session begins.</summary>
    Start = 1,
    /// <summary>The session has ended.</summary>
    Stop = 2,
    /// <summary>The session goes on (RFC 2869 section 2.1).</summary>
    InterimUpdate = 3,
    /// <summary>The NAS has started.</summary>
    AccountingOn = 7,
    /// <summary>The NAS is about to stop.</summary>
    AccountingOff = 8,
}

/// <summary>Service-Type (RFC 2865 section 5.6), those a hotspot meets.</summary>
public enum ServiceType : uint
{
    /// <summary>Login.</summary>
    Login = 1,
    /// <summary>Framed.</summary>
    Framed = 2,
    /// <summary>The NAS asks on behalf of a device without a person (MAC authentication).</summary>
    CallCheck = 10,
    /// <summary>Only authorisation (RFC 5176 section 3.1).</summary>
    AuthorizeOnly = 17,
}
