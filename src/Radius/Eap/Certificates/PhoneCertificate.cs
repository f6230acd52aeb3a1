using System.Security.Cryptography.X509Certificates;
using HotspotManager.Radius.Server;

namespace HotspotManager.Radius.Eap.Certificates;

/// <summary>What a phone's certificate says of its holder: the account's name is its common name.</summary>
internal sealed record PhoneCertificate(string Name, string SerialNumber, string Subject, bool IsMachine)
{
    /// <exception cref="System.Security.Cryptography.CryptographicException">The octets are no certificate.</exception>
    public static PhoneCertificate Read(ReadOnlySpan<byte> der)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return new PhoneCertificate(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false), certificate.SerialNumber, certificate.Subject, CertificateNames.IsMachine(certificate));
    }
}
