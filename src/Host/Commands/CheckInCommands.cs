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
        var system = Common.Opt<string?>("--for", $"{OpenWrt} or {RouterOs}; left out: by the gateway's brand", "SYSTEM");
        var portal = Common.Opt<string?>("--portal", "The portal's address as the device reaches it; left out: Portal:PublicUrl", "URL");
        var checkin = new Command("checkin", "Devices that report themselves (ap|device set NAME --check-in)");
        checkin.Add(Common.Command("list", "What each last said, and from where", async (_, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await CheckInList.ListAsync(db, cancel: cancel));
        }));
        checkin.Add(Common.Command("script", "Print what to paste into a device's terminal; its key is in it", (a, store, cancel) =>
            ScriptAsync(store, a.GetValue(name)!, a.GetValue(system), a.GetValue(portal), cancel), name, system, portal));
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

    private static async Task ScriptAsync(StoreSession store, string name, string? system, string? portal, CancellationToken cancel)
    {
        if (system is not (null or OpenWrt or RouterOs)) throw new UsageException($"--for must be {OpenWrt} or {RouterOs}.");
        await using var db = store.Open();
        var key = await CheckInList.KeyAsync(db, store.Secrets, name, cancel);
        system ??= (await NetworkViews.NasAsync(db, name, cancel)) is [{ Brand: "mikrotik" }] ? RouterOs : OpenWrt;
        var url = (portal ?? (store.Settings.Configuration["Portal:PublicUrl"] is { Length: > 0 } set ? set : ServerFile.Running(store.Settings.Folder)?.Portal))?.TrimEnd('/')
            ?? throw new RefusedException("The portal's address is not known: set Portal:PublicUrl, or give --portal https://…");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var at) || at.Scheme is not ("http" or "https")) throw new UsageException($"'{url}' is not an http or https address.");
        if (system == RouterOs && at.Scheme != "https") throw new RefusedException($"RouterOS shows its key, so the portal must be an https address, not {url}: set Portal:PublicUrl, or give --portal https://…");
        var text = system == RouterOs ? CheckInScripts.RouterOs(name, key, url) : CheckInScripts.OpenWrt(name, key, url);
        store.Output.Done(text, new { name, system, script = text });
    }
}
