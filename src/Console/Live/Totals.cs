using HotspotManager.Core.Areas;
using HotspotManager.Core.Outages;

namespace HotspotManager.Console.Live;

/// <summary>Counts over a scope, as the counters of the overview show them. <c>bps</c> is bits a second, in and out together.</summary>
public sealed record Totals(IReadOnlyDictionary<string, int> States, int Clients, int Sessions, double Bps, double? Success, int Outages, DateTimeOffset? At)
{
    /// <summary>Counts an area, or the whole city.</summary>
    public static Totals Of(PointReader reader, LiveCounts counts, string? area)
    {
        var states = Enum.GetValues<DeviceState>().ToDictionary(DeviceStates.Name, _ => 0, StringComparer.Ordinal);
        int clients = 0, open = 0, tried = 0, accepted = 0;
        double bits = 0;
        DateTimeOffset? newest = null;
        foreach (var point in reader.All(area))
        {
            states[point.StateName]++;
            clients += point.Clients ?? 0;
            bits += point.TrafficBits ?? 0;
            open += counts.At(point.Row.Id);
            var (all, ok) = counts.AttemptsAt(point.Row.Id);
            tried += all;
            accepted += ok;
            if (point.At > newest || newest is null) newest = point.At ?? newest;
        }

        var outages = counts.IncidentAreas.Count(a => area is null || (a is not null && AreaCode.Contains(area, a)));
        return new Totals(states, clients, area is null ? counts.Sessions : open, bits, tried == 0 ? null : (double)accepted / tried, outages, newest);
    }
}
