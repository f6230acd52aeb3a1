using System.Globalization;

namespace HotspotManager.Core.Alerts.Texts;

public sealed partial record AlertTexts
{
    public static AlertTexts English { get; } = new()
    {
        Language = "en",
        Culture = CultureInfo.GetCultureInfo("en-GB"),
        Down = "■ Down: {0} ({1})",
        Degraded = "▲ Degraded: {0} ({1})",
        Withdrawn = "○ Taken back: {0} ({1})",
        Recovered = "● Recovered: {0} ({1})",
        Points = "{0} access points",
        NoAnswer = "does not answer",
        PowerOrBackhaul = "probably power or backhaul",
        Uplink = "uplink {0} is cut",
        NobodyLogsIn = "answers, but nobody logs in",
        LogInsFail = "answers, but many log-ins fail",
        OnlyManagement = "does not answer, but people are online",
        SlowOrLossy = "slow or lossy",
        Flapping = "goes up and down",
        AreaUnknown = "Area not known",
        Since = "since {0} {1}",
        FromUntil = "{0}–{1} {3}, for {2}",
        People = "{0} people cut off",
        PeopleThen = "{0} people were cut off",
        Nobody = "nobody was connected",
        InHand = "in the hands of {0}",
        NobodyHasIt = "nobody has taken it yet",
        Digest = "■ Summary: {0} incidents, {1} still down",
        DigestSum = "{0} access points, {1} people",
        DigestWorst = "Most: {0}",
        Test = "Test message for {0}.",
        TestMeans = "Alerts about outages will arrive here.",
        AcknowledgeButton = "✓ I take it",
        MuteButton = "Mute 1 h",
        Acknowledged = "In the hands of {0}.",
        AlreadyAcknowledged = "Already in the hands of {0}.",
        Muted = "This chat is muted for this incident for 1 h.",
        NotAllowed = "You are not registered as an operator for this. Your Telegram number: {0}",
        Over = "This incident is over.",
        Seconds = "s",
        Minutes = "min",
        Hours = "h",
        Days = "d",
    };
}
