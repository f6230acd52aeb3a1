using System.CommandLine;
using HotspotManager.Core.Attempts;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot attempt …</c>: why somebody could not get online.</summary>
internal static class AttemptCommands
{
    public static Command Create()
    {
        var point = Common.Opt<string?>("--ap", "Only at this access point", "NAME");
        var nas = Common.Opt<string?>("--nas", "Only by this NAS", "NAME");
        var who = Common.Opt<string?>("--who", "Only of this voucher (code), account (name) or phone (MAC)", "WHO");
        var refused = new Option<bool>("--refused") { Description = "Only those refused" };
        var count = Common.Opt<int?>("--count", "How many, the newest first (20)", "N");
        var list = Common.Command("list", "Tries to get online of the last 30 days, each with what happened and why it ended as it did", async (a, store, cancel) =>
        {
            await using var db = store.Open();
            var lines = await AttemptList.LinesAsync(db, store.Secrets, new AttemptQuery
            {
                AccessPoints = a.GetValue(point) is { } name ? [(await NetworkList.GetAccessPointAsync(db, name, cancel)).Id] : null,
                Nas = a.GetValue(nas) is { } router ? (await NetworkList.GetNasAsync(db, router, cancel)).Id : null,
                Who = a.GetValue(who),
                Accepted = a.GetValue(refused) ? false : null,
                Take = Math.Clamp(a.GetValue(count) ?? 20, 1, 10_000),
            }, "en", cancel);
            if (store.Output.IsJson)
            {
                store.Output.Many(lines);
                return;
            }
            foreach (var line in lines)
            {
                Terminal.Out.WriteLine($"{line.At:yyyy-MM-dd HH:mm:ss}Z {(line.Accepted ? "in " : "OUT")} {line.Way} {line.AccessPoint ?? line.Nas} {line.UserName} {line.Mac}");
                foreach (var step in line.Steps) Terminal.Out.WriteLine($"    {step}");
            }
            if (lines.Count == 0) Terminal.Out.WriteLine("None.");
        }, point, nas, who, refused, count);
        return new Command("attempt", "Attempts to get online: who, where, and why it worked or not") { list };
    }
}
