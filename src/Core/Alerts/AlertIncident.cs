namespace HotspotManager.Core.Alerts;

/// <summary>How much is out: what a subscription asks for at least, and what decides how soon it is told.</summary>
public enum AlertSeverity
{
    /// <summary>One access point: told after some minutes only, since power flickers and routers restart.</summary>
    Point,

    /// <summary>A site or what hangs on an uplink: told at once.</summary>
    Site,

    /// <summary>A good part of the city: breaks through quiet hours unless told otherwise.</summary>
    Wide,
}

/// <summary>What the rules must know of an incident.</summary>
/// <param name="Root">Name of the device that failed first; null for a site.</param>
/// <param name="Area">Code of its area.</param>
/// <param name="Cause">As the incident has it: <c>no answer</c>, <c>uplink NAME down</c>, <c>power or backhaul</c> …</param>
/// <param name="IsSite">Its cause takes several down, also while only one of them is known to be.</param>
/// <param name="InMaintenance">All of it is in a maintenance window.</param>
/// <param name="AcknowledgedBy">Who has it in hand; null: nobody.</param>
/// <param name="HasRecovered">Of an ended one: everything answers again. Otherwise maintenance began, or it was no outage after all.</param>
public sealed record AlertIncident(
    long Id, string? Root, string? Area, string Cause, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, int Points, int People, bool IsSite, bool InMaintenance, string? AcknowledgedBy,
    bool HasRecovered = true)
{
    public const int WidePoints = 10, WidePeople = 100;

    public AlertSeverity Severity => Points >= WidePoints || People >= WidePeople ? AlertSeverity.Wide : IsSite || Points > 1 ? AlertSeverity.Site : AlertSeverity.Point;

    public bool IsOpen => EndedAt is null;

    /// <summary>What a message shows of it: while this is the same there is nothing new to say.</summary>
    public string Shown => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Points}|{People}|{Root}|{Area}|{Cause}|{AcknowledgedBy}|{(IsOpen ? 0 : 1)}");
}
