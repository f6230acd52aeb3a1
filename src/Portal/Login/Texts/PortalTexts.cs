using System.Globalization;

namespace HotspotManager.Portal.Login.Texts;

/// <summary>
/// Every word a resident reads, once for each language: a language that lacks one does not compile. Plain words: what happened and what to do; no jargon of networks.
/// A text with figures is a function, so that each language puts them where it needs them.
/// </summary>
public sealed partial record PortalTexts
{
    /// <summary>As in <c>?lang=</c> and <c>&lt;html lang&gt;</c>.</summary>
    public required string Language { get; init; }
    public required CultureInfo Culture { get; init; }
    public required string OtherLanguage { get; init; }
    public required string OtherLanguageName { get; init; }

    public required string ServiceName { get; init; }

    // The sign-in page.
    public required string Connect { get; init; }
    public required string EnterCode { get; init; }
    public required string CodeLabel { get; init; }
    public required string ConnectButton { get; init; }
    public required string CodeGives { get; init; }
    public required string FreeLead { get; init; }
    public required string FreeButton { get; init; }
    public required string Free { get; init; }
    public required string ConsentBefore { get; init; }
    public required string ConsentLink { get; init; }
    public required string ConsentAfter { get; init; }
    public required string CannotEnter { get; init; }
    public required string[] CannotEnterAdvice { get; init; }
    public required string ReportFault { get; init; }
    public required string ReportAdvice { get; init; }
    public required string ThisPoint { get; init; }

    // Further ways to sign in.
    public required string VoucherFold { get; init; }
    public required string EnterPhone { get; init; }
    public required string PhoneFold { get; init; }
    public required string PhoneLabel { get; init; }
    public required string PhoneButton { get; init; }
    public required string PhoneGives { get; init; }
    public required string EnterAccount { get; init; }
    public required string AccountFold { get; init; }
    public required string UserNameLabel { get; init; }
    public required string PasswordLabel { get; init; }
    public required string OtherWays { get; init; }
    public required Func<int, string> Remember { get; init; }

    // The phone that comes back.
    public required string WelcomeBack { get; init; }
    public required string WelcomeBackHow { get; init; }
    public required string Remembered { get; init; }
    public required string ForgetButton { get; init; }
    public required string ForgottenTitle { get; init; }
    public required string Forgotten { get; init; }

    // The one-time code.
    public required string CodeTitle { get; init; }
    public required string CodeSentTo { get; init; }
    public required string OtpLabel { get; init; }
    public required string CodeLate { get; init; }
    public required string AgainButton { get; init; }
    public required string CodeOnItsWay { get; init; }
    public required string CodeNotDelivered { get; init; }

    /// <summary>When it was sent and until when it is good, as the city's clock shows it.</summary>
    public required Func<string, string, string> CodeSentAt { get; init; }
    public required Func<string, string> AgainFrom { get; init; }
    // The one more button that some gateways need.
    public required string HandOverTitle { get; init; }
    public required string HandOver { get; init; }

    /// <summary>The message itself: the code, and whose it is. One SMS holds 160 characters.</summary>
    public required Func<string, string, string> CodeMessage { get; init; }

    // The status page.
    public required string YouAreOnline { get; init; }
    public required string YouAreOffline { get; init; }
    public required string TimeLeft { get; init; }
    public required string DataLeft { get; init; }
    public required string SpeedLabel { get; init; }
    public required string Unlimited { get; init; }
    public required string DataSlow { get; init; }
    public required string SlowNow { get; init; }
    public required string Refresh { get; init; }
    public required string StatusUnknown { get; init; }
    public required string OnlineUnknown { get; init; }
    /// <summary>With the time of the access point's last report.</summary>
    public required Func<string, string> StatusCounted { get; init; }
    public required string OnTheWay { get; init; }
    public required string OnTheWayWhat { get; init; }
    public required string Silent { get; init; }
    /// <summary>With the time of the last report there was.</summary>
    public required Func<string, string> SilentWhat { get; init; }
    public required string RenewedAtMidnight { get; init; }
    /// <summary>What the window is called (or null), and when it opens again (or null), as <see cref="When"/> says it.</summary>
    public required Func<string?, string?, string> Closed { get; init; }
    public required string Expired { get; init; }

