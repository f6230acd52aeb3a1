using System.CommandLine;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using HotspotManager.Core.Tunnels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot tunnel …</c>: WireGuard to devices that nobody can reach otherwise, with addresses that stay.</summary>
internal static class TunnelCommands
{
    private sealed record Sides(string Name, string Address, string RouterOs, string OpenWrt, string ServerPeer, string ServerCommand);

    public static Command Create()
    {
        var name = Common.Name("device");
        var tunnel = new Command("tunnel", "WireGuard tunnels to devices behind NAT");
        tunnel.Add(Common.Command("add", "Add a tunnel and print both its sides; the device's private key is shown this once and kept nowhere", async (a, store, cancel) =>
        {
            // Before anything is made: the key is shown only once.
            var options = Options(store);
            End(store, options);
            var (added, key) = await store.Writer.ChangeAsync(async db =>
            {
                await TunnelList.ServerAsync(db, store.Secrets, cancel);
                return await TunnelList.AddAsync(db, a.GetValue(name)!, options, store.Now, cancel);
            }, cancel);
            await PrintAsync(store, options, added, key, cancel);
        }, name));
        tunnel.Add(Common.Command("list", "All tunnels and when their two sides last agreed on keys", async (_, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await TunnelList.ListAsync(db, store.Now, cancel));
        }));
        tunnel.Add(Common.Command("show", "Both sides of a tunnel again, without the device's private key", async (a, store, cancel) =>
        {
            await using var db = store.Open();
            await PrintAsync(store, Options(store), await TunnelList.GetAsync(db, a.GetValue(name)!, cancel), TunnelText.NoKey, cancel);
        }, name));
        tunnel.Add(Common.Command("server", "The server's whole side: /etc/wireguard/hotspot.conf, with its private key", async (_, store, cancel) =>
        {
            var options = Options(store);
            var server = await store.Writer.WriteAsync(db => TunnelList.ServerAsync(db, store.Secrets, cancel), cancel);
            await using var db = store.Open();
            var text = TunnelText.Server(store.Secrets.OpenText(SecretPurpose.TunnelKey, server.PrivateKeySealed), TunnelList.ServerAddress(options), options.Network!.Value.PrefixLength,
                options.End?.Port ?? TunnelOptions.DefaultPort, await db.Set<Tunnel>().AsNoTracking().OrderBy(t => t.Id).ToListAsync(cancel));
            store.Output.Done(text.TrimEnd(), new { file = "/etc/wireguard/hotspot.conf", text });
        }));
        tunnel.Add(Common.Command("remove", "Remove a tunnel; its address becomes free", async (a, store, cancel) =>
        {
            await store.Writer.ChangeAsync(db => TunnelList.RemoveAsync(db, a.GetValue(name)!, cancel), cancel);
            store.Output.Done($"Tunnel {a.GetValue(name)} removed; bring the server's side up to date with: hotspot tunnel server", new { name = a.GetValue(name) });
        }, name));
        return tunnel;
    }

    private static TunnelOptions Options(StoreSession store)
    {
        var options = store.Settings.Configuration.GetSection("Tunnel").Get<TunnelOptions>() ?? new TunnelOptions();
        var portal = store.Settings.Configuration["Portal:PublicUrl"];
        return options.Endpoint.Length == 0 && Uri.TryCreate(portal, UriKind.Absolute, out var url) ? options with { Endpoint = $"{url.DnsSafeHost}:{TunnelOptions.DefaultPort}" } : options;
    }

    private static (string Host, int Port) End(StoreSession store, TunnelOptions options) => options.End
        ?? throw new RefusedException($"Where devices reach the server is not known: set Tunnel:Endpoint in {store.Settings.Folder.Settings}, for example \"vpn.example.go.id:51820\".");

    private static async Task PrintAsync(StoreSession store, TunnelOptions options, Tunnel tunnel, string key, CancellationToken cancel)
    {
        var (host, port) = End(store, options);
        await using var db = store.Open();
        var server = await TunnelList.ServerAsync(db, store.Secrets, cancel);
        var text = new TunnelText(tunnel, server.PublicKey, TunnelList.ServerAddress(options), host, port);
        var sides = new Sides(tunnel.Name, tunnel.Address, text.RouterOs(key), text.OpenWrt(key), TunnelText.Peer(tunnel), $"wg set hotspot peer {tunnel.PublicKey} allowed-ips {tunnel.Address}/32");
        if (store.Output.IsJson)
        {
            store.Output.One(sides);
            return;
        }
        var isDevice = await db.Set<Device>().AnyAsync(d => d.Name == tunnel.Name, cancel);
        Terminal.Out.WriteLine($"# RouterOS 7: paste into its terminal\n{sides.RouterOs}\n\n# OpenWrt (packages wireguard-tools, kmod-wireguard): paste into its terminal\n{sides.OpenWrt}\n\n"
            + $"# This server: into /etc/wireguard/hotspot.conf (the whole file: hotspot tunnel server), and at once\n{sides.ServerPeer}{sides.ServerCommand}\n"
            + (isDevice ? $"\n# Then it is reached at an address that stays\nhotspot device set {tunnel.Name} --address {tunnel.Address}" : ""));
    }
}
