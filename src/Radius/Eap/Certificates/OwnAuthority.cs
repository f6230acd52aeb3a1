using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using HotspotManager.Core.Store;
using HotspotManager.Radius.Server;

namespace HotspotManager.Radius.Eap.Certificates;

/// <summary>
/// The authority of this data folder (<c>keys/tls</c>): one for EAP and RadSec, so that both work without any setting. ECDSA on P-256, which phones since
/// 2014 know and which costs the server a twentieth of RSA.
/// </summary>
public sealed class OwnAuthority(DataFolder folder, TimeProvider time)
{
    /// <summary>Apple believes no server certificate of a longer life (https://support.apple.com/103769: 825 days).</summary>
    private static readonly TimeSpan ServerLife = TimeSpan.FromDays(820);

    private static readonly TimeSpan AuthorityLife = TimeSpan.FromDays(365 * 20);
    private static readonly TimeSpan ClientLife = TimeSpan.FromDays(365 * 3);
    private static readonly TimeSpan ListLife = TimeSpan.FromDays(365);

    /// <summary>A month before its end the server's certificate is replaced by itself: phones trust the authority, so nobody notices.</summary>
    public static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>The server's name when none was ever given.</summary>
    public const string DefaultName = "radius.hotspot.internal";

    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private string CaFile => At("ca.pem");

    private string CaKey => At("ca.key");

    private string ServerFile => At("server.pem");

    private string ServerKey => At("server.key");

    private string CrlFile => At("crl.pem");

    private string IssuedFile => At("issued.json");

    /// <summary>Whether these settings leave the certificates to us.</summary>
    public static bool Keeps(TlsOptions options) => options is { Certificate: "", CertificateKey: "", ClientCa: "", Crl: "" };

    /// <summary>Makes what is not there, renews what ends soon. True: something was made.</summary>
    public bool Ensure()
    {
        var now = time.GetUtcNow();
        if (File.Exists(CaFile) && File.Exists(CrlFile) && Ends(ServerFile) - now > RenewBefore && File.GetLastWriteTimeUtc(CrlFile) > now.UtcDateTime - (ListLife / 2))
            return false;
        MakeFolder();
        // Server and command may look at the same moment; the second finds everything done.
        using var only = new FileStream(Path.Combine(folder.Path, "keys", "tls.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var made = false;
        if (!File.Exists(CaFile))
        {
            MakeAuthority(now);
            made = true;
        }
        if (Ends(ServerFile) - now <= RenewBefore)
        {
            MakeServer(NameOf(ServerFile) ?? DefaultName, now);
            made = true;
        }
        if (!File.Exists(CrlFile) || File.GetLastWriteTimeUtc(CrlFile) <= now.UtcDateTime - (ListLife / 2))
            WriteList(now);
        return made;
    }

    /// <summary>A new server certificate, under a new name when one is given.</summary>
    public IssuedCertificate Renew(string? name)
    {
        Ensure();
        return MakeServer(name ?? NameOf(ServerFile) ?? DefaultName, time.GetUtcNow());
    }

    /// <summary>A client's certificate, an account's for EAP-TLS or a NAS's for RadSec, with key and authority as PKCS #12 under a password.</summary>
    public (IssuedCertificate Issued, byte[] Pkcs12) Issue(string name, string password, string holder = CertificateHolder.Account)
    {
        Ensure();
        var now = time.GetUtcNow();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(name, key, "1.3.6.1.5.5.7.3.2");
        var names = new SubjectAlternativeNameBuilder();
        if (holder == CertificateHolder.Nas)
            names.AddDnsName(name);
        else
            names.AddUserPrincipalName(name);
        request.CertificateExtensions.Add(names.Build());
        using var authority = Authority();
        using var certificate = Sign(request, authority, now, ClientLife);
        var issued = Note(certificate, name, holder);
        using var whole = certificate.CopyWithPrivateKey(key);
        using var trust = X509CertificateLoader.LoadCertificate(authority.RawData);
        return (issued, new X509Certificate2Collection { whole, trust }.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, password));
    }

    /// <summary>Revokes by serial number, or all of a name; how many.</summary>
    public int Revoke(string serialOrName)
    {
        Ensure();
        var now = time.GetUtcNow();
        var list = List();
        var hits = list.Where(c => c.RevokedAt is null && (c.Serial.Equals(serialOrName, StringComparison.OrdinalIgnoreCase)
            || c.Name.Equals(serialOrName, StringComparison.OrdinalIgnoreCase))).ToList();
        if (hits.Count == 0)
            return 0;
        Write(IssuedFile, JsonSerializer.Serialize(list.Select(c => hits.Contains(c) ? c with { RevokedAt = now } : c), Readable), secret: false);
        WriteList(now);
        return hits.Count;
    }

    /// <summary>All that were given out, the newest last.</summary>
    public IReadOnlyList<IssuedCertificate> List() =>
        File.Exists(IssuedFile) ? JsonSerializer.Deserialize<List<IssuedCertificate>>(File.ReadAllText(IssuedFile), Readable) ?? [] : [];

    /// <summary>The authority's certificate in PEM, for phones and access points to trust.</summary>
    public string AuthorityPem()
    {
        Ensure();
        return File.ReadAllText(CaFile);
    }

    private void MakeAuthority(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=HotspotManager {now.Year.ToString(CultureInfo.InvariantCulture)}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now + AuthorityLife);
        Write(CaKey, key.ExportPkcs8PrivateKeyPem(), secret: true);
        Write(CaFile, certificate.ExportCertificatePem(), secret: false);
    }

