using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HotspotManager.Peers.Radius;

/// <summary>A certificate authority made for one test.</summary>
public sealed class TestAuthority : IDisposable
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    private readonly X509Certificate2 _certificate;
    private int _serial;

    /// <summary>A new key, and a certificate of its own on it.</summary>
    public TestAuthority(string name = "Test CA")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(30));
    }

    /// <summary>Its certificate, PEM.</summary>
    public string Pem => _certificate.ExportCertificatePem();

    /// <summary>A certificate for both directions of TLS, valid from a day ago until <paramref name="days"/> from now.</summary>
    /// <param name="name">Common name.</param>
    /// <param name="dns">DNS names of its SubjectAltName.</param>
    /// <param name="days">Days until it ends; negative: ended already.</param>
    /// <param name="email">An e-mail address in its SubjectAltName.</param>
    /// <param name="client">Whether it may be shown by a client.</param>
    public X509Certificate2 Issue(string name, string[]? dns = null, double days = 10, string? email = null, bool client = true)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var one in dns ?? [])
        {
            names.AddDnsName(one);
        }

        if (email is not null)
        {
            names.AddEmailAddress(email);
        }

        if (dns is { Length: > 0 } || email is not null)
        {
            request.CertificateExtensions.Add(names.Build());
        }

        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(client ? [ServerAuthentication, ClientAuthentication] : [ServerAuthentication], false));
        var serial = BitConverter.GetBytes(++_serial | 0x41000000);
        using var issued = request.Create(_certificate, DateTimeOffset.UtcNow.AddDays(Math.Min(-1, days - 1)), DateTimeOffset.UtcNow.AddDays(days), serial);
        return issued.CopyWithPrivateKey(key);
    }

    /// <summary>A revocation list, PEM, next due in <paramref name="days"/>.</summary>
    public string Crl(double days, params X509Certificate2[] revoked)
    {
        var list = new CertificateRevocationListBuilder();
        foreach (var one in revoked)
        {
            list.AddEntry(one);
        }

        var der = list.Build(_certificate, 1, DateTimeOffset.UtcNow.AddDays(days), HashAlgorithmName.SHA256, thisUpdate: DateTimeOffset.UtcNow.AddDays(-2));
        return PemEncoding.WriteString("X509 CRL", der);
    }

    /// <inheritdoc />
    public void Dispose() => _certificate.Dispose();
}

/// <summary>PEM texts of a certificate.</summary>
public static class PemTexts
{
    /// <summary>The private key, PKCS #8.</summary>
    public static string KeyPem(this X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }
}
