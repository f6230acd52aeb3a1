using System.CommandLine;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot nas …</c>: routers and controllers that are only that.</summary>
internal static class NasCommands
{
    public static Command Create()
    {
        var name = Common.Name("NAS");
        var nas = new Command("nas", "NAS: routers and controllers that ask us over RADIUS");
        nas.Add(Common.Command("add", "Add a NAS", (a, store, cancel) =>
            ChangeAsync(store, a.GetValue(name)!, "added", db => NetworkList.AddNasAsync(db, store.Secrets, a.GetValue(name)!, NetworkOptions.Read(a), cancel), cancel), [name, .. NetworkOptions.OfNas]));
        nas.Add(Common.Command("set", "Change a NAS", (a, store, cancel) =>
            ChangeAsync(store, a.GetValue(name)!, "changed", db => NetworkList.SetNasAsync(db, store.Secrets, a.GetValue(name)!, NetworkOptions.Read(a), cancel), cancel), [name, .. NetworkOptions.OfNas]));
        nas.Add(Common.Command("list", "All NAS", async (_, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await NetworkViews.NasAsync(db, cancel: cancel));
        }));
        nas.Add(Common.Command("unknown", "Who sends RADIUS packets without being known (never answered), and the command that adopts each", async (_, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await UnknownNasList.ListAsync(db, cancel));
        }));
        nas.Add(Common.Command("show", "One NAS", async (a, store, cancel) => store.Output.One(await ShowAsync(store, a.GetValue(name)!, cancel)), name));
        nas.Add(Common.Command("remove", "Remove a NAS", async (a, store, cancel) =>
        {
            await store.Writer.ChangeAsync(db => NetworkList.RemoveNasAsync(db, a.GetValue(name)!, cancel), cancel);
            store.Output.Done($"NAS {a.GetValue(name)} removed.", new { name = a.GetValue(name) });
        }, name));
        return nas;
    }

    private static async Task ChangeAsync(StoreSession store, string name, string what, Func<HotspotDb, Task<Nas>> change, CancellationToken cancel)
    {
        await store.Writer.ChangeAsync(change, cancel);
        store.Output.Done($"NAS {name} {what}.", await ShowAsync(store, name, cancel));
    }

    private static async Task<NasView> ShowAsync(StoreSession store, string name, CancellationToken cancel)
    {
        await using var db = store.Open();
        var nas = await NetworkList.GetNasAsync(db, name, cancel);
        return (await NetworkViews.NasAsync(db, nas.Name, cancel)).Single();
    }
}
