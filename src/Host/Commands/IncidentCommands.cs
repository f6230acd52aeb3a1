using System.CommandLine;
using System.Globalization;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Store;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot incident …</c>: what an operator does with an incident.</summary>
internal static class IncidentCommands
{
    public static Command Create()
    {
        var id = new Argument<long>("ID") { Description = "Number of the incident, from 'incident list'" };
        var all = new Option<bool>("--all") { Description = "Also those that ended" };
        var comment = Common.Opt<string?>("--comment", "What is known", "TEXT");
        var holds = Common.Opt<string?>("--for", "For how long, 30m, 2h or 1d; without it until the incident ends", "TIME");
        var owner = new Argument<string?>("WHO") { Description = "Who sees to it; nothing: nobody", Arity = ArgumentArity.ZeroOrOne };
        var text = new Argument<string>("TEXT") { Description = "What to write down" };
        var incident = new Command("incident", "Incidents: one cause and everything it took with it");
        incident.Add(Common.Command("list", "Incidents, open ones first", async (a, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await OutageList.IncidentsAsync(db, !a.GetValue(all), store.Now, take: 1000, cancel: cancel));
        }, all));
        incident.Add(Common.Command("show", "One incident with its outages and its story", async (a, store, cancel) =>
        {
            await using var db = store.Open();
            var found = await OutageList.IncidentAsync(db, a.GetValue(id), store.Now, cancel)
                ?? throw new RefusedException($"There is no incident {a.GetValue(id)}. See: hotspot incident list --all");
            store.Output.Done(Story(found), found);
        }, id));
        incident.Add(Change("ack", "Say that somebody knows: nobody needs to be told again", "is acknowledged",
            (a, db, who, now, cancel) => IncidentDesk.AcknowledgeAsync(db, a.GetValue(id), who, a.GetValue(comment), MaintenanceList.Span(a.GetValue(holds)), now, cancel), id, comment, holds));
        incident.Add(Change("unack", "Take that back", "is not acknowledged any more", (a, db, who, now, cancel) => IncidentDesk.UnacknowledgeAsync(db, a.GetValue(id), who, now, cancel), id));
        incident.Add(Change("own", "Say who sees to it", "has its owner", (a, db, who, now, cancel) => IncidentDesk.OwnAsync(db, a.GetValue(id), who, a.GetValue(owner), now, cancel), id, owner));
        incident.Add(Change("note", "Write something down", "has the note", (a, db, who, now, cancel) => IncidentDesk.NoteAsync(db, a.GetValue(id), who, a.GetValue(text), now, cancel), id, text));
        return incident;
    }

    private static Command Change(
        string name, string what, string done, Func<ParseResult, HotspotDb, string, DateTimeOffset, CancellationToken, Task<Incident>> change, params Symbol[] symbols) =>
        Common.Command(name, what, async (a, store, cancel) =>
        {
            var row = await store.Writer.WriteAsync(db => change(a, db, Environment.UserName, store.Now, cancel), cancel);
            await using var db = store.Open();
            store.Output.Done($"Incident {row.Id} {done}.", (await OutageList.IncidentAsync(db, row.Id, store.Now, cancel))!.Incident);
        }, symbols);

    private static string Story(IncidentDetail found)
    {
        var i = found.Incident;
        var lines = new List<string>
        {
            $"Incident {i.Id}: {i.Root ?? i.Area ?? "?"}, {i.Cause}, since {Moment(i.StartedAt)}{(i.EndedAt is { } ended ? $" until {Moment(ended)} ({i.Ending})" : "")}",
            $"{i.Points} access points, {i.People} people; owner: {i.Owner ?? "nobody"}; acknowledged by: {i.AcknowledgedBy ?? "nobody"}{(i.Flapping ? "; flapping" : "")}",
        };
        lines.AddRange(found.Outages.Select(o => $"  {o.AccessPoint}: {o.State}, {o.Cause}, {Moment(o.StartedAt)}{(o.EndedAt is { } end ? $" – {Moment(end)}" : "")}"));
        lines.AddRange(found.Notes.Select(n => $"  {Moment(n.At)} {n.Kind}{(n.Who is null ? "" : $" by {n.Who}")}{(n.Text is null ? "" : $": {n.Text}")}"));
        return string.Join(Environment.NewLine, lines);
    }

    private static string Moment(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
