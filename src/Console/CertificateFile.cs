using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Console;

/// <summary>A certificate from PEM files, read again when they change: renewals need no restart. A pair that cannot be read leaves the last good one in force.</summary>
internal sealed partial class CertificateFile(string certificate, string key, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);
    private readonly Lock gate = new();
    private X509Certificate2? current;
    private DateTime written;
    private DateTimeOffset looked;

    /// <summary>The certificate to use now.</summary>
    /// <exception cref="CryptographicException">It was never readable.</exception>
    public X509Certificate2 Current()
    {
        lock (gate)
        {
            if (current is not null && time.GetUtcNow() - looked < LookEvery) return current;
            looked = time.GetUtcNow();
            var changed = new[] { File.GetLastWriteTimeUtc(certificate), File.GetLastWriteTimeUtc(key) }.Max();
            if (current is not null && changed == written) return current;
            try
            {
                using var pem = X509Certificate2.CreateFromPemFile(certificate, key);
                // Through PKCS #12, for the key of a PEM certificate is ephemeral and some platforms refuse it in TLS.
                current = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
                written = changed;
            }
            catch (Exception error) when (current is not null && error is CryptographicException or IOException)
            {
                NotRead(log, certificate, error);
            }

            return current!;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The certificate {File} changed and could not be read; the last one stays in use")]
    private static partial void NotRead(ILogger log, string file, Exception error);
}
