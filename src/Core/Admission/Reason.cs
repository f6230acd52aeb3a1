namespace HotspotManager.Core.Admission;

/// <summary>Why somebody may come in or not: closed; every table that speaks of reasons is exhaustive by the compiler.</summary>
public enum Reason
{
    Accepted,
    UnknownUser,
    WrongPassword,
    VoucherRevoked,
    VoucherExpired,
    VoucherElsewhere,
    TimeUsedUp,
    DataUsedUp,
    DailyTimeUsedUp,
    DailyDataUsedUp,
    TooManyDevices,
    GrantEnded,
    GrantOfAnotherPhone,
    PlanMissing,
    TooManyTries,
    ConsentMissing,
    AccessPointUnknown,
    GatewayRequestInvalid,
    CodeMalformed,
    TemporarilyUnavailable,
    CertificateRefused,
}

/// <summary>Each reason's sentence for the resident (id, en), short enough for Reply-Message (RFC 2865 5.18), and its metric label.</summary>
public static class ReasonTexts
{
    public static string Indonesian(Reason reason) => reason switch
    {
        Reason.Accepted => "Anda tersambung.",
        Reason.UnknownUser => "Kode tidak dikenal. Periksa lagi angkanya.",
        Reason.WrongPassword => "Nama atau kata sandi salah. Coba lagi.",
        Reason.VoucherRevoked => "Voucher ini sudah dibatalkan. Minta yang baru kepada pengurus RW.",
        Reason.VoucherExpired => "Voucher ini sudah lewat masa berlakunya. Minta yang baru kepada pengurus RW.",
        Reason.VoucherElsewhere => "Voucher ini berlaku di wilayah lain.",
        Reason.TimeUsedUp => "Waktu sudah habis terpakai.",
        Reason.DataUsedUp => "Kuota data sudah habis terpakai.",
        Reason.DailyTimeUsedUp => "Waktu hari ini sudah habis. Coba lagi besok.",
        Reason.DailyDataUsedUp => "Kuota data hari ini sudah habis. Coba lagi besok.",
        Reason.TooManyDevices => "Sudah dipakai di perangkat lain. Putuskan perangkat itu lalu coba lagi.",
        Reason.GrantEnded => "Sesi sudah berakhir. Silakan masuk lagi.",
        Reason.GrantOfAnotherPhone => "Izin ini milik perangkat lain. Silakan masuk lagi.",
        Reason.PlanMissing => "Layanan ini belum diatur. Beri tahu pengurus RW.",
        Reason.TooManyTries => "Terlalu banyak percobaan. Tunggu beberapa menit lalu coba lagi.",
        Reason.ConsentMissing => "Ketuk “Setuju dan sambungkan” atau masukkan kode.",
        Reason.AccessPointUnknown => "Titik WiFi ini belum terdaftar. Beri tahu pengurus RW.",
        Reason.GatewayRequestInvalid => "Permintaan tidak lengkap. Matikan lalu hidupkan WiFi, dan buka lagi halaman ini.",
        Reason.CodeMalformed => "Kode voucher terdiri dari 10 angka. Periksa lagi.",
        Reason.CertificateRefused => "Sertifikat ditolak. Hapus jaringan ini di ponsel lalu sambungkan lagi.",
        Reason.TemporarilyUnavailable => "Layanan sedang sibuk. Coba lagi sebentar.",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    public static string English(Reason reason) => reason switch
    {
        Reason.Accepted => "You are connected.",
        Reason.UnknownUser => "Unknown code. Please check the digits.",
        Reason.WrongPassword => "Wrong name or password. Please try again.",
        Reason.VoucherRevoked => "This voucher was cancelled. Ask your RW for a new one.",
        Reason.VoucherExpired => "This voucher is past its date. Ask your RW for a new one.",
        Reason.VoucherElsewhere => "This voucher is for another area.",
        Reason.TimeUsedUp => "The time is used up.",
        Reason.DataUsedUp => "The data is used up.",
        Reason.DailyTimeUsedUp => "Today's time is used up. Try again tomorrow.",
        Reason.DailyDataUsedUp => "Today's data is used up. Try again tomorrow.",
        Reason.TooManyDevices => "In use on another device. Disconnect that one and try again.",
        Reason.GrantEnded => "The session has ended. Please sign in again.",
        Reason.GrantOfAnotherPhone => "This permission belongs to another device. Please sign in again.",
        Reason.PlanMissing => "This service is not set up yet. Tell your RW.",
        Reason.TooManyTries => "Too many tries. Wait a few minutes and try again.",
        Reason.ConsentMissing => "Tap “Agree and connect”, or enter a code.",
        Reason.AccessPointUnknown => "This Wi-Fi point is not registered yet. Tell your RW.",
        Reason.GatewayRequestInvalid => "The request is incomplete. Turn Wi-Fi off and on, and open this page again.",
        Reason.CodeMalformed => "A voucher code has 10 digits. Please check it.",
        Reason.CertificateRefused => "A certificate was refused. Forget this network on the phone and join again.",
        Reason.TemporarilyUnavailable => "The service is busy. Try again in a moment.",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    public static string In(string language, Reason reason) => language == "en" ? English(reason) : Indonesian(reason);

    /// <summary>The metric label: the member's name in snake case.</summary>
    public static string Metric(Reason reason) => reason switch
    {
        Reason.Accepted => "accepted",
        Reason.UnknownUser => "unknown_user",
        Reason.WrongPassword => "wrong_password",
        Reason.VoucherRevoked => "voucher_revoked",
        Reason.VoucherExpired => "voucher_expired",
        Reason.VoucherElsewhere => "voucher_elsewhere",
        Reason.TimeUsedUp => "time_used_up",
        Reason.DataUsedUp => "data_used_up",
        Reason.DailyTimeUsedUp => "daily_time_used_up",
        Reason.DailyDataUsedUp => "daily_data_used_up",
        Reason.TooManyDevices => "too_many_devices",
        Reason.GrantEnded => "grant_ended",
        Reason.GrantOfAnotherPhone => "grant_of_another_phone",
        Reason.PlanMissing => "plan_missing",
        Reason.TooManyTries => "too_many_tries",
        Reason.ConsentMissing => "consent_missing",
        Reason.AccessPointUnknown => "access_point_unknown",
        Reason.GatewayRequestInvalid => "gateway_request_invalid",
        Reason.CodeMalformed => "code_malformed",
        Reason.CertificateRefused => "certificate_refused",
        Reason.TemporarilyUnavailable => "temporarily_unavailable",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
