using HotspotManager.Console.Live;

namespace HotspotManager.Console.Pages;

/// <summary>One row of a list of access points.</summary>
public sealed record PointRow(PointNow Point, string Line)
{
    /// <summary>Whether the state is calm: its age is then told as a span, not as a running clock.</summary>
    public bool Calm => Point.State is Core.Outages.DeviceState.Up or Core.Outages.DeviceState.Maintenance;
}

/// <summary>A list of access points, sorted.</summary>
/// <param name="Rows">The rows of this page.</param>
/// <param name="WorstFirst">Whether the list is sorted by state, so that the script may move rows.</param>
public sealed record PointRows(IReadOnlyList<PointRow> Rows, bool WorstFirst);
