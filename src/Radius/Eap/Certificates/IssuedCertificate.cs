namespace HotspotManager.Radius.Eap.Certificates;

/// <summary>Whose a certificate of the own authority is. The certificate itself says so too, so that none of them can be shown in the other's place.</summary>
public static class CertificateHolder
{
    /// <summary>An account's, for EAP-TLS: its name stands as a user principal name beside the common name, and no NAS has that.</summary>
    public const string Account = "account";

    /// <summary>A NAS's, for RadSec: its name stands as a DNS name, and no account signs in with that.</summary>
    public const string Nas = "nas";

    /// <summary>This server's.</summary>
    public const string Server = "server";
}

/// <summary>A certificate the own authority gave out.</summary>
/// <param name="Serial">Its serial number, hexadecimal.</param>
/// <param name="Name">Whose it is: an account's, a NAS's or the server's name.</param>
/// <param name="Ends">When it ends.</param>
/// <param name="RevokedAt">Since when it is not to be believed any more.</param>
/// <param name="Holder">One of <see cref="CertificateHolder"/>.</param>
public sealed record IssuedCertificate(string Serial, string Name, DateTimeOffset Ends, DateTimeOffset? RevokedAt = null, string Holder = CertificateHolder.Account);
