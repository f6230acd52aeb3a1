using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HotspotManager.Core.Store;
using HotspotManager.Radius.RadSec;
using HotspotManager.Radius.Server;

namespace HotspotManager.Radius.Eap.Certificates;

/// <summary>Something with an end that operators have to see to.</summary>
/// <param name="What">The file, or whose certificate it is.</param>
/// <param name="Ends">Its end; of a revocation list, when the next one is due.</param>
/// <param name="Remedy">What to do, in a few words.</param>
public sealed record CertificateEnd(string What, DateTimeOffset Ends, string Remedy)
{
    /// <summary>Whether it is time to act.</summary>
    public bool IsSoon(DateTimeOffset now) => Ends - now < CertificateDates.WarnBefore;
}

/// <summary>When the certificates and revocation lists in use end.</summary>
public static class CertificateDates
{
    /// <summary>Three weeks to get a new one from somebody else; our own server's are renewed before.</summary>
    public static readonly TimeSpan WarnBefore = TimeSpan.FromDays(21);

    /// <summary>A client's certificate that ended longer ago is missed by nobody.</summary>
    private static readonly TimeSpan Forget = TimeSpan.FromDays(30);

    private const string RenewOwn = "hotspot cert renew", RenewGiven = "ask its authority for a new one";

    /// <summary>The files in use, each with its first end; those that are not there are left out.</summary>
    /// <exception cref="CryptographicException">A file is no certificate or list.</exception>
    public static IEnumerable<CertificateEnd> Of(TlsFiles files, bool own = true)
    {
        if (File.Exists(files.Certificate))
        {
            using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(files.Certificate));
            yield return new CertificateEnd(files.Certificate, End(certificate), own ? RenewOwn : RenewGiven);
        }
        if (File.Exists(files.ClientCa))
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(files.ClientCa);
            if (authorities.Count > 0)
                yield return new CertificateEnd(files.ClientCa, authorities.Min(End), own ? "make a new authority and give out its certificate" : RenewGiven);
        }
        if (File.Exists(files.Crl))
        {
            if (RevocationList.ReadPem(File.ReadAllText(files.Crl)).Min(list => list.NextUpdate) is { } due)
                yield return new CertificateEnd(files.Crl, due, own ? RenewOwn : "fetch the next list from its authority");
        }
    }

    /// <summary>Clients' certificates of the own authority that end soon, or ended lately, and have no successor.</summary>
    public static IEnumerable<CertificateEnd> Clients(OwnAuthority authority, DateTimeOffset now) => authority.List()
        .Where(c => c.RevokedAt is null && c.Holder != CertificateHolder.Server)
        .GroupBy(c => (c.Holder, Name: c.Name.ToLowerInvariant())).Select(g => g.MaxBy(c => c.Ends)!)
        .Where(c => c.Ends - now < WarnBefore && now - c.Ends < Forget).OrderBy(c => c.Ends)
        .Select(c => new CertificateEnd($"{c.Holder} {c.Name}", c.Ends, $"hotspot cert client {c.Name}"));

    /// <summary>Both, for the settings of a data folder.</summary>
    /// <exception cref="CryptographicException">A file is no certificate or list.</exception>
    public static IReadOnlyList<CertificateEnd> All(TlsOptions options, DataFolder folder, TimeProvider time)
    {
        var own = OwnAuthority.Keeps(options);
        var files = Of(TlsFiles.Of(options, folder), own);
        return [.. own ? files.Concat(Clients(new OwnAuthority(folder, time), time.GetUtcNow())) : files];
    }

    private static DateTimeOffset End(X509Certificate2 certificate) => new(certificate.NotAfter.ToUniversalTime());
}
