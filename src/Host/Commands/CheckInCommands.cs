using System.CommandLine;
using HotspotManager.Core.CheckIns;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using HotspotManager.Portal.CheckIns;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot checkin …</c>: devices that report themselves, because nobody can reach them.</summary>
internal static class CheckInCommands
{
    private const string OpenWrt = "openwrt", RouterOs = "routeros";

    public static Command Create()
    {
        var name = Common.Name("device");
        var names = new Argument<string[]>("NAME") { Description = "Names of devices", Arity = ArgumentArity.OneOrMore };
        var system = Common.Opt<string?>("--for", $"{OpenWrt} or {RouterOs}; left out: by the gateway's brand", "SYSTEM");
        var portal = Common.Opt<string?>("--portal", "The portal's address as the device reaches it; left out: Portal:PublicUrl", "URL");
        var checkin = new Command("checkin", "Devices that report themselves (ap|device set NAME --check-in)");
        checkin.Add(Common.Command("list", "What each last said, and from where", async (_, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await CheckInList.ListAsync(db, cancel: cancel));
        }));
        checkin.Add(Common.Command("script", "Print what to paste into a device's terminal; its key is in it", (a, store, cancel) =>
            ScriptsAsync(store, a.GetValue(names)!, a.GetValue(system), a.GetValue(portal), cancel), names, system, portal));
        checkin.Add(Common.Command("renew", "Give a device another key; then paste its script again", async (a, store, cancel) =>
        {
            await store.Writer.ChangeAsync(db => CheckInList.RenewKeyAsync(db, store.Secrets, a.GetValue(name)!, cancel), cancel);
            store.Output.Done($"{a.GetValue(name)} has another key. Print its script with: hotspot checkin script {a.GetValue(name)}", new { name = a.GetValue(name) });
        }, name));
        checkin.Add(Common.Command("unknown", "Who reports itself without being known, and the command that adopts each", async (_, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await UnknownCheckInList.ListAsync(db, cancel));
        }));
        return checkin;
    }

    private sealed record Script(string Name, string System, string Text);

    private static async Task ScriptsAsync(StoreSession store, string[] names, string? system, string? portal, CancellationToken cancel)
    {
        if (system is not (null or OpenWrt or RouterOs)) throw new UsageException($"--for must be {OpenWrt} or {RouterOs}.");
        var url = (portal ?? (store.Settings.Configuration["Portal:PublicUrl"] is { Length: > 0 } set ? set : ServerFile.Running(store.Settings.Folder)?.Portal))?.TrimEnd('/')
            ?? throw new RefusedException("The portal's address is not known: set Portal:PublicUrl, or give --portal https://…");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var at) || at.Scheme is not ("http" or "https")) throw new UsageException($"'{url}' is not an http or https address.");
        await using var db = store.Open();
        var scripts = new List<Script>();
        foreach (var name in names) scripts.Add(await ScriptAsync(store, db, name, system, at, url, cancel));
        if (scripts is [var only]) store.Output.Done(only.Text, only);
        else if (store.Output.IsJson) store.Output.Many(scripts);
        else foreach (var script in scripts) Terminal.Out.WriteLine($"# {script.Name}\n{script.Text}\n");
    }

    private static async Task<Script> ScriptAsync(StoreSession store, HotspotDb db, string name, string? system, Uri portal, string url, CancellationToken cancel)
    {
        var key = await CheckInList.KeyAsync(db, store.Secrets, name, cancel);
        system ??= (await NetworkViews.NasAsync(db, name, cancel)) is [{ Brand: "mikrotik" }] ? RouterOs : OpenWrt;
        if (system == RouterOs && portal.Scheme != "https")
            throw new RefusedException($"RouterOS shows its key, so the portal must be an https address, not {url}: set Portal:PublicUrl, or give --portal https://…");
        return new Script(name, system, system == RouterOs ? CheckInScripts.RouterOs(name, key, url) : CheckInScripts.OpenWrt(name, key, url));
    }
}
