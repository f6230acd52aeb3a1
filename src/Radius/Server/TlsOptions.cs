using HotspotManager.Core.Store;

namespace HotspotManager.Radius.Server;

/// <summary><c>Radius:Tls:…</c> settings: PEM files for EAP and RadSec. Empty: the file that <c>hotspot cert</c> keeps in the data folder.</summary>
public sealed record TlsOptions
{
    /// <summary>The server's certificate, its intermediate certificates behind it.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>Its private key, not encrypted.</summary>
    public string CertificateKey { get; set; } = "";

    /// <summary>The authorities whose certificates clients may show.</summary>
    public string ClientCa { get; set; } = "";

    /// <summary>Their revocation lists.</summary>
    public string Crl { get; set; } = "";
}

/// <summary>Where the TLS files are; <see cref="Crl"/> is null when there are no revocation lists.</summary>
public sealed record TlsFiles(string Certificate, string CertificateKey, string ClientCa, string? Crl)
{
    /// <summary>What is set, else what the data folder has.</summary>
    public static TlsFiles Of(TlsOptions options, DataFolder folder)
    {
        string Path(string set, string own) => set.Length > 0 ? System.IO.Path.GetFullPath(set) : folder.At("keys", "tls", own);
        var crl = Path(options.Crl, "crl.pem");
        return new TlsFiles(Path(options.Certificate, "server.pem"), Path(options.CertificateKey, "server.key"), Path(options.ClientCa, "ca.pem"),
            options.Crl.Length > 0 || File.Exists(crl) ? crl : null);
    }
}
