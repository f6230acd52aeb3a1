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
            return [.. CertificateDates.All(options, store.Settings.Folder, store.Time).Select(c => Of(c, store.Now))];
        }
        catch (Exception error) when (error is CryptographicException or IOException)
        {
            return [Finding.Bad("certificate", $"Sertifikat tidak terbaca: {error.Message}", $"A certificate cannot be read: {error.Message}")];
        }
    }

    private static Finding Of(CertificateEnd end, DateTimeOffset now)
    {
        var day = end.Ends.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return end.Ends <= now ? Finding.Bad("certificate", $"{end.What} berakhir {day}; perbarui: {end.Remedy}", $"{end.What} ended on {day}; renew it: {end.Remedy}")
            : end.IsSoon(now) ? Finding.Warning("certificate", $"{end.What} berakhir {day}; perbarui: {end.Remedy}", $"{end.What} ends on {day}; renew it: {end.Remedy}")
            : Finding.Good("certificate", $"{end.What} berlaku sampai {day}.", $"{end.What} is valid until {day}.");
    }
}
