using System.Globalization;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Hours;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Outages;

/// <summary>A maintenance window as an operator writes it: for one of <paramref name="AccessPoint"/>, <paramref name="Area"/> and <paramref name="Tag"/>.</summary>
/// <param name="AccessPoint">Name of an access point or any other device.</param>
/// <param name="Area">Code.</param>
/// <param name="Tag">A label.</param>
/// <param name="From">When it begins: <c>2026-11-23 22:00</c> by the city's clock, null for now; with <paramref name="Every"/> a time, <c>01:00</c>.</param>
/// <param name="Until">When it ends, likewise.</param>
/// <param name="For">Instead of <paramref name="Until"/>, for one that happens once: <c>90m</c>, <c>2h</c>, <c>1d</c>.</param>
/// <param name="Every">Days of the week, as <see cref="HoursDays"/> reads them; null: once.</param>
/// <param name="LastDay">Of one that recurs: <c>2027-01-31</c>, or null.</param>
/// <param name="Reason">What is done.</param>
public sealed record MaintenanceInput(
    string? AccessPoint = null, string? Area = null, string? Tag = null, string? From = null, string? Until = null, string? For = null, string? Every = null,
    string? LastDay = null, string? Reason = null);

/// <summary>A maintenance window as commands, pages and the API show it. <c>state</c>: <c>on</c>, <c>coming</c> or <c>over</c>; <c>from</c> and <c>until</c> are times of the day of one that recurs.</summary>
public sealed record MaintenanceView(
    int Id, string? AccessPoint, string? Area, string? Tag, DateTimeOffset Starts, DateTimeOffset? Ends, string? Every, string? From, string? Until, string? Reason, string Who,
    string State);

