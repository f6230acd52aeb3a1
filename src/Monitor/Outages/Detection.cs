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

    /// <summary>The second look at a device that answers again.</summary>
    public TimeSpan Recheck { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The defaults with what depends on the poll interval.</summary>
    public static DetectorOptions ForInterval(TimeSpan interval) => new()
    {
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

    /// <summary>The last device of an incident answers again.</summary>
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
public readonly record struct Detection(
    DetectionKind Kind, DateTimeOffset At, int DeviceId, DeviceState Before, DeviceState State, DateTimeOffset Since, OutageCause Cause, int CauseDeviceId,
    long Incident, long Into, string Area);

/// <summary>The detector wants this device asked after this delay; sooner than its schedule.</summary>
public readonly record struct ProbeWish(int DeviceId, TimeSpan Delay);

/// <summary>An outage that was open when the process ended.</summary>
public readonly record struct OpenOutage(int DeviceId, DeviceState State, DateTimeOffset Since, OutageCause Cause, int CauseDeviceId, long IncidentId);
