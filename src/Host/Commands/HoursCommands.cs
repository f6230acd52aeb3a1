using System.CommandLine;
using HotspotManager.Core.Hours;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot hours …</c> and <c>hotspot holiday …</c></summary>
internal static class HoursCommands
{
    public static Command Create()
    {
        var kind = new Argument<string>("KIND") { Description = "closed: nobody is let in, and sessions end; open: it is open in such windows only" };
        kind.AcceptOnlyFromAmong("closed", "open");
        var from = Common.Opt<string>("--from", "When the window begins, 18:00", "TIME", required: true);
        var until = Common.Opt<string>("--until", "When it ends, 21:00; at or before --from: on the next day", "TIME", required: true);
        var area = Common.Opt<string?>("--area", "An area and all in it; without it the whole city. An area's own rules replace those around it", "CODE");
        var plan = Common.Opt<string?>("--plan", "Only for this plan; its rules replace those for every plan", "P");
        var days = Common.Opt<string?>("--days", "Days it begins on: mon-fri, sat,sun,holidays, all (default)", "DAYS");
        var first = Common.Opt<string?>("--first-day", "Only from this day on, 2027-02-18. Rules with dates stand in for those without", "DATE");
        var last = Common.Opt<string?>("--last-day", "Only up to this day", "DATE");
        var name = Common.Opt<string?>("--name", "What residents call it: \"jam belajar\"", "TEXT");
        var id = new Argument<int>("ID");
        var hours = new Command("hours", "Opening hours for areas and plans");
        hours.Add(Common.Command("add", "Add a window", async (a, store, cancel) =>
        {
            var rule = await store.Writer.ChangeAsync(async db =>
            {
                var added = await HoursList.AddAsync(db, new HoursInput(a.GetValue(area), a.GetValue(plan), a.GetValue(kind) == "open", a.GetValue(from), a.GetValue(until),
                    a.GetValue(days), a.GetValue(first), a.GetValue(last), a.GetValue(name)), cancel);
                await db.SaveChangesAsync(cancel);
                return added;
            }, cancel);
            var view = HoursList.View(rule, a.GetValue(plan));
            store.Output.Done($"{(view.Area.Length > 0 ? view.Area : "The city")} is {view.Kind} {view.From}–{view.Until} ({view.Days}).", view);
        }, kind, from, until, area, plan, days, first, last, name));
        hours.Add(Common.Command("remove", "Remove a window", async (a, store, cancel) =>
        {
            await store.Writer.ChangeAsync(db => HoursList.RemoveAsync(db, a.GetValue(id), cancel), cancel);
            store.Output.Done($"Rule {a.GetValue(id)} is removed.", new { id = a.GetValue(id) });
        }, id));
        hours.Add(Common.Command("list", "All windows; area \"\" is the whole city", async (_, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await HoursList.ListAsync(db, cancel));
        }));
        return hours;
    }

    public static Command CreateHoliday()
    {
        var day = new Argument<string>("DATE") { Description = "2027-08-17" };
        var name = Common.Opt<string?>("--name", "Its name", "TEXT");
        var holiday = new Command("holiday", "Days that count as holidays in the opening hours");
        holiday.Add(Common.Command("add", "Add or rename a holiday", async (a, store, cancel) =>
        {
            var row = await store.Writer.ChangeAsync(db => HoursList.AddHolidayAsync(db, a.GetValue(day), a.GetValue(name), cancel), cancel);
            store.Output.Done($"{HoursList.Date(row.Day)} is a holiday.", new { day = HoursList.Date(row.Day), row.Name });
        }, day, name));
        holiday.Add(Common.Command("remove", "Take a day out again", async (a, store, cancel) =>
        {
            await store.Writer.ChangeAsync(db => HoursList.RemoveHolidayAsync(db, a.GetValue(day), cancel), cancel);
            store.Output.Done($"{a.GetValue(day)} is no holiday.", new { day = a.GetValue(day) });
        }, day));
        holiday.Add(Common.Command("list", "All of them", async (_, store, cancel) =>
        {
            await using var db = store.Open();
            var rows = await db.Set<Holiday>().AsNoTracking().OrderBy(h => h.Day).ToListAsync(cancel);
            store.Output.Many(rows.ConvertAll(h => new { day = HoursList.Date(h.Day), h.Name }));
        }));
        return holiday;
    }
}
