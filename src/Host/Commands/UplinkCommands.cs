using System.CommandLine;
using HotspotManager.Core.Outages;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot uplink …</c>: who hangs on whom, as the network tells it.</summary>
internal static class UplinkCommands
{
    public static Command Create()
    {
        var device = new Argument<string>("NAME") { Description = "The device that hangs on the other" };
        var to = new Argument<string>("UPLINK") { Description = "The device it hangs on" };
        var uplink = new Command("uplink", "Uplinks that LLDP and MikroTik neighbours tell of, to take over");
        uplink.Add(Common.Command("list", "What the network tells and is not set up so", async (_, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await UplinkSuggestions.ListAsync(db, cancel));
        }));
        uplink.Add(Common.Command("accept", "Take one over", async (a, store, cancel) =>
        {
            var (name, other) = (a.GetValue(device)!, a.GetValue(to)!);
            await store.Writer.ChangeAsync(db => UplinkSuggestions.AcceptAsync(db, store.Secrets, name, other, cancel), cancel);
            store.Output.Done($"{name} hangs on {other}.", new { device = name, uplink = other });
        }, device, to));
        uplink.Add(Common.Command("dismiss", "Not so: do not suggest it again", async (a, store, cancel) =>
        {
            var (name, other) = (a.GetValue(device)!, a.GetValue(to)!);
            await store.Writer.ChangeAsync(db => UplinkSuggestions.DismissAsync(db, name, other, cancel), cancel);
            store.Output.Done($"{name} on {other} is not suggested any more.", new { device = name, uplink = other });
        }, device, to));
        return uplink;
    }
}
