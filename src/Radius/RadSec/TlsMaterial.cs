using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HotspotManager.Radius.Server;

namespace HotspotManager.Radius.RadSec;

/// <summary>The server's certificate and whom it trusts, as the files said at one moment; immutable.</summary>
internal sealed class TlsMaterial
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2 _server;
    private readonly X509Certificate2Collection _authorities;
    private readonly IReadOnlyList<RevocationList> _revoked;

    private TlsMaterial(X509Certificate2 server, X509Certificate2Collection intermediates, X509Certificate2Collection authorities, IReadOnlyList<RevocationList> revoked)
    {
        (_server, _authorities, _revoked) = (server, authorities, revoked);
        Certificate = SslStreamCertificateContext.Create(server, intermediates, offline: true);
    }

    /// <summary>What the server shows.</summary>
    public SslStreamCertificateContext Certificate { get; }

    /// <summary>Until when it may be shown.</summary>
    public DateTimeOffset NotAfter => _server.NotAfter;

    /// <summary>Its revocation lists whose next one is overdue.</summary>
    public int Overdue(DateTimeOffset now) => _revoked.Count(list => list.NextUpdate < now);

    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">A file cannot be read, or does not hold what it should; the message names it.</exception>
    public static TlsMaterial Load(TlsFiles files)
    {
        var server = Read(files.Certificate, path => X509Certificate2.CreateFromPemFile(path, files.CertificateKey));
        var chain = Read(files.Certificate, Certificates);
        chain.RemoveAt(0);
        var authorities = Read(files.ClientCa, Certificates);
        var revoked = files.Crl is null ? [] : Read(files.Crl, path => RevocationList.ReadPem(File.ReadAllText(path)));
        return new TlsMaterial(server, chain, authorities, revoked);
    }

    /// <summary>How a client's certificate is judged: by our authorities alone, nothing fetched from the network.</summary>
    public X509ChainPolicy Policy(DateTimeOffset now)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = now.UtcDateTime,
        };
        policy.CustomTrustStore.AddRange(_authorities);
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        return policy;
    }

    /// <summary>Null: the certificate is good.</summary>
    /// <param name="certificate">What the client showed.</param>
    /// <param name="sent">What else it sent: intermediate certificates.</param>
    /// <param name="now">The time to judge by.</param>
    public ConnectionRefusal? Judge(X509Certificate2? certificate, X509Certificate2Collection sent, DateTimeOffset now)
    {
        if (certificate is null)
            return ConnectionRefusal.NoCertificate;
        using var chain = new X509Chain { ChainPolicy = Policy(now) };
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        if (!chain.Build(certificate))
            return Why(chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status));
        for (var i = 0; i + 1 < chain.ChainElements.Count; i++)
        {
            if (Revocation(chain.ChainElements[i].Certificate, chain.ChainElements[i + 1].Certificate, isLeaf: i == 0) is { } refusal)
                return refusal;
        }
        return null;
    }

    private ConnectionRefusal? Revocation(X509Certificate2 certificate, X509Certificate2 issuer, bool isLeaf)
    {
        var covered = false;
        foreach (var list in _revoked)
        {
            if (!list.Covers(certificate) || !list.IsSignedBy(issuer))
                continue;
            if (list.Revokes(certificate))
                return ConnectionRefusal.Revoked;
            covered = true;
        }
        return isLeaf && !covered && _revoked.Count > 0 ? ConnectionRefusal.RevocationUnknown : null;
    }

    private static ConnectionRefusal Why(X509ChainStatusFlags flags) => flags switch
    {
        _ when flags.HasFlag(X509ChainStatusFlags.UntrustedRoot) || flags.HasFlag(X509ChainStatusFlags.PartialChain)
            || flags.HasFlag(X509ChainStatusFlags.NotSignatureValid) => ConnectionRefusal.Stranger,
        _ when flags.HasFlag(X509ChainStatusFlags.NotTimeValid) => ConnectionRefusal.Expired,
        _ when flags.HasFlag(X509ChainStatusFlags.NotValidForUsage) => ConnectionRefusal.WrongPurpose,
        _ => ConnectionRefusal.Stranger,
    };

    private static X509Certificate2Collection Certificates(string path)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(path);
        return all.Count > 0 ? all : throw new CryptographicException("there is no certificate in it");
    }

    private static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException or FormatException)
        {
            throw new IOException($"{path}: {error.Message}", error);
        }
    }
}
