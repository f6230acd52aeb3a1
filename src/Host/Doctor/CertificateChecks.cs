using System.Globalization;
using System.Security.Cryptography;
using HotspotManager.Host.Commands;
using HotspotManager.Radius.Eap.Certificates;
using HotspotManager.Radius.Server;
using Microsoft.Extensions.Configuration;

namespace HotspotManager.Host.Doctor;

/// <summary>Whether the certificates of EAP and RadSec can be read, and when they end.</summary>
internal static class CertificateChecks
{
    public static IReadOnlyList<Finding> Run(StoreSession store)
    {
        var options = store.Settings.Configuration.GetSection("Radius:Tls").Get<TlsOptions>() ?? new TlsOptions();
        var files = TlsFiles.Of(options, store.Settings.Folder);
        if (!File.Exists(files.Certificate))
        {
            return [OwnAuthority.Keeps(options)
                ? Finding.Good("certificate", "Sertifikat EAP dan RadSec dibuat saat server pertama kali dijalankan.", "The certificates of EAP and RadSec are made when the server first starts.")
                : Finding.Bad("certificate", $"{files.Certificate} tidak ada.", $"{files.Certificate} is not there.")];
        }
        try
        {
            return [.. CertificateDates.Of(files).Select(c => Of(c.File, c.Ends, store.Now))];
        }
        catch (CryptographicException error)
        {
            return [Finding.Bad("certificate", $"Sertifikat tidak terbaca: {error.Message}", $"A certificate cannot be read: {error.Message}")];
        }
    }

    private static Finding Of(string file, DateTimeOffset ends, DateTimeOffset now)
    {
        var day = ends.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return ends <= now ? Finding.Bad("certificate", $"{file} berakhir {day}; perbarui: hotspot cert renew", $"{file} ended on {day}; renew it: hotspot cert renew")
            : ends - now < CertificateDates.WarnBefore ? Finding.Warning("certificate", $"{file} berakhir {day}; perbarui: hotspot cert renew", $"{file} ends on {day}; renew it: hotspot cert renew")
            : Finding.Good("certificate", $"{file} berlaku sampai {day}.", $"{file} is valid until {day}.");
    }
}