    // Other pages.
    public required string NotFoundTitle { get; init; }
    public required string NotFound { get; init; }
    public required string TooMany { get; init; }

    /// <summary>With the time of day from which on the phone may try again.</summary>
    public required Func<string, string> AgainAfterMany { get; init; }

    /// <summary>The one-time code was answered wrongly too often.</summary>
    public required string CodeBurnt { get; init; }
    public required string BrokenTitle { get; init; }
    public required string Broken { get; init; }
    public required string WelcomeTitle { get; init; }
    public required string Welcome { get; init; }
    public required string IncompleteTitle { get; init; }
    public required string Connecting { get; init; }
    public required string ConnectingWait { get; init; }
    public required string FaultTitle { get; init; }
    public required string VoucherTitle { get; init; }
    public required string[] VoucherSteps { get; init; }
    public required string VoucherOpen { get; init; }
    public required string VoucherOpenWhat { get; init; }
    public required string VoucherTap { get; init; }
    public required string ScannedReady { get; init; }
    public required string PrivacyTitle { get; init; }
    public required string[] Privacy { get; init; }

    // With figures.
    public required Func<int, string> Minutes { get; init; }
    public required Func<int, int, string> HoursAndMinutes { get; init; }
    public required Func<string, string> FreeTitle { get; init; }
    public required Func<int, string> TriesLeft { get; init; }

    /// <summary>"58 menit", "2 jam 5 menit".</summary>
    public string Duration(TimeSpan left)
    {
        var minutes = (int)Math.Min(Math.Ceiling(left.TotalMinutes), int.MaxValue);
        if (minutes >= 2 * 24 * 60) return Days(minutes / (24 * 60));
        return minutes < 120 ? Minutes(minutes) : HoursAndMinutes(minutes / 60, minutes % 60);
    }

    public required Func<int, string> Days { get; init; }

    /// <summary>How a time of day is written: <c>HH.mm</c> in Indonesian.</summary>
    public required string ClockFormat { get; init; }

    /// <summary>"pukul", "at".</summary>
    public required string At { get; init; }

    /// <summary>A time of day, in the city's time.</summary>
    public string Clock(DateTimeOffset local) => local.ToString(ClockFormat, Culture);

    /// <summary>"pukul 21.00", or with its day when that is not today: "Senin, 23 November pukul 07.00".</summary>
    /// <param name="local">In the city's time, as <paramref name="now"/> is.</param>
    public string When(DateTimeOffset local, DateTimeOffset now) =>
        local.Date == now.Date ? $"{At} {Clock(local)}" : $"{local.ToString("dddd, d MMMM", Culture)} {At} {Clock(local)}";

    /// <summary>Octets as MB of 1,000,000 or GB of 1,000,000,000, with this language's decimal sign.</summary>
    public string Data(long octets) => octets >= 1_000_000_000
        ? (octets / 1e9).ToString("0.#", Culture) + " GB"
        : (octets / 1e6).ToString(octets < 10_000_000 ? "0.#" : "0", Culture) + " MB";

    /// <summary>kbit/s as Mbps or kbps.</summary>
    public string Speed(long kbps) => kbps >= 1000 ? (kbps / 1000d).ToString("0.#", Culture) + " Mbps" : kbps.ToString(Culture) + " kbps";

    public static IReadOnlyList<PortalTexts> All => [Indonesian, English];

    /// <summary>The language asked for; Indonesian when none or an unknown one is.</summary>
    public static PortalTexts Of(string? language) => language == English.Language ? English : Indonesian;
}
