using System.Globalization;

namespace HotspotManager.Portal.Login.Texts;

public sealed partial record PortalTexts
{
    public static PortalTexts Indonesian { get; } = new()
    {
        Language = "id",
        Culture = CultureInfo.GetCultureInfo("id-ID"),
        OtherLanguage = "en",
        OtherLanguageName = "English",
        ServiceName = "WiFi Warga",

        Connect = "Sambungkan ke internet",
        EnterCode = "Masukkan kode dari Ketua RT/RW Anda.",
        CodeLabel = "Kode voucher",
        ConnectButton = "Sambungkan",
        CodeGives = "Sisa waktu dan data tampil setelah tersambung.",
        FreeLead = "Tanpa kode, tanpa pendaftaran.",
        FreeButton = "Setuju dan sambungkan",
        Free = "gratis",
        ConsentBefore = "Dengan menyambung, Anda menyetujui ",
        ConsentLink = "cara kami menjaga data Anda",
        ConsentAfter = ".",
        CannotEnter = "Tidak bisa masuk?",
        CannotEnterAdvice =
        [
            "Periksa kode: sepuluh angka, spasi dan tanda hubung boleh dilewati.",
            "Matikan VPN dan “DNS pribadi”, lalu buka lagi halaman ini.",
            "Matikan WiFi sebentar, nyalakan lagi, dan pilih jaringan ini.",
            "Masih gagal? Mintalah kode baru kepada Ketua RT/RW.",
        ],
        ReportFault = "Lapor gangguan",
        ReportAdvice = "Sampaikan kepada Ketua RT/RW atau petugas: nama titik di bawah ini, jamnya, dan apa yang tampak di layar.",
        ThisPoint = "Titik",

        VoucherFold = "Pakai kode voucher",
        EnterPhone = "Masuk dengan nomor ponsel Anda. Kami mengirim kode lewat pesan.",
        PhoneFold = "Pakai nomor ponsel",
        PhoneLabel = "Nomor ponsel",
        PhoneButton = "Kirim kode",
        PhoneGives = "Halaman ini boleh tertutup saat Anda membaca pesan: buka lagi, dan Anda tinggal mengetik kodenya.",
        EnterAccount = "Masuk dengan nama dan kata sandi Anda.",
        AccountFold = "Pakai akun dan kata sandi",
        UserNameLabel = "Nama pengguna",
        PasswordLabel = "Kata sandi",
        OtherWays = "Atau pakai cara lain:",
        Remember = days => $"Ingat ponsel ini {days} hari, agar lain kali tidak ditanya lagi. Boleh dibatalkan kapan saja.",

        CodeTitle = "Ketik kode Anda",
        CodeSentTo = "Kode 6 angka untuk nomor",
        OtpLabel = "Kode 6 angka",
        CodeLate = "Pesan belum datang?",
        AgainButton = "Kirim lagi kode yang sama",
        CodeOnItsWay = "Pesan sedang dikirim.",
        CodeNotDelivered = "Pesan tidak bisa dikirim ke nomor ini. Periksa nomornya, atau pakai cara lain di bawah.",
        CodeSentAt = (sent, until) => $"Dikirim {sent}, berlaku sampai {until}.",
        CodeMessage = (code, city) => $"{code} adalah kode WiFi warga {city}. Ketik di halaman WiFi. Jangan berikan kepada siapa pun.",
        AgainFrom = from => $"Tunggu sebentar; mulai {from} kode bisa dikirim lagi.",
        HandOverTitle = "Satu ketukan lagi",
        HandOver = "Anda boleh masuk. Titik WiFi ini meminta Anda sendiri menekan tombolnya.",

        YouAreOnline = "Anda tersambung",
        YouAreOffline = "Anda belum tersambung",
        TimeLeft = "Sisa waktu",
        DataLeft = "Sisa data",
        SpeedLabel = "Kecepatan",
        Unlimited = "tanpa batas",
        Refresh = "Perbarui",
        StatusUnknown = "Halaman ini menampilkan sisa waktu dan data setelah Anda tersambung lewat WiFi warga.",
        OnlineUnknown = "Titik WiFi ini menganggap ponsel Anda sudah masuk. Berapa sisanya belum kami ketahui.",
        StatusCounted = "Dihitung dari laporan titik WiFi; laporan terakhir bisa berumur beberapa menit.",
        Expired = "Waktu Anda sudah habis. Masukkan kode lagi untuk melanjutkan.",

        NotFoundTitle = "Halaman tidak ada",
        NotFound = "Alamat ini tidak ada di sini. Untuk menyambung, pilih jaringan WiFi warga lalu buka lagi halaman masuk.",
        TooMany = "Tunggu sebentar, kira-kira sepuluh menit, lalu coba lagi. Kode yang benar tetap berlaku.",
        BrokenTitle = "Ada gangguan di pihak kami",
        Broken = "Sambungan Anda tidak bermasalah. Coba lagi sebentar lagi; bila masih begini, laporkan kepada Ketua RT/RW.",
        WelcomeTitle = "WiFi warga",
        Welcome = "Pilih jaringan WiFi warga di ponsel Anda, lalu buka halaman web apa saja: halaman masuk akan muncul sendiri.",
        IncompleteTitle = "Buka lagi halaman ini",
        FaultTitle = "Titik ini belum siap",
        VoucherTitle = "Kode WiFi Anda",
        VoucherHow = "Pilih jaringan WiFi warga. Bila halaman masuk muncul, ketik kode ini dan tekan Sambungkan.",
        PrivacyTitle = "Data Anda",
        Privacy =
        [
            "Layanan ini gratis dan tidak meminta nama, alamat, atau nomor telepon untuk menyambung.",
            "Yang kami catat: alamat perangkat WiFi ponsel Anda, titik dan waktu Anda tersambung, lamanya, dan banyaknya data. Bukan situs yang Anda buka.",
            "Gunanya: membagi kuota secara adil, memperbaiki gangguan, dan memenuhi kewajiban hukum penyelenggara jaringan.",
            "Catatan rinci dihapus setelah masa simpan habis; sesudah itu hanya jumlah tanpa identitas yang tersisa.",
            "Anda berhak meminta salinan atau penghapusan data Anda (UU 27/2022). Sampaikan kepada petugas kelurahan atau Dinas Kominfo.",
        ],

        Minutes = n => $"{n} menit",
        HoursAndMinutes = (h, m) => m == 0 ? $"{h} jam" : $"{h} jam {m} menit",
        Days = n => $"{n} hari",
        TriesLeft = n => $"Sisa {n} kali coba.",
        FreeTitle = time => $"Coba {time}",
    };
}
