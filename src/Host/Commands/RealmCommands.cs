using System.CommandLine;
using HotspotManager.Core.Realms;
using HotspotManager.Core.Store;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot realm …</c>: people of elsewhere, asked about at their home servers.</summary>
internal static class RealmCommands
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "What stands behind the @ of its people's names, for example kampus.ac.id" };
        var servers = new Option<string[]>("--server") { Description = "A home server, IP:PORT (accounting: the next port); several in the order of their use", HelpName = "IP:PORT" };
        var secrets = new Option<string[]>("--secret") { Description = "The secret shared with it: one for all servers, or one for each", HelpName = "S" };
        var plan = Common.Opt<string?>("--plan", "The plan its people get here, on top of what their home allows; \"\" for none", "P");
        var strip = new Option<bool?>("--strip") { Description = "Send the name without @NAME", Arity = ArgumentArity.ZeroOrOne };
        var offline = Common.Opt<string?>("--when-offline", "When no home server answers: reject (default) or silence", "ANSWER");
        Symbol[] options = [name, servers, secrets, plan, strip, offline];

        RealmInput Read(ParseResult a) => new(
            a.GetValue(servers), a.GetValue(secrets), a.GetValue(plan), a.GetResult(strip) is not { } given ? null : given.Tokens.Count == 0 || a.GetValue(strip) == true, a.GetValue(offline));

        var realm = new Command("realm", "Realms: people of elsewhere (name@realm), asked about at their home servers");
        realm.Add(Common.Command("add", "Add a realm", (a, store, cancel) =>
            ChangeAsync(store, a.GetValue(name)!, "added", db => RealmList.AddAsync(db, store.Secrets, a.GetValue(name)!, Read(a), cancel), cancel), options));
        realm.Add(Common.Command("set", "Change a realm; --server replaces all its servers", (a, store, cancel) =>
            ChangeAsync(store, a.GetValue(name)!, "changed", db => RealmList.SetAsync(db, store.Secrets, a.GetValue(name)!, Read(a), cancel), cancel), options));
        realm.Add(Common.Command("list", "All realms", async (_, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await RealmList.ListAsync(db, cancel: cancel));
        }));
        realm.Add(Common.Command("remove", "Remove a realm", async (a, store, cancel) =>
        {
            await store.Writer.ChangeAsync(db => RealmList.RemoveAsync(db, a.GetValue(name)!, cancel), cancel);
            store.Output.Done($"Realm {a.GetValue(name)} removed.", new { name = a.GetValue(name) });
        }, name));
        return realm;
    }

    private static async Task ChangeAsync(StoreSession store, string name, string what, Func<HotspotDb, Task<Realm>> change, CancellationToken cancel)
    {
        await store.Writer.ChangeAsync(change, cancel);
        await using var db = store.Open();
        store.Output.Done($"Realm {name} {what}.", (await RealmList.ListAsync(db, name, cancel))[0]);
    }
}
