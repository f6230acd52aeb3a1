namespace HotspotManager.Core.Hours;

/// <summary>Whether it is open, and until when that stays so.</summary>
/// <param name="Until">When it changes; null: not within the next eight days.</param>
/// <param name="Name">What the window is called that has it closed now, when it has a name.</param>
public readonly record struct HoursVerdict(bool IsOpen, DateTimeOffset? Until, string? Name)
{
    /// <summary>Without any rule.</summary>
    public static HoursVerdict Always => new(true, null, null);
}

/// <summary>
/// Opening hours from the rules of one place and plan: pure. For each day one group of rules counts, the nearest: an area's own rules before those of the areas around
/// it, a plan's own before those for every plan, those for a span of dates before those without. In that group it is open inside the open windows (where the group has
/// any, else always) and outside the closed ones. A window belongs to the day it begins on.
/// </summary>
public static class OpeningHours
{
    private const int DaysAhead = 8;

    private readonly record struct Window(DateTime From, DateTime Until, HoursRule Rule);

    /// <param name="groups">Each a list of rules, the nearest first, dates not yet looked at.</param>
    /// <param name="isHoliday">Of a day of the city.</param>
    /// <param name="now">The instant in question.</param>
    /// <param name="zone">The city's.</param>
    public static HoursVerdict At(IReadOnlyList<IReadOnlyList<HoursRule>> groups, Func<DateOnly, bool> isHoliday, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (groups.Count == 0) return HoursVerdict.Always;
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        var today = DateOnly.FromDateTime(local);
        var windows = new List<Window>();
        var asks = new Dictionary<DateOnly, bool>();
        var changes = new SortedSet<DateTime>();
        for (var day = today.AddDays(-1); day <= today.AddDays(DaysAhead); day = day.AddDays(1))
        {
            var group = GroupOf(groups, day);
            asks[day] = group.Exists(r => r.Open);
            var midnight = day.ToDateTime(TimeOnly.MinValue);
            changes.Add(midnight);
            var holiday = isHoliday(day);
            foreach (var rule in group.Where(r => r.IsOn(day, holiday)))
            {
                var until = rule.Until > rule.From ? rule.Until : rule.Until + 24 * 60;
                var window = new Window(midnight.AddMinutes(rule.From), midnight.AddMinutes(until), rule);
                windows.Add(window);
                changes.Add(window.From);
                changes.Add(window.Until);
            }
        }
        var isOpen = IsOpen(local, out var name);
        foreach (var change in changes)
        {
            if (change > local && change < today.AddDays(DaysAhead).ToDateTime(TimeOnly.MinValue) && IsOpen(change, out _) != isOpen) return new HoursVerdict(isOpen, Instant(change, zone), name);
        }
        return new HoursVerdict(isOpen, null, name);

        bool IsOpen(DateTime at, out string? closedBy)
        {
            closedBy = null;
            var opened = !asks[DateOnly.FromDateTime(at)];
            foreach (var window in windows)
            {
                if (at < window.From || at >= window.Until) continue;
                if (window.Rule.Open) opened = true;
                else
                {
                    closedBy = window.Rule.Name;
                    return false;
                }
            }
            return opened;
        }
    }

    private static List<HoursRule> GroupOf(IReadOnlyList<IReadOnlyList<HoursRule>> groups, DateOnly day)
    {
        foreach (var group in groups)
        {
            var covering = group.Where(r => r.Covers(day)).ToList();
            if (covering.Count == 0) continue;
            var dated = covering.FindAll(r => r.FirstDay is not null || r.LastDay is not null);
            return dated.Count > 0 ? dated : covering;
        }
        return [];
    }

    // A zone that skips this time (a daylight-saving change) reaches it at the first instant that exists.
    private static DateTimeOffset Instant(DateTime local, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
