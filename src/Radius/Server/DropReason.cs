namespace HotspotManager.Radius.Server;

/// <summary>Why a packet got no answer. A closed set: RADIUS discards silently, so counters and words are all that an operator sees.</summary>
public enum DropReason
{
    /// <summary>No NAS has the packet's source address.</summary>
    UnknownSource,
    /// <summary>Several NAS have the address and none has the packet's NAS-Identifier.</summary>
    UnknownNasIdentifier,
    /// <summary>It is no RADIUS packet.</summary>
    Malformed,
    /// <summary>Its Code has no business on this port.</summary>
    WrongPort,
    /// <summary>The Request Authenticator of an Accounting-Request is wrong: another secret (RFC 2866 section 3).</summary>
    WrongRequestAuthenticator,
    /// <summary>The Message-Authenticator is wrong: another secret (RFC 3579 section 3.2).</summary>
    WrongMessageAuthenticator,
    /// <summary>This NAS must send Message-Authenticator, and this packet has none.</summary>
    MessageAuthenticatorMissing,
    /// <summary>The same packet is being worked on right now.</summary>
    InProgress,
    /// <summary>An Accounting-Request without a usable Acct-Status-Type or Acct-Session-Id (RFC 2866 section 5.13).</summary>
    IncompleteAccounting,
    /// <summary>The accounting record could not be put on disk; the NAS will send it again.</summary>
    NotStored,
    /// <summary>An EAP packet that is no answer to our last question: an old copy, or one made up (RFC 3748 section 4.1).</summary>
    StaleEap,
    /// <summary>It went round in a circle of proxies and came back to us, or passed too many.</summary>
    ProxyLoop,
    /// <summary>No home server of its realm answers, and the realm is set to silence.</summary>
    HomeOffline,
    /// <summary>The NAS sends more than one NAS may, or has more accounting waiting to be stored.</summary>
    OverLimit,
    /// <summary>A fault of ours; the log has it.</summary>
    InternalError,
}

/// <summary>Each reason's metric label, and its words for operators.</summary>
public static class DropTexts
{
    /// <summary>The label in <c>hotspot_radius_dropped</c>.</summary>
    public static string Metric(DropReason reason) => reason switch
    {
        DropReason.UnknownSource => "unknown_source",
        DropReason.UnknownNasIdentifier => "unknown_nas_identifier",
        DropReason.Malformed => "malformed",
        DropReason.WrongPort => "wrong_port",
        DropReason.WrongRequestAuthenticator => "wrong_request_authenticator",
        DropReason.WrongMessageAuthenticator => "wrong_message_authenticator",
        DropReason.MessageAuthenticatorMissing => "message_authenticator_missing",
        DropReason.InProgress => "in_progress",
        DropReason.IncompleteAccounting => "incomplete_accounting",
        DropReason.NotStored => "not_stored",
        DropReason.StaleEap => "stale_eap",
        DropReason.ProxyLoop => "proxy_loop",
        DropReason.HomeOffline => "home_offline",
        DropReason.OverLimit => "over_limit",
        DropReason.InternalError => "internal_error",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    /// <summary>One sentence: what it means and what to do.</summary>
    public static string English(DropReason reason) => reason switch
    {
        DropReason.UnknownSource => "No NAS is known at this address: add it, or correct its address.",
        DropReason.UnknownNasIdentifier => "Several NAS share this address and none has this NAS-Identifier: set it on the router and here.",
        DropReason.Malformed => "This is not a RADIUS packet.",
        DropReason.WrongPort => "Authentication and accounting ports are mixed up on the router.",
        DropReason.WrongRequestAuthenticator or DropReason.WrongMessageAuthenticator => "The shared secret on the router differs from the one here.",
        DropReason.MessageAuthenticatorMissing =>
            "The router sent no Message-Authenticator although it must or always did: if its firmware was changed, reset what was learned.",
        DropReason.InProgress => "The router repeats itself while the first copy is being worked on.",
        DropReason.IncompleteAccounting => "The accounting packet lacks Acct-Status-Type or Acct-Session-Id.",
        DropReason.NotStored => "The accounting record could not be written to disk: check the disk.",
        DropReason.StaleEap => "An EAP packet answers no question that was asked: most likely an old copy.",
        DropReason.ProxyLoop => "The packet came back to us through a circle of proxies: a home server of a realm sends our own realm's people back here.",
        DropReason.HomeOffline => "No home server of the realm answers: check the way to it and its secret.",
        DropReason.OverLimit => "The router sends more packets than one router may (Radius:NasPacketsPerSecond): look for a loop on it, or a device that signs in again and again.",
        DropReason.InternalError => "A fault of the server: see its log.",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    /// <summary>One sentence: what it means and what to do.</summary>
    public static string Indonesian(DropReason reason) => reason switch
    {
        DropReason.UnknownSource => "Tidak ada NAS dengan alamat ini: tambahkan, atau betulkan alamatnya.",
        DropReason.UnknownNasIdentifier => "Beberapa NAS memakai alamat ini dan tidak ada yang ber-NAS-Identifier ini: samakan di router dan di sini.",
        DropReason.Malformed => "Ini bukan paket RADIUS.",
        DropReason.WrongPort => "Port autentikasi dan akunting tertukar di router.",
        DropReason.WrongRequestAuthenticator or DropReason.WrongMessageAuthenticator => "Shared secret di router berbeda dengan yang di sini.",
        DropReason.MessageAuthenticatorMissing =>
            "Router tidak mengirim Message-Authenticator padahal wajib atau biasanya selalu: jika firmware-nya diganti, atur ulang yang dipelajari.",
        DropReason.InProgress => "Router mengulang paket saat salinan pertama masih diproses.",
        DropReason.IncompleteAccounting => "Paket akunting tidak memuat Acct-Status-Type atau Acct-Session-Id.",
        DropReason.NotStored => "Catatan akunting tidak dapat ditulis ke disk: periksa disk.",
        DropReason.StaleEap => "Paket EAP tidak menjawab pertanyaan yang diajukan: kemungkinan salinan lama.",
        DropReason.ProxyLoop => "Paket kembali ke sini lewat lingkaran proxy: server asal suatu realm mengirimkannya balik.",
        DropReason.HomeOffline => "Tidak ada server asal realm ini yang menjawab: periksa jalur dan secret-nya.",
        DropReason.OverLimit => "Router mengirim paket melebihi batas satu router (Radius:NasPacketsPerSecond): periksa apakah ada putaran, atau perangkat yang masuk berulang-ulang.",
        DropReason.InternalError => "Kesalahan pada server: lihat log-nya.",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
