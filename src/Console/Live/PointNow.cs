using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Series;

namespace HotspotManager.Console.Live;

/// <summary>An access point as it is now. Rates are octets a second; null where it is not known.</summary>
public sealed record PointNow(AccessPoint Row, DeviceState State, string? Cause, DateTimeOffset Since, int? Clients, double? InBps, double? OutBps, DateTimeOffset? At)
{
    /// <summary>The access point's name.</summary>
    public string Name => Row.Name;

    /// <summary>Its area's code.</summary>
    public string Area => Row.AreaCode;

    /// <summary>The state as CSS, JSON and the texts name it.</summary>
    public string StateName => DeviceStates.Name(State);

    /// <summary>In and out together, bits a second.</summary>
    public double? TrafficBits => InBps is null && OutBps is null ? null : 8 * ((InBps ?? 0) + (OutBps ?? 0));
}

/// <summary>Reads what is in memory of the network, its states, its newest samples and its open sessions.</summary>
public sealed class PointReader(NetworkTable network, StateBook states, SampleRing ring, LiveCounts sessions)
{
    /// <summary>The network as it is set up now.</summary>
    public NetworkSnapshot Network => network.Current;

    /// <summary>All access points of an area (null: of the city), by name.</summary>
    public IEnumerable<PointNow> All(string? area) =>
        network.Current.AccessPoints.Where(a => area is null || HotspotManager.Core.Areas.AreaCode.Contains(area, a.AreaCode)).Select(Of);

    /// <summary>One access point as it is now. Figures of a point that is away are not shown: they would be old.</summary>
    public PointNow Of(AccessPoint row)
    {
        if (row.DeviceId is not { } device) return new PointNow(row, DeviceState.Unknown, null, default, sessions.At(row.Id), null, null, null);
        var state = states.Of(device);
        var away = state.State is DeviceState.Down or DeviceState.Unreachable;
        if (away || ring.Latest(device) is not { } sample) return new PointNow(row, state.State, state.Cause, state.Since, away ? null : sessions.At(row.Id), null, null, null);
        return new PointNow(
            row, state.State, state.Cause, state.Since, sample.Clients >= 0 ? sample.Clients : sessions.At(row.Id), Known(sample.InBps), Known(sample.OutBps), sample.At);
    }

    /// <summary>Lower is worse: the order of lists.</summary>
    public static int Rank(DeviceState state) => state switch
    {
        DeviceState.Down => 0,
        DeviceState.Unreachable => 1,
        DeviceState.Degraded => 2,
        DeviceState.Unknown => 3,
        DeviceState.Maintenance => 4,
        DeviceState.Up => 5,
        _ => 6,
    };

    private static double? Known(float value) => float.IsNaN(value) || value < 0 ? null : value;
}
