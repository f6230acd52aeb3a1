using HotspotManager.Core.Areas;
using HotspotManager.Core.Hours;
using HotspotManager.Core.Outages;

namespace HotspotManager.Core.Reports;

/// <summary>When a maintenance window was on: each time that one which recurs came round.</summary>
public static class MaintenanceTimes
{
    public static IEnumerable<Window> Of(MaintenanceWindow window, DateTimeOffset from, DateTimeOffset to, CityClock clock)
    {
        var (first, last) = (window.Starts > from ? window.Starts : from, window.Ends is { } ends && ends < to ? ends : to);
        if (last <= first) yield break;
        if (window.Days is not { } days)
        {
            yield return new Window(first, last);
            yield break;
        }
        // From the day before: one that begins in the evening goes on past midnight.
        for (var day = DateOnly.FromDateTime(clock.Local(first).DateTime).AddDays(-1); clock.Midnight(day) < last; day = day.AddDays(1))
        {
            if ((days & HoursDays.Of(day.DayOfWeek)) == 0) continue;
            var begin = clock.Midnight(day).AddMinutes(window.From);
            var end = clock.Midnight(day).AddMinutes(window.Until <= window.From ? window.Until + 1440 : window.Until);
            if (begin < first) begin = first;
            if (end > last) end = last;
            if (end > begin) yield return new Window(begin, end);
        }
    }
}
