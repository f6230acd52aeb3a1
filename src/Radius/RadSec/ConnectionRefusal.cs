namespace HotspotManager.Radius.RadSec;

/// <summary>Why a stream connection was not taken, or taken away. A closed set.</summary>
public enum ConnectionRefusal
{
    /// <summary>The client showed no certificate.</summary>
    NoCertificate,
    /// <summary>Its certificate is of no authority that we trust.</summary>
    Stranger,
    /// <summary>Its certificate, or one above it, is not valid today.</summary>
    Expired,
    /// <summary>Its certificate was revoked.</summary>
    Revoked,
    /// <summary>Revocation lists are set, and none is of the authority that made the certificate.</summary>
    RevocationUnknown,
    /// <summary>The certificate is genuine but not made for TLS clients.</summary>
    WrongPurpose,
    /// <summary>The certificate is genuine, and no NAS is called by one of its names; over TCP: no NAS has this address.</summary>
    UnknownName,
    /// <summary>The address, or all together, hold as many connections as are allowed.</summary>
    TooMany,
    /// <summary>It does not speak TLS 1.2 or 1.3, gave up, or took too long.</summary>
    HandshakeFailed,
}

/// <summary>Each refusal's metric label, and its words for operators.</summary>
public static class RefusalTexts
{
    /// <summary>The label in <c>hotspot_radius_connections_refused</c>.</summary>
    public static string Metric(ConnectionRefusal reason) => reason switch
    {
        ConnectionRefusal.NoCertificate => "no_certificate",
        ConnectionRefusal.Stranger => "stranger",
        ConnectionRefusal.Expired => "expired",
        ConnectionRefusal.Revoked => "revoked",
        ConnectionRefusal.RevocationUnknown => "revocation_unknown",
        ConnectionRefusal.WrongPurpose => "wrong_purpose",
        ConnectionRefusal.UnknownName => "unknown_name",
        ConnectionRefusal.TooMany => "too_many",
        ConnectionRefusal.HandshakeFailed => "handshake_failed",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    /// <summary>One sentence: what it means and what to do.</summary>
    public static string English(ConnectionRefusal reason) => reason switch
    {
        ConnectionRefusal.NoCertificate => "It showed no certificate: give the router one of its own.",
        ConnectionRefusal.Stranger => "Its certificate is of an authority that is not in Radius:Tls:ClientCa.",
        ConnectionRefusal.Expired => "Its certificate, or its authority's, has expired or is not valid yet: renew it, or set the clock.",
        ConnectionRefusal.Revoked => "Its certificate was revoked: give the router a new one.",
        ConnectionRefusal.RevocationUnknown => "No revocation list in Radius:Tls:Crl is of the authority that made its certificate: add that list.",
        ConnectionRefusal.WrongPurpose => "Its certificate is not made for TLS clients (extended key usage clientAuth).",
        ConnectionRefusal.UnknownName => "No NAS has the name in its certificate: name the NAS so, or make the certificate out to the NAS's name.",
        ConnectionRefusal.TooMany => "Too many connections are open.",
        ConnectionRefusal.HandshakeFailed => "It did not complete a TLS 1.2 or 1.3 handshake in time.",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
