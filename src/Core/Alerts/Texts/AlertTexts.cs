using System.Globalization;
using HotspotManager.Core.Outages;

namespace HotspotManager.Core.Alerts.Texts;

/// <summary>Every word of an alert, one table for each language. <c>{0}</c> … stand for figures and names.</summary>
public sealed partial record AlertTexts
{
    public required string Language { get; init; }
    public required CultureInfo Culture { get; init; }

    /// <summary>What is out: {0} a name or how many points, {1} the cause.</summary>
    public required string Down { get; init; }

    /// <summary>It works badly: {0} a name or how many points, {1} the cause.</summary>
    public required string Degraded { get; init; }

    /// <summary>Maintenance began, or it was no outage: {0} and {1} likewise.</summary>
    public required string Withdrawn { get; init; }

    /// <summary>It is over: {0} a name or how many points, {1} the cause.</summary>
    public required string Recovered { get; init; }

    /// <summary>{0} points.</summary>
    public required string Points { get; init; }

    public required string NoAnswer { get; init; }
    public required string PowerOrBackhaul { get; init; }

    /// <summary>{0} the uplink's name.</summary>
    public required string Uplink { get; init; }

    public required string NobodyLogsIn { get; init; }
    public required string LogInsFail { get; init; }
    public required string OnlyManagement { get; init; }
    public required string SlowOrLossy { get; init; }
    public required string Flapping { get; init; }

    public required string AreaUnknown { get; init; }

    /// <summary>{0} since when, {1} time zone.</summary>
    public required string Since { get; init; }

    /// <summary>{0} from, {1} until, {2} how long, {3} time zone.</summary>
    public required string FromUntil { get; init; }

    /// <summary>{0} people.</summary>
    public required string People { get; init; }

    /// <summary>{0} people.</summary>
    public required string PeopleThen { get; init; }

    public required string Nobody { get; init; }

    /// <summary>{0} who has it in hand.</summary>
    public required string InHand { get; init; }

    public required string NobodyHasIt { get; init; }

    /// <summary>{0} incidents, {1} of them still open.</summary>
    public required string Digest { get; init; }

    /// <summary>{0} points, {1} people.</summary>
    public required string DigestSum { get; init; }

    /// <summary>{0} areas.</summary>
    public required string DigestWorst { get; init; }

    /// <summary>{0} name of the subscription.</summary>
    public required string Test { get; init; }

    public required string TestMeans { get; init; }
    public required string AcknowledgeButton { get; init; }
    public required string MuteButton { get; init; }

    /// <summary>Answers to a button: {0} who.</summary>
    public required string Acknowledged { get; init; }

    public required string AlreadyAcknowledged { get; init; }
    public required string Muted { get; init; }
    public required string NotAllowed { get; init; }
    public required string Over { get; init; }
    public required string Minutes { get; init; }
    public required string Hours { get; init; }
    public required string Days { get; init; }
    public required string Seconds { get; init; }

    public static AlertTexts For(string language) => language == English.Language ? English : Indonesian;

    public string Say(string text, params ReadOnlySpan<object?> values) => string.Format(Culture, text, values);

    public string Whole(int number) => number.ToString("N0", Culture);

    /// <summary>"41 j 06 m", as on the console.</summary>
    public string Span(TimeSpan span)
    {
        var s = Math.Max(0, (long)span.TotalSeconds);
        return s switch
        {
            < 60 => $"{s} {Seconds}",
            < 3600 => $"{s / 60} {Minutes}",
            < 3 * 86400 => $"{s / 3600} {Hours} {s % 3600 / 60:00} {Minutes}",
            _ => $"{s / 86400} {Days} {s % 86400 / 3600:00} {Hours}",
        };
    }

    /// <summary>Whether something with this cause answers but works badly.</summary>
    public static bool IsDegraded(string cause) => cause is OutageCauses.Silent or OutageCauses.LogInsFail or OutageCauses.Management or OutageCauses.Strained;

    /// <summary>A cause in words; one without words stays as it is.</summary>
    public string Cause(string cause) => cause switch
    {
        OutageCauses.NoAnswer => NoAnswer,
        OutageCauses.PowerOrBackhaul => PowerOrBackhaul,
        OutageCauses.Silent => NobodyLogsIn,
        OutageCauses.LogInsFail => LogInsFail,
        OutageCauses.Management => OnlyManagement,
        OutageCauses.Strained => SlowOrLossy,
        OutageCauses.Flapping => Flapping,
        _ when cause.StartsWith("uplink ", StringComparison.Ordinal) && cause.EndsWith(" down", StringComparison.Ordinal) => Say(Uplink, cause["uplink ".Length..^" down".Length]),
        _ => cause,
    };
}
