using System.CommandLine;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Overview;
using HotspotManager.Core.Store;

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
