using System.CommandLine;
using HotspotManager.Core.Outages;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot maintenance …</c></summary>
internal static class MaintenanceCommands
{
    public static Command Create()
    {
        var ap = Common.Opt<string?>("--ap", "An access point, router or other device", "NAME");
        var area = Common.Opt<string?>("--area", "An area and all in it", "CODE");
        var tag = Common.Opt<string?>("--tag", "All access points with this label", "T");
        var from = Common.Opt<string?>("--from", "When it begins, \"2026-11-23 22:00\"; without it now. With --every a time, 01:00", "WHEN");
        var until = Common.Opt<string?>("--until", "When it ends, likewise; with --every at or before --from: on the next day", "WHEN");
        var span = Common.Opt<string?>("--for", "Instead of --until: 90m, 2h or 1d", "TIME");
        var every = Common.Opt<string?>("--every", "On these days of the week: mon-fri, sat,sun, all", "DAYS");
        var last = Common.Opt<string?>("--last-day", "With --every: only up to this day, 2027-01-31", "DATE");
        var reason = Common.Opt<string?>("--reason", "What is done", "TEXT");
        var all = new Option<bool>("--all") { Description = "Also those that are over" };
        var id = new Argument<int>("ID");
        var maintenance = new Command("maintenance", "Maintenance windows: nobody is told of what is worked on");
        maintenance.Add(Common.Command("add", "Add a window for an access point, an area or a tag", async (a, store, cancel) =>
        {
            var input = new MaintenanceInput(a.GetValue(ap), a.GetValue(area), a.GetValue(tag), a.GetValue(from), a.GetValue(until), a.GetValue(span), a.GetValue(every),
                a.GetValue(last), a.GetValue(reason));
            var row = await store.Writer.ChangeAsync(async db =>
            {
                var added = await MaintenanceList.AddAsync(db, input, Environment.UserName, store.Clock, cancel);
                await db.SaveChangesAsync(cancel);
                return added;
            }, cancel);
            var view = MaintenanceList.View(row, a.GetValue(ap), store.Clock);
            store.Output.Done($"Window {row.Id} for {view.AccessPoint ?? view.Area ?? view.Tag} is {view.State}.", view);
        }, ap, area, tag, from, until, span, every, last, reason));
        maintenance.Add(Common.Command("remove", "Remove a window; one that is on ends now", async (a, store, cancel) =>
        {
            await store.Writer.ChangeAsync(db => MaintenanceList.RemoveAsync(db, a.GetValue(id), store.Now, cancel), cancel);
            store.Output.Done($"Window {a.GetValue(id)} is removed.", new { id = a.GetValue(id) });
        }, id));
        maintenance.Add(Common.Command("list", "Windows that are on or to come", async (a, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await MaintenanceList.ListAsync(db, store.Clock, a.GetValue(all), cancel));
        }, all));
        return maintenance;
    }
}
