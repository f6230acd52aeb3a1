using HotspotManager.Core.Areas;

namespace HotspotManager.Core.Alerts;

/// <summary>What a way to somebody can do with what changes after the first message.</summary>
public enum AlertManner
{
    /// <summary>Each message rings and stays: only the first, a rise and the end are told (e-mail, SMS, WhatsApp).</summary>
    Rings,

    /// <summary>The message changes itself without ringing (Telegram).</summary>
    Edits,

    /// <summary>A program that wants everything (webhook).</summary>
    Every,
}

/// <summary>Hours of the city's clock in which phones stay silent, in minutes of the day; over midnight when <paramref name="Until"/> is not after <paramref name="From"/>.</summary>
public readonly record struct QuietHours(int From, int Until)
{
    public bool Holds(int minute) => From < Until ? minute >= From && minute < Until : minute >= From || minute < Until;
}

/// <summary>What the rules must know of a subscription.</summary>
/// <param name="Area">Null: the whole city.</param>
/// <param name="AfterMinutes">0: told first; else only what nobody acknowledged for so long: the next step.</param>
/// <param name="PointMinutes">How long a single access point is out before it is told.</param>
/// <param name="QuietLeast">What is told in quiet hours all the same.</param>
/// <param name="DigestMinutes">Null: each incident by itself; else one message for all of them so often, from 07.00 on.</param>
/// <param name="PerHour">Messages about new incidents in an hour; the others come in one digest.</param>
/// <param name="Since">What began earlier is not told.</param>
/// <param name="MutedUntil">Nothing at all until then.</param>
public sealed record AlertListener(
    int Id, string? Area, AlertSeverity Least, int AfterMinutes, int PointMinutes, QuietHours? Quiet, AlertSeverity QuietLeast, int? DigestMinutes, int PerHour, AlertManner Manner,
    DateTimeOffset Since, DateTimeOffset? MutedUntil)
{
    public bool Wants(AlertIncident incident) =>
        incident.Severity >= Least && (Area is null || incident.Area is { } area && AreaCode.Contains(Area, area)) && incident.StartedAt >= Since;
}

/// <summary>Why an incident waits for a digest.</summary>
public static class AlertHeld
{
    public const string Quiet = "quiet", Budget = "budget", Digest = "digest";
}

/// <summary>How things stand between one subscription and one incident.</summary>
/// <param name="HeldAt">It was due then but waits for a digest or the end of quiet hours.</param>
/// <param name="ToldAt">A message of its own was written.</param>
/// <param name="Shown">What the last message showed (<see cref="AlertIncident.Shown"/>).</param>
/// <param name="DigestedAt">It was told in a digest.</param>
/// <param name="RecoveredAt">Its end was told, or need not be.</param>
/// <param name="ReopenedAt">It began again after its end was told.</param>
/// <param name="MutedUntil">This chat wants nothing of this incident until then.</param>
public sealed record AlertStanding(int Listener, long Incident)
{
    public DateTimeOffset? HeldAt { get; init; }
    public string? HeldWhy { get; init; }
    public DateTimeOffset? ToldAt { get; init; }
    public AlertSeverity ToldSeverity { get; init; }
    public string? Shown { get; init; }
    public DateTimeOffset? ShownAt { get; init; }
    public DateTimeOffset? DigestedAt { get; init; }
    public DateTimeOffset? RecoveredAt { get; init; }
    public DateTimeOffset? ReopenedAt { get; init; }
    public DateTimeOffset? MutedUntil { get; init; }
}
