using System.Globalization;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Hours;

/// <summary>A rule as an operator writes it.</summary>
/// <param name="Area">Code, or null for the whole city.</param>
/// <param name="Plan">Name, or null for every plan.</param>
/// <param name="From">24-hour time, <c>18:00</c> or <c>18.00</c>.</param>
/// <param name="Until">Likewise, up to 24:00; at or before <paramref name="From"/>: of the next day.</param>
/// <param name="Days">As <see cref="HoursDays"/> reads it; null: all.</param>
/// <param name="FirstDay"><c>2027-02-18</c>, or null.</param>
public sealed record HoursInput(string? Area, string? Plan, bool Open, string? From, string? Until, string? Days, string? FirstDay, string? LastDay, string? Name);

/// <summary>A rule as commands and pages show it.</summary>
public sealed record HoursView(int Id, string Area, string? Plan, string Kind, string Days, string From, string Until, string? FirstDay, string? LastDay, string? Name);

/// <summary>The verbs on opening hours.</summary>
public static class HoursList
{
    private const int MostOfArea = 50;

    /// <exception cref="RefusedException">A time, day, date, area or plan cannot be used.</exception>
    public static async Task<HoursRule> AddAsync(HotspotDb db, HoursInput input, CancellationToken cancel = default)
    {
        var area = string.IsNullOrWhiteSpace(input.Area) ? "" : await AreaList.EnsureAsync(db, input.Area, cancel);
        if (await db.Set<HoursRule>().CountAsync(r => r.AreaCode == area, cancel) >= MostOfArea) throw new RefusedException($"There are {MostOfArea} rules already: remove some first.");
        var rule = new HoursRule
        {
            AreaCode = area,
            PlanId = string.IsNullOrWhiteSpace(input.Plan) ? null : (await PlanList.GetAsync(db, input.Plan.Trim(), cancel)).Id,
            Open = input.Open,
            Days = HoursDays.Read(input.Days),
            From = Minutes(input.From, "--from") % (24 * 60),
            Until = Minutes(input.Until, "--until"),
            FirstDay = Day(input.FirstDay),
            LastDay = Day(input.LastDay),
            Name = string.IsNullOrWhiteSpace(input.Name) ? null : input.Name.Trim(),
        };
        if (rule.Name?.Length > 40 || rule.Name?.Any(char.IsControl) == true) throw new RefusedException("A name has at most 40 characters.");
        if (rule.FirstDay > rule.LastDay) throw new RefusedException("The last day is before the first.");
        db.Add(rule);
        return rule;
    }

    /// <exception cref="RefusedException">There is no such rule.</exception>
    public static async Task<HoursRule> RemoveAsync(HotspotDb db, int id, CancellationToken cancel = default)
    {
        var rule = await db.Set<HoursRule>().FirstOrDefaultAsync(r => r.Id == id, cancel) ?? throw new RefusedException($"There is no rule {id}. See: hotspot hours list");
        db.Remove(rule);
        return rule;
    }

    public static async Task<IReadOnlyList<HoursView>> ListAsync(HotspotDb db, CancellationToken cancel = default)
    {
        var plans = await db.Set<Plan>().AsNoTracking().ToDictionaryAsync(p => p.Id, p => p.Name, cancel);
        var rules = await db.Set<HoursRule>().AsNoTracking().OrderBy(r => r.AreaCode).ThenBy(r => r.From).ThenBy(r => r.Id).ToListAsync(cancel);
        return [.. rules.Select(r => View(r, r.PlanId is { } plan ? plans.GetValueOrDefault(plan) : null))];
    }

    public static HoursView View(HoursRule r, string? plan) =>
        new(r.Id, r.AreaCode, plan, r.Open ? "open" : "closed", HoursDays.Text(r.Days), Clock(r.From), Clock(r.Until), Date(r.FirstDay), Date(r.LastDay), r.Name);

    /// <summary>Adds or renames a holiday.</summary>
    /// <exception cref="RefusedException">Not a date.</exception>
    public static async Task<Holiday> AddHolidayAsync(HotspotDb db, string? day, string? name, CancellationToken cancel = default)
    {
        var number = Day(day) ?? throw new RefusedException("Write the day as 2027-08-17.");
        var text = string.IsNullOrWhiteSpace(name) ? Date(number)! : name.Trim();
        var row = await db.Set<Holiday>().FirstOrDefaultAsync(h => h.Day == number, cancel);
        if (row is null) db.Add(row = new Holiday { Day = number, Name = text });
        row.Name = text.Length <= 60 ? text : throw new RefusedException("A holiday's name has at most 60 characters.");
        return row;
    }

    /// <exception cref="RefusedException">It is not in the list.</exception>
    public static async Task RemoveHolidayAsync(HotspotDb db, string? day, CancellationToken cancel = default)
    {
        var number = Day(day);
        db.Remove(await db.Set<Holiday>().FirstOrDefaultAsync(h => h.Day == number, cancel) ?? throw new RefusedException($"{day} is not in the list of holidays."));
    }

    public static string? Date(int? day) => day is { } d ? string.Create(CultureInfo.InvariantCulture, $"{d / 10_000:0000}-{d / 100 % 100:00}-{d % 100:00}") : null;

    private static string Clock(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");

    private static int Minutes(string? text, string option)
    {
        var parts = (text ?? "").Trim().Split(':', '.');
        if (parts.Length == 2 && parts[1].Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes < 60 && hours * 60 + minutes <= 24 * 60) return hours * 60 + minutes;
        throw new RefusedException($"{option} is a time such as 18:00, not '{text}'.");
    }

    private static int? Day(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        return DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? HoursRule.Number(day) : throw new RefusedException($"'{text}' is not a day: write 2027-02-18.");
    }
}