/// <summary>The verbs on maintenance windows.</summary>
public static class MaintenanceList
{
    private const int MostOpen = 1000;
    private const int EveryDay = (1 << 7) - 1;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);
    private static readonly string[] Moments = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    /// <exception cref="RefusedException">What is named is not there, or a time cannot be used.</exception>
    public static async Task<MaintenanceWindow> AddAsync(HotspotDb db, MaintenanceInput input, string who, CityClock clock, CancellationToken cancel = default)
    {
        var now = clock.Now;
        var said = new[] { input.AccessPoint, input.Area, input.Tag }.Count(t => !string.IsNullOrWhiteSpace(t));
        if (said != 1) throw new RefusedException("Say what it is for: one of an access point or device, an area, or a tag.");
        if (await db.Set<MaintenanceWindow>().CountAsync(w => w.Ends == null || w.Ends > now, cancel) >= MostOpen)
            throw new RefusedException($"There are {MostOpen} windows already: remove some first.");
        var window = new MaintenanceWindow { Who = who, Starts = now, Reason = string.IsNullOrWhiteSpace(input.Reason) ? null : input.Reason.Trim() };
        if (window.Reason?.Length > 200 || window.Reason?.Any(char.IsControl) == true) throw new RefusedException("A reason has at most 200 characters, on one line.");
        await SetPlaceAsync(db, window, input, cancel);
        if (string.IsNullOrWhiteSpace(input.Every)) SetOnce(window, input, clock, now);
        else SetRecurring(window, input, clock, now);
        db.Add(window);
        return window;
    }

    /// <summary>One that has not begun, or recurs and was never on, is deleted; one that is on ends now.</summary>
    /// <exception cref="RefusedException">There is no such window, or it is over.</exception>
    public static async Task<MaintenanceWindow> RemoveAsync(HotspotDb db, int id, DateTimeOffset now, CancellationToken cancel = default)
    {
        var window = await FindAsync(db, id, cancel);
        if (window.Ends <= now) throw new RefusedException($"Window {id} is over.");
        if (window.Starts < now) window.Ends = now;
        else db.Remove(window);
        return window;
    }

    /// <exception cref="RefusedException">There is no such window.</exception>
    public static async Task<MaintenanceWindow> FindAsync(HotspotDb db, int id, CancellationToken cancel = default) =>
        await db.Set<MaintenanceWindow>().SingleOrDefaultAsync(w => w.Id == id, cancel) ?? throw new RefusedException($"There is no window {id}. See: hotspot maintenance list");

    /// <summary>Those on or to come, the earliest first; with <paramref name="all"/> those that are over, too.</summary>
    public static async Task<IReadOnlyList<MaintenanceView>> ListAsync(HotspotDb db, CityClock clock, bool all = false, CancellationToken cancel = default)
    {
        var now = clock.Now;
        var rows = await db.Set<MaintenanceWindow>().AsNoTracking().Where(w => all || w.Ends == null || w.Ends > now).OrderBy(w => w.Starts).ThenBy(w => w.Id).ToListAsync(cancel);
        var ids = rows.Where(w => w.DeviceId is not null).Select(w => w.DeviceId!.Value).Distinct().ToList();
        var names = await db.Set<Device>().AsNoTracking().Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => d.Name, cancel);
        return rows.ConvertAll(w => View(w, w.DeviceId is { } id ? names.GetValueOrDefault(id) : null, clock));
    }

    public static MaintenanceView View(MaintenanceWindow w, string? device, CityClock clock) => new(
        w.Id, device, w.AreaCode, w.Tag, w.Starts, w.Ends, w.Days is { } days ? Days(days) : null, w.Days is null ? null : Clock(w.From), w.Days is null ? null : Clock(w.Until),
        w.Reason, w.Who, w.Ends <= clock.Now ? "over" : w.IsOn(clock.Now, clock.Zone) ? "on" : "coming");

    private static async Task SetPlaceAsync(HotspotDb db, MaintenanceWindow window, MaintenanceInput input, CancellationToken cancel)
    {
        if (!string.IsNullOrWhiteSpace(input.Area))
        {
            window.AreaCode = await AreaList.EnsureAsync(db, input.Area, cancel);
        }
        else if (!string.IsNullOrWhiteSpace(input.Tag))
        {
            var tag = input.Tag.Trim();
            window.Tag = tag.Length <= 63 && !tag.Contains(',') ? tag : throw new RefusedException("A tag has at most 63 characters and no comma.");
        }
        else
        {
            var name = input.AccessPoint!.Trim();
            window.DeviceId = await db.Set<AccessPoint>().Where(a => a.Name == name).Select(a => a.DeviceId).FirstOrDefaultAsync(cancel)
                ?? await db.Set<Device>().Where(d => d.Name == name).Select(d => (int?)d.Id).FirstOrDefaultAsync(cancel)
                ?? throw new RefusedException($"There is no access point or device '{name}' that is watched.");
        }
    }

    private static void SetOnce(MaintenanceWindow window, MaintenanceInput input, CityClock clock, DateTimeOffset now)
    {
        if (!string.IsNullOrWhiteSpace(input.LastDay)) throw new RefusedException("A last day is for windows that recur: say on which days.");
        window.Starts = Moment(input.From, clock) ?? now;
        var until = Moment(input.Until, clock);
        var span = Span(input.For);
        if (until is null == span is null) throw new RefusedException("Say when it ends: either until when, or for how long.");
        window.Ends = until ?? window.Starts + span;
        if (window.Ends <= window.Starts) throw new RefusedException("It ends before it begins.");
        if (window.Ends <= now) throw new RefusedException("That is past: windows are for now and later.");
        if (window.Ends - window.Starts > Longest) throw new RefusedException("A window lasts at most 31 days: take what is out of use for longer out of the set-up.");
    }

    private static void SetRecurring(MaintenanceWindow window, MaintenanceInput input, CityClock clock, DateTimeOffset now)
    {
        if (!string.IsNullOrWhiteSpace(input.For)) throw new RefusedException("A window that recurs is written from a time until a time.");
        var days = HoursDays.Read(input.Every) & EveryDay;
        if (days == 0) throw new RefusedException("Say on which days of the week: mon-fri, sat,sun, all.");
        (window.Days, window.From, window.Until) = (days, Minutes(input.From, "the beginning") % (24 * 60), Minutes(input.Until, "the end"));
        window.Starts = now;
        if (string.IsNullOrWhiteSpace(input.LastDay)) return;
        if (!DateOnly.TryParseExact(input.LastDay.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var last))
            throw new RefusedException($"'{input.LastDay}' is not a day: write 2027-01-31.");
        window.Ends = Instant(last.AddDays(1).ToDateTime(TimeOnly.MinValue), clock.Zone);
        if (window.Ends <= now) throw new RefusedException("The last day is past.");
    }

    private static string Days(int days) => days == EveryDay ? "all" : HoursDays.Text(days);

    private static string Clock(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");

    private static DateTimeOffset? Moment(string? text, CityClock clock)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Trim() == "now") return null;
        return DateTime.TryParseExact(text.Trim(), Moments, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? Instant(local, clock.Zone) : throw new RefusedException($"'{text}' is not a moment: write \"2026-11-23 22:00\", by the city's clock.");
    }

    private static DateTimeOffset Instant(DateTime local, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>A length of time: <c>90m</c>, <c>2h</c>, <c>1d</c>; null: nothing was said.</summary>
    /// <exception cref="RefusedException">It is none.</exception>
    public static TimeSpan? Span(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var said = text.Trim();
        return double.TryParse(said[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 100_000 ? said[^1] switch
        {
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => throw new RefusedException($"'{text}' is not a length of time: write 90m, 2h or 1d."),
        } : throw new RefusedException($"'{text}' is not a length of time: write 90m, 2h or 1d.");
    }

    private static int Minutes(string? text, string what) =>
        TimeOnly.TryParseExact((text ?? "").Trim().Replace('.', ':'), "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.Hour * 60 + time.Minute
        : text?.Trim() is "24:00" or "24.00" ? 24 * 60
        : throw new RefusedException($"'{text}' is not a time: write {what} as 01:00.");
}
