using System.Globalization;
using HotspotManager.Core.Admission;

namespace HotspotManager.Core.Attempts;

/// <summary>What happened in an attempt, step by step: closed; the sentences are in <see cref="AttemptSteps"/>.</summary>
public enum AttemptStep
{
    /// <summary>A NAS asked: its name, from where, by which method; signed.</summary>
    AskedSigned,
    /// <summary>The same, without Message-Authenticator.</summary>
    AskedUnsigned,
    /// <summary>Nobody has that name.</summary>
    FoundNobody,
    /// <summary>The name is a voucher's.</summary>
    FoundVoucher,
    /// <summary>The name is an account's.</summary>
    FoundAccount,
    /// <summary>The name is a grant's, which the portal gave.</summary>
    FoundGrant,
    /// <summary>The password came out as octets nobody types.</summary>
    Unreadable,
    /// <summary>What the method says of itself.</summary>
    Said,
    /// <summary>Another realm's home server answered: realm, server, answer.</summary>
    HomeAnswered,
    /// <summary>No home server of the realm answered.</summary>
    HomeSilent,
    /// <summary>In: seconds, kbit/s down, kbit/s up, MB left ("" for no limit).</summary>
    Accepted,
    /// <summary>In, and the limits are another's.</summary>
    AcceptedElsewhere,
    /// <summary>Refused: the reason's name.</summary>
    Refused,
    /// <summary>A gateway sent a phone to the portal: gateway, MAC, IP.</summary>
    GatewaySent,
    /// <summary>How the person signed in: the way, who that is.</summary>
    SignedIn,
    /// <summary>A grant was given: number, until.</summary>
    Granted,
    /// <summary>The gateway did not let the phone in: why.</summary>
    GatewayRefused,
    /// <summary>The phone was handed over to its gateway.</summary>
    HandedOver,
    /// <summary>The portal asks on: the reason's name.</summary>
    AskedOn,
}

/// <summary>The steps of an attempt as they are stored (one a line: the step's name and its values, separated by tabs) and as people read them.</summary>
public static class AttemptSteps
{
    /// <summary>One step as it is stored.</summary>
    public static string Line(AttemptStep step, params ReadOnlySpan<string?> values)
    {
        var line = step.ToString();
        foreach (var value in values) line += "\t" + (value ?? "").Replace('\t', ' ').Replace('\n', ' ');
        return line;
    }

    /// <summary>The sentences of stored steps in a language (<c>id</c> or <c>en</c>). What an older or newer version wrote stays as it is.</summary>
    public static IReadOnlyList<string> In(string language, string stored) =>
        [.. stored.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Sentence(line.Split('\t'), language) ?? line)];

    private static string? Sentence(string[] parts, string language)
    {
        if (!Enum.TryParse<AttemptStep>(parts[0], out var step) || parts[0] != step.ToString()) return null;
        string At(int i) => i < parts.Length ? parts[i] : "";
        string Why() => Enum.TryParse<Reason>(At(1), out var reason) ? ReasonTexts.In(language, reason) : At(1);
        string Left() => At(4).Length == 0 ? language == "en" ? "no data limit" : "tanpa batas data" : language == "en" ? $"{At(4)} MB left" : $"sisa {At(4)} MB";
        var english = language == "en";
        return step switch
        {
            AttemptStep.AskedSigned => english ? $"Asked by {At(1)} ({At(2)}) by {At(3)}, signed" : $"Diminta oleh {At(1)} ({At(2)}) dengan {At(3)}, bertanda tangan",
            AttemptStep.AskedUnsigned => english ? $"Asked by {At(1)} ({At(2)}) by {At(3)}, without Message-Authenticator" : $"Diminta oleh {At(1)} ({At(2)}) dengan {At(3)}, tanpa Message-Authenticator",
            AttemptStep.FoundNobody => english ? "Nobody is known by this name" : "Nama ini tidak dikenal",
            AttemptStep.FoundVoucher => english ? "Found a voucher" : "Ditemukan sebagai voucher",
            AttemptStep.FoundAccount => english ? "Found an account" : "Ditemukan sebagai akun",
            AttemptStep.FoundGrant => english ? "Found the permission that the portal gave" : "Ditemukan izin yang diberikan portal",
            AttemptStep.Unreadable => english
                ? "The password is unreadable: most likely the shared secret on the router differs from the one here"
                : "Sandi tidak terbaca: kemungkinan besar shared secret di router berbeda dengan yang di sini",
            AttemptStep.Said => At(1),
            AttemptStep.HomeAnswered => english ? $"Home server {At(2)} of {At(1)} answered {At(3)}" : $"Server asal {At(2)} dari {At(1)} menjawab {At(3)}",
            AttemptStep.HomeSilent => english ? $"No home server of {At(1)} answered" : $"Tidak ada server asal {At(1)} yang menjawab",
            AttemptStep.Accepted => english ? $"Accepted: {At(1)} s, {At(2)}/{At(3)} kbit/s, {Left()}" : $"Diterima: {At(1)} detik, {At(2)}/{At(3)} kbit/s, {Left()}",
            AttemptStep.AcceptedElsewhere => english ? "Accepted with the home server's limits" : "Diterima dengan batas dari server asal",
            AttemptStep.Refused => (english ? "Refused: " : "Ditolak: ") + Why(),
            AttemptStep.GatewaySent => english ? $"Gateway {At(1)} sent phone {At(2)} {At(3)}" : $"Gateway {At(1)} mengirim ponsel {At(2)} {At(3)}",
            AttemptStep.SignedIn => english ? $"Signed in by {At(1)} as {At(2)}" : $"Masuk dengan {At(1)} sebagai {At(2)}",
            AttemptStep.Granted => english ? $"Permission {At(1)} given until {At(2)}" : $"Izin {At(1)} diberikan sampai {At(2)}",
            AttemptStep.GatewayRefused => (english ? "The gateway did not let the phone in: " : "Gateway tidak membuka akses: ") + At(1),
            AttemptStep.HandedOver => english ? "Handed over to the gateway" : "Diserahkan ke gateway",
            AttemptStep.AskedOn => (english ? "Asked on: " : "Ditanya lagi: ") + Why(),
            _ => throw new ArgumentOutOfRangeException(nameof(parts)),
        };
    }

    /// <summary>A whole number as a value of a step.</summary>
    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