    private IssuedCertificate MakeServer(string name, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(name, key, "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"); // RadSec towards another server is a client too
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var authority = Authority();
        using var certificate = Sign(request, authority, now, ServerLife);
        Write(ServerKey, key.ExportPkcs8PrivateKeyPem(), secret: true);
        Write(ServerFile, certificate.ExportCertificatePem() + "\n" + File.ReadAllText(CaFile), secret: false);
        return Note(certificate, name, CertificateHolder.Server);
    }

    private static CertificateRequest Request(string name, ECDsa key, params string[] purposes)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. purposes.Select(p => new Oid(p))], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    private static X509Certificate2 Sign(CertificateRequest request, X509Certificate2 authority, DateTimeOffset now, TimeSpan life)
    {
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7f;
        var ends = now + life;
        return request.Create(authority, now.AddDays(-1), ends < authority.NotAfter ? ends : authority.NotAfter, serial);
    }

    private X509Certificate2 Authority() => X509Certificate2.CreateFromPemFile(CaFile, CaKey);

    private IssuedCertificate Note(X509Certificate2 certificate, string name, string holder)
    {
        var issued = new IssuedCertificate(certificate.SerialNumber, name, new DateTimeOffset(certificate.NotAfter.ToUniversalTime()), Holder: holder);
        Write(IssuedFile, JsonSerializer.Serialize(List().Append(issued), Readable), secret: false);
        return issued;
    }

    private void WriteList(DateTimeOffset now)
    {
        using var authority = Authority();
        var list = new CertificateRevocationListBuilder();
        foreach (var revoked in List().Where(c => c.RevokedAt is not null))
            list.AddEntry(Convert.FromHexString(revoked.Serial), revoked.RevokedAt);
        var der = list.Build(authority, now.ToUnixTimeSeconds(), now + ListLife, HashAlgorithmName.SHA256, thisUpdate: now.AddDays(-1));
        Write(CrlFile, PemEncoding.WriteString("X509 CRL", der), secret: false);
    }

    private static DateTimeOffset Ends(string file)
    {
        if (!File.Exists(file))
            return DateTimeOffset.MinValue;
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(file));
        return new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
    }

    private static string? NameOf(string file)
    {
        if (!File.Exists(file))
            return null;
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(file));
        return certificate.GetNameInfo(X509NameType.DnsName, false);
    }

    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(At());
        else
            Directory.CreateDirectory(At(), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string At(params ReadOnlySpan<string> parts) => Path.Combine([folder.Path, "keys", "tls", .. parts]);

    /// <summary>Whole or not at all, and a key for its owner only.</summary>
    private static void Write(string file, string text, bool secret)
    {
        var draft = file + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows() && secret)
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(draft, options))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        File.Move(draft, file, overwrite: true);
    }
}
