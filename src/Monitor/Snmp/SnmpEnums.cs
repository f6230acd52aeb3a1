namespace HotspotManager.Monitor.Snmp;

/// <summary>The version field of a message (RFC 3416 §3 and RFC 1157 §4: the number on the wire).</summary>
public enum SnmpVersion
{
    V1 = 0,
    V2c = 1,
    V3 = 3,
}

/// <summary>PDU types by their context tag (RFC 3416 §3; <see cref="TrapV1"/> is RFC 1157's Trap-PDU).</summary>
public enum PduType : byte
{
    Get = 0xA0,
    GetNext = 0xA1,
    Response = 0xA2,
    Set = 0xA3,
    TrapV1 = 0xA4,
    GetBulk = 0xA5,
    Inform = 0xA6,
    TrapV2 = 0xA7,
    Report = 0xA8,
}

/// <summary>Tags of a variable's value (RFC 2578 §7, RFC 3416 §3). <see cref="None"/> marks an empty slot and is never on the wire.</summary>
public enum SnmpTag : byte
{
    None = 0x00,
    Integer = 0x02,
    OctetString = 0x04,
    Null = 0x05,
    ObjectIdentifier = 0x06,
    IpAddress = 0x40,
    Counter32 = 0x41,
    Gauge32 = 0x42,
    TimeTicks = 0x43,
    Opaque = 0x44,
    Counter64 = 0x46,
    NoSuchObject = 0x80,
    NoSuchInstance = 0x81,
    EndOfMibView = 0x82,
}

/// <summary>The error-status of a Response (RFC 3416 §3).</summary>
public enum ErrorStatus
{
    NoError = 0,
    TooBig = 1,
    NoSuchName = 2,
    BadValue = 3,
    ReadOnly = 4,
    GenErr = 5,
    NoAccess = 6,
    WrongType = 7,
    WrongLength = 8,
    WrongEncoding = 9,
    WrongValue = 10,
    NoCreation = 11,
    InconsistentValue = 12,
    ResourceUnavailable = 13,
    CommitFailed = 14,
    UndoFailed = 15,
    AuthorizationError = 16,
    NotWritable = 17,
    InconsistentName = 18,
}

/// <summary>What is wrong with bytes that should have been a message. <see cref="None"/> is success.</summary>
public enum DecodeReason
{
    None,

    /// <summary>An element says it is longer than what is there.</summary>
    Truncated,

    /// <summary>Another element was expected here, or a tag in the many-byte form, which SNMP has not.</summary>
    UnexpectedTag,

    /// <summary>A length in the indefinite form, or one above 2^31.</summary>
    BadLength,

    /// <summary>An integer that does not fit its type even when read leniently.</summary>
    BadInteger,

    /// <summary>An object identifier with more than 128 arcs, an arc above 2^32-1, or an arc without its end.</summary>
    BadOid,

    /// <summary>A version that is not expected here, or an SNMPv3 message with another security model.</summary>
    UnknownVersion,

    /// <summary>A PDU type that does not exist, or not in this version.</summary>
    UnknownPdu,

    /// <summary>What privacy hid makes no sense: most likely another password or protocol hid it.</summary>
    Undecipherable,
}

/// <summary>What a trap tells (RFC 3418 §2: snmpTraps; v1 generic traps are the same list).</summary>
public enum TrapKind
{
    Other,
    ColdStart,
    WarmStart,
    LinkDown,
    LinkUp,
    AuthenticationFailure,
}
