using System.Globalization;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Store;

namespace HotspotManager.Core.Reports;

/// <summary>A month (<c>2026-11</c>) or a week from Monday (ISO 8601, <c>2026-W47</c>) of the city's calendar.</summary>
public sealed record ReportPeriod
{
    private ReportPeriod(string key, DateOnly first, DateOnly next, bool isWeek) => (Key, First, Next, IsWeek) = (key, first, next, isWeek);

    /// <summary><c>2026-11</c> or <c>2026-W47</c>.</summary>
    public string Key { get; }

    /// <summary>Its first day.</summary>
    public DateOnly First { get; }

    /// <summary>The day after its last.</summary>
    public DateOnly Next { get; }

    public bool IsWeek { get; }

    public static ReportPeriod Month(DateOnly day)
    {
        var first = new DateOnly(day.Year, day.Month, 1);
        return new ReportPeriod(first.ToString("yyyy-MM", CultureInfo.InvariantCulture), first, first.AddMonths(1), false);
    }

    public static ReportPeriod Week(DateOnly day)
    {
        var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        var date = monday.ToDateTime(TimeOnly.MinValue);
        return new ReportPeriod($"{ISOWeek.GetYear(date):0000}-W{ISOWeek.GetWeekOfYear(date):00}", monday, monday.AddDays(7), true);
    }

    /// <summary>Reads <c>2026-11</c> or <c>2026-W47</c>.</summary>
    /// <exception cref="RefusedException">It is neither.</exception>
    public static ReportPeriod Parse(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) && month.Year is >= 2000 and < 3000) return Month(month);
        if (text is [_, _, _, _, '-', 'W' or 'w', _, _]
            && int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 2000 and < 3000
            && int.TryParse(text.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var week) && week >= 1 && week <= ISOWeek.GetWeeksInYear(year))
            return Week(DateOnly.FromDateTime(ISOWeek.ToDateTime(year, week, DayOfWeek.Monday)));
        throw new RefusedException($"'{text}' is no month or week: write a month as 2026-11, a week as 2026-W47.");
    }

    public ReportPeriod Previous => IsWeek ? Week(First.AddDays(-1)) : Month(First.AddDays(-1));

    public ReportPeriod Following => IsWeek ? Week(Next) : Month(Next);

    public DateTimeOffset From(CityClock clock) => clock.Midnight(First);

    public DateTimeOffset To(CityClock clock) => clock.Midnight(Next);

    /// <summary>Which part of a monthly sum falls into it up to <paramref name="now"/>: one for a whole month, days ÷ days of their month for a week.</summary>
    public double MonthsUntil(CityClock clock, DateTimeOffset now)
    {
        var months = 0.0;
        for (var day = First; day < Next; day = day.AddDays(1))
        {
            var (begin, end) = (clock.Midnight(day), clock.Midnight(day.AddDays(1)));
            var part = now >= end ? 1 : now <= begin ? 0 : (now - begin) / (end - begin);
            months += part / DateTime.DaysInMonth(day.Year, day.Month);
        }
        return months;
    }
}
