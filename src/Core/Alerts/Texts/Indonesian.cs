using System.Globalization;

namespace HotspotManager.Core.Alerts.Texts;

public sealed partial record AlertTexts
{
    public static AlertTexts Indonesian { get; } = new()
    {
        Language = "id",
        Culture = CultureInfo.GetCultureInfo("id-ID"),
        Down = "■ Padam: {0} ({1})",
        Degraded = "▲ Menurun: {0} ({1})",
        Withdrawn = "○ Dicabut: {0} ({1})",
        Recovered = "● Pulih: {0} ({1})",
        Points = "{0} titik",
        NoAnswer = "tidak menjawab",
        PowerOrBackhaul = "kemungkinan listrik atau jalur utama",
        Uplink = "uplink {0} putus",
        NobodyLogsIn = "menjawab, tetapi tidak ada yang masuk",
        LogInsFail = "menjawab, tetapi banyak yang gagal masuk",
        OnlyManagement = "tidak menjawab, tetapi warga masih terhubung",
        SlowOrLossy = "lambat atau terputus-putus",
        Flapping = "hidup-mati",
        AreaUnknown = "Wilayah tidak diketahui",
        Since = "sejak {0} {1}",
        FromUntil = "{0}–{1} {3}, selama {2}",
        People = "{0} warga terputus",
        PeopleThen = "{0} warga sempat terputus",
        Nobody = "tidak ada warga yang sedang terhubung",
        InHand = "ditangani {0}",
        NobodyHasIt = "belum ditangani",
        Digest = "■ Ringkasan: {0} gangguan, {1} masih padam",
        DigestSum = "{0} titik, {1} warga",
        DigestWorst = "Terbanyak: {0}",
        Test = "Pesan percobaan untuk {0}.",
        TestMeans = "Peringatan gangguan akan tiba di sini.",
        AcknowledgeButton = "✓ Saya tangani",
        MuteButton = "Bisukan 1 jam",
        Acknowledged = "Ditangani {0}.",
        AlreadyAcknowledged = "Sudah ditangani {0}.",
        Muted = "Obrolan ini dibisukan 1 jam untuk gangguan ini.",
        NotAllowed = "Anda belum terdaftar sebagai operator untuk ini. Nomor Telegram Anda: {0}",
        Over = "Gangguan ini sudah selesai.",
        Seconds = "dtk",
        Minutes = "m",
        Hours = "j",
        Days = "h",
    };
}
