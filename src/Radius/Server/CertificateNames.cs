using System.Security.Cryptography.X509Certificates;

namespace HotspotManager.Radius.Server;

/// <summary>
/// Whose a certificate is. The names a NAS may have by it: DNS names of the SubjectAltName; where it has none, the common name (RFC 6125 section 6.4.4). The common name of
/// a certificate with an e-mail address or user principal name is a person's and names no NAS, though the same authority made it.
/// </summary>
internal static class CertificateNames
{
    public static IReadOnlyList<string> Of(X509Certificate2 certificate)
    {
        var dns = Dns(certificate);
        if (dns.Count > 0)
            return dns;
        if (certificate.GetNameInfo(X509NameType.EmailName, false).Length > 0 || certificate.GetNameInfo(X509NameType.UpnName, false).Length > 0)
            return [];
        var common = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == "2.5.4.3").Select(part => part.GetSingleElementValue());
        return [.. common.OfType<string>()];
    }

    /// <summary>Whether it is a machine's: it has DNS names, and no person signs in with it, though the same authority made it.</summary>
    public static bool IsMachine(X509Certificate2 certificate) => Dns(certificate).Count > 0;

    private static List<string> Dns(X509Certificate2 certificate) =>
        [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames())];
}
