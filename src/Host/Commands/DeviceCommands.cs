using System.CommandLine;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot device …</c>: what is only watched, such as switches, links and ONTs.</summary>
internal static class DeviceCommands
{
    public static Command Create()
    {
        var name = Common.Name("device");
        var device = new Command("device", "Devices: what is watched by SNMP and what hangs on what");
        device.Add(Common.Command("add", "Add a device", (a, store, cancel) =>
            ChangeAsync(store, a.GetValue(name)!, "added", db => NetworkList.AddDeviceAsync(db, store.Secrets, a.GetValue(name)!, NetworkOptions.Read(a), cancel), cancel),
            [name, .. NetworkOptions.OfDevice]));
        device.Add(Common.Command("set", "Change a device", (a, store, cancel) =>
            ChangeAsync(store, a.GetValue(name)!, "changed", db => NetworkList.SetDeviceAsync(db, store.Secrets, a.GetValue(name)!, NetworkOptions.Read(a), cancel), cancel),
            [name, .. NetworkOptions.OfDevice]));
        device.Add(Common.Command("list", "All devices", async (_, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await NetworkViews.DevicesAsync(db, cancel: cancel));
        }));
        device.Add(Common.Command("show", "One device", async (a, store, cancel) => store.Output.One(await ShowAsync(store, a.GetValue(name)!, cancel)), name));
        device.Add(Common.Command("remove", "Remove a device", async (a, store, cancel) =>
        {
            await store.Writer.ChangeAsync(db => NetworkList.RemoveDeviceAsync(db, a.GetValue(name)!, cancel), cancel);
            store.Output.Done($"Device {a.GetValue(name)} removed.", new { name = a.GetValue(name) });
        }, name));
        return device;
    }

    private static async Task ChangeAsync(StoreSession store, string name, string what, Func<HotspotDb, Task<Device>> change, CancellationToken cancel)
    {
        await store.Writer.ChangeAsync(change, cancel);
        store.Output.Done($"Device {name} {what}.", await ShowAsync(store, name, cancel));
    }

    private static async Task<DeviceView> ShowAsync(StoreSession store, string name, CancellationToken cancel)
    {
        await using var db = store.Open();
        await NetworkList.GetDeviceAsync(db, name, cancel);
        return (await NetworkViews.DevicesAsync(db, name, cancel))[0];
    }
}
