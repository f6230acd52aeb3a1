using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;

namespace HotspotManager.Portal;

/// <summary>A certificate in PEM files, read again at most once a minute when the file changed; a half-written new one leaves the old in force.</summary>
internal sealed class CertificateFiles(string certificate, string key, TimeProvider time)
{
    private readonly Lock _gate = new();
    private X509Certificate2? _current;
    private DateTime _written;
    private DateTimeOffset _looked = DateTimeOffset.MinValue;

    /// <exception cref="CryptographicException">The first read failed: there is nothing to go on with.</exception>
    public X509Certificate2? Select(ConnectionContext? connection, string? name)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_current is not null && now - _looked < TimeSpan.FromMinutes(1)) return _current;
            _looked = now;
            try
            {
                var written = File.GetLastWriteTimeUtc(certificate);
                if (_current is not null && written == _written) return _current;
                using var read = X509Certificate2.CreateFromPemFile(certificate, key);
                // Through PKCS#12, because TLS on Windows cannot use a key that lives only in memory.
                _current = X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
                _written = written;
            }
            catch (Exception error) when (_current is not null && error is CryptographicException or IOException)
            {
                // Being replaced just now: the next look, in a minute, finds it whole.
            }
            return _current;
        }
    }
}
