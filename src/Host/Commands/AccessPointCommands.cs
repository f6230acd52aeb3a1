using System.CommandLine;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Overview;
using HotspotManager.Core.Store;
using HotspotManager.Radius.Replies;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot ap …</c></summary>
internal static class AccessPointCommands
{
    public static Command Create()
    {
        var name = Common.Name("access point");
        var ap = new Command("ap", "Access points: where people connect");
        ap.Add(Common.Command("add", "Add a router that is NAS, access point and device in one, or (--nas) a further access point behind one", (a, store, cancel) =>
            ChangeAsync(store, a.GetValue(name)!, "added", db => NetworkList.AddAccessPointAsync(db, store.Secrets, a.GetValue(name)!, NetworkOptions.Read(a), cancel), cancel),
            [name, .. NetworkOptions.All]));
        ap.Add(Common.Command("set", "Change what is said of an access point", (a, store, cancel) =>
            ChangeAsync(store, a.GetValue(name)!, "changed", db => NetworkList.SetAccessPointAsync(db, store.Secrets, a.GetValue(name)!, NetworkOptions.Read(a), cancel), cancel),
            [name, .. NetworkOptions.All]));
        ap.Add(Common.Command("list", "All access points with their state", async (a, store, cancel) =>
        {
            await using var db = store.Open();
            var points = await AccessPointList.ListAsync(db, store.Now, area: AreaCommands.Code(a.GetValue(NetworkOptions.Area)), cancel: cancel);
            if (store.Output.IsJson) store.Output.Many(points);
            else store.Output.Many(points.Select(p => new { p.Name, p.Area, p.State, p.Since, p.Clients, p.Address, p.Brand, p.Gateway, p.Uplink }).ToList());
        }, NetworkOptions.Area));
        ap.Add(Common.Command("show", "One access point", async (a, store, cancel) => store.Output.One(await ShowAsync(store, a.GetValue(name)!, cancel)), name));
        var lines = new Argument<string[]>("LINE") { Description = "'Name = value' replaces an attribute or adds it, '+Name = value' adds one more, '-Name' leaves it out (write -- before it)", Arity = ArgumentArity.ZeroOrMore };
        var clear = new Option<bool>("--clear") { Description = "Back to what its brand's table says" };
        ap.Add(Common.Command("reply", "What an Access-Accept carries there for each plan; with LINEs: what it has otherwise than its brand's table (all lines at once)",
            (a, store, cancel) => ReplyAsync(store, a.GetValue(name)!, a.GetValue(lines)!, a.GetValue(clear), cancel), name, lines, clear));
        ap.Add(Common.Command("remove", "Remove an access point; its history stays", async (a, store, cancel) =>
        {
            await store.Writer.ChangeAsync(db => NetworkList.RemoveAccessPointAsync(db, a.GetValue(name)!, cancel), cancel);
            store.Output.Done($"Access point {a.GetValue(name)} removed.", new { name = a.GetValue(name) });
        }, name));
        ap.Add(Import.Command("import", "Add or change access points from a spreadsheet (CSV); columns: name and the options of 'ap add'", ["name"], async (row, db, store, cancel) =>
        {
            var named = Names.Check(row["name"], "access point");
            var input = NetworkOptions.Read(row);
            input.Check();
            if (db.Set<AccessPoint>().Any(p => p.Name == named)) await NetworkList.SetAccessPointAsync(db, store.Secrets, named, input, cancel);
            else await NetworkList.AddAccessPointAsync(db, store.Secrets, named, input, cancel);
        }));
        return ap;
    }

    private static async Task ReplyAsync(StoreSession store, string name, string[] lines, bool clear, CancellationToken cancel)
    {
        if (clear && lines.Length > 0) throw new UsageException("Give either LINEs or --clear.");
        var changes = ReplyChanges.Of(string.Join('\n', lines));
        if (clear || lines.Length > 0)
            await store.Writer.ChangeAsync(db => NetworkList.SetReplyLinesAsync(db, name, string.Join('\n', lines), cancel), cancel);
        await using var db = store.Open();
        var point = await NetworkList.GetAccessPointAsync(db, name, cancel);
        changes ??= ReplyChanges.Of(point.ReplyLines);
        var brand = (await db.Set<Nas>().SingleAsync(n => n.Id == point.NasId, cancel)).Brand;
        var view = new
        {
            AccessPoint = point.Name,
            Brand = brand,
            Lines = (point.ReplyLines ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries),
            Replies = (await db.Set<Plan>().OrderBy(p => p.Name).ToListAsync(cancel)).Select(p => new { Plan = p.Name, Attributes = ReplyPreview.Lines(brand, changes, p) }).ToList(),
        };
        if (store.Output.IsJson)
        {
            store.Output.One(new { view.AccessPoint, view.Brand, view.Lines, view.Replies });
            return;
        }
        Terminal.Out.WriteLine($"{view.AccessPoint} ({view.Brand}){(view.Lines.Length == 0 ? "" : ", otherwise than its brand: " + string.Join("; ", view.Lines))}");
        foreach (var reply in view.Replies) Terminal.Out.WriteLine($"{reply.Plan}:\n  " + string.Join("\n  ", reply.Attributes));
    }

    private static async Task ChangeAsync(StoreSession store, string name, string what, Func<HotspotDb, Task<AccessPoint>> change, CancellationToken cancel)
    {
        await store.Writer.ChangeAsync(change, cancel);
        store.Output.Done($"Access point {name} {what}.", await ShowAsync(store, name, cancel));
    }

    private static async Task<AccessPointView> ShowAsync(StoreSession store, string name, CancellationToken cancel)
    {
        await using var db = store.Open();
        await NetworkList.GetAccessPointAsync(db, name, cancel);
        return (await AccessPointList.ListAsync(db, store.Now, name, cancel: cancel))[0];
    }
}
