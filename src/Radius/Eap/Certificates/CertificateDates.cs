using System.Security.Cryptography.X509Certificates;
using HotspotManager.Radius.Server;

namespace HotspotManager.Radius.Eap.Certificates;

/// <summary>When the certificates in use end.</summary>
public static class CertificateDates
{
    /// <summary>Three weeks to get a new one from somebody else; our own are renewed before.</summary>
    public static readonly TimeSpan WarnBefore = TimeSpan.FromDays(21);

    /// <summary>Each file with a certificate, and its end; files that are not there are left out.</summary>
    public static IEnumerable<(string File, DateTimeOffset Ends)> Of(TlsFiles files)
    {
        foreach (var file in new[] { files.Certificate, files.ClientCa }.Where(File.Exists))
        {
            using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(file));
            yield return (file, new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));
        }
    }
}
