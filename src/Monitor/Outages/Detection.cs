using HotspotManager.Core.Outages;

namespace HotspotManager.Monitor.Outages;

/// <summary>What the detector must know of a device. <paramref name="Area"/> is empty when it is not known; a device that is not polled only links others.</summary>
public readonly record struct DeviceFacts(int Id, int? UplinkId, string Area, bool IsPolled);

/// <summary>Why a device does not answer, as far as can be told.</summary>
public enum OutageCause
{
    /// <summary>Nothing above it is known to fail: it is the device, its power or its cable.</summary>
    NoAnswer,

    /// <summary>What its way to us goes through is down.</summary>
    Uplink,

    /// <summary>Most of what stands in one area, or behind one uplink that is not polled, failed at about the same time.</summary>
    PowerOrBackhaul,

    /// <summary>It answers, but nobody has come online for far longer than usual at this hour.</summary>
    Silent,

    /// <summary>It answers, but far fewer log-ins succeed than before.</summary>
    LogInsFail,

    /// <summary>It answers no poll, but accounting of its phones goes on.</summary>
    Management,

    /// <summary>It answers no poll, but ping.</summary>
    OnlyPing,

    /// <summary>It answers late, or only when asked again.</summary>
    Strained,

    /// <summary>It goes up and down.</summary>
    Flapping,

    /// <summary>Somebody works on it, or on what it hangs on.</summary>
    Planned,
}

/// <summary>How an incident ended.</summary>
public enum IncidentEnding
{
    /// <summary>Everything in it answers again.</summary>
    Recovered,

    /// <summary>Somebody began to work on what was in it.</summary>
    Maintenance,

    /// <summary>It was none.</summary>
    Withdrawn,

    /// <summary>What was in it is not watched any more.</summary>
    Removed,
}

/// <summary>How often and how fast the detector decides; see <see cref="ForInterval"/>.</summary>
public sealed record DetectorOptions
{
    /// <summary>Misses in a row (the poll and its re-probes) until a device is down.</summary>
    public int MissesForDown { get; init; } = 4;

    /// <summary>Good polls in a row until a device is up again.</summary>
    public int GoodForUp { get; init; } = 2;

    /// <summary>Failures of neighbours this close together have one cause.</summary>
    public TimeSpan SiteWindow { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>The fewest devices that make a site incident.</summary>
    public int SiteCount { get; init; } = 3;

    /// <summary>The least share of an area's devices that makes one.</summary>
    public double SiteShare { get; init; } = 0.6;

    /// <summary>A child that went down this long before its uplink did belongs to the uplink's incident.</summary>
    public TimeSpan FoldWindow { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How long a child's outage is held back while its uplink is being probed.</summary>
    public TimeSpan HoldAtMost { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A device that fails again this soon continues its last incident: a flapping link is one incident.</summary>
    public TimeSpan ReopenWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What one change between up and down adds to a device's penalty (RFC 2439 calls it the figure of merit).</summary>
    public double FlapPenalty { get; init; } = 1000;

    /// <summary>A device is flapping above this penalty: with two outages within minutes.</summary>
    public double FlapSuppress { get; init; } = 3000;

    /// <summary>It no longer is below this one.</summary>
    public double FlapReuse { get; init; } = 1500;

    /// <summary>The most a penalty can be: 45 quiet minutes end any flapping.</summary>
    public double FlapMost { get; init; } = 12_000;

    /// <summary>In this time a penalty halves.</summary>
    public TimeSpan FlapHalfLife { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>When most of a site answer again and no further one has for this long, those left have an incident each.</summary>
    public TimeSpan SplitAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Facts this old fill history and decide nothing.</summary>
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a device that answers no poll counts as living after accounting came from it. Routers report each 5 to 10 minutes.</summary>
    public TimeSpan SignHolds { get; init; } = TimeSpan.FromMinutes(12);

    /// <summary>How long a device that answers no poll counts as living after it answered a ping: until the next poll's pings are answered or not.</summary>
    public TimeSpan PingHolds { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>While our own way out is silent: up to this share of answers says that it is our way, not the devices.</summary>
    public double IsolationShare { get; init; } = 0.1;

    /// <summary>The second look at a device that answers again.</summary>
    public TimeSpan Recheck { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The defaults with what depends on the poll interval.</summary>
    public static DetectorOptions ForInterval(TimeSpan interval) => new()
    {
        PingHolds = interval + TimeSpan.FromSeconds(Math.Min(15, interval.TotalSeconds)),
        FoldWindow = interval + TimeSpan.FromSeconds(30),
        HoldAtMost = TimeSpan.FromSeconds(Math.Clamp(interval.TotalSeconds / 3, 3, 20)),
        Recheck = TimeSpan.FromSeconds(Math.Clamp(interval.TotalSeconds / 5, 0.2, 2)),
    };
}

/// <summary>What kind of change a <see cref="Detection"/> tells.</summary>
public enum DetectionKind
{
    /// <summary>A device's state changed from <see cref="Detection.Before"/> to <see cref="Detection.State"/>.</summary>
    State,

    /// <summary>An incident began; its devices follow as <see cref="State"/>.</summary>
    IncidentOpened,

    /// <summary>A closed incident goes on.</summary>
    IncidentReopened,

    /// <summary>An incident turned out to be a whole site's.</summary>
    IncidentBecameSite,

    /// <summary>An incident turned out to be part of <see cref="Detection.Into"/>; its devices have moved there.</summary>
    IncidentMerged,

    /// <summary>An incident's root goes up and down; it stays open until that has ended.</summary>
    IncidentFlapping,

    /// <summary>An incident is over, as <see cref="Detection.Ending"/> says.</summary>
    IncidentClosed,
}

/// <summary>One change, in the order they happened.</summary>
/// <param name="Kind">What changed.</param>
/// <param name="At">When it became known.</param>
/// <param name="DeviceId">The device, or the incident's root; 0 for a site incident.</param>
/// <param name="Before">State until now.</param>
/// <param name="State">State from now.</param>
/// <param name="Since">Since when that is so: for an outage the first miss, a little before <paramref name="At"/>.</param>
/// <param name="Cause">Why, when there is an outage.</param>
/// <param name="CauseDeviceId">The uplink that is down; 0 for none.</param>
/// <param name="Incident">The detector's number of the incident; 0 for none.</param>
/// <param name="Into">The incident it was merged into.</param>
/// <param name="Area">A site incident's area; empty when it is an uplink's.</param>
/// <param name="Ending">How a closed incident ended.</param>
/// <param name="IsWithdrawn">The outage that this change ends was none: it is taken back.</param>
public readonly record struct Detection(
    DetectionKind Kind, DateTimeOffset At, int DeviceId, DeviceState Before, DeviceState State, DateTimeOffset Since, OutageCause Cause, int CauseDeviceId,
    long Incident, long Into, string Area, IncidentEnding Ending = IncidentEnding.Recovered, bool IsWithdrawn = false);

/// <summary>The detector wants this device asked after this delay; sooner than its schedule.</summary>
public readonly record struct ProbeWish(int DeviceId, TimeSpan Delay);

/// <summary>An outage that was open when the process ended.</summary>
public readonly record struct OpenOutage(int DeviceId, DeviceState State, DateTimeOffset Since, OutageCause Cause, int CauseDeviceId, long IncidentId);
