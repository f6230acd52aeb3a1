using System.CommandLine;
using HotspotManager.Core.Gardens;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot garden …</c></summary>
internal static class GardenCommands
{
    public static Command Create()
    {
        var area = new Argument<string>("AREA") { Description = "Area code; what holds for an area holds for those in it" };
        var host = new Argument<string>("HOST") { Description = "Host name, *.NAME, or IPv4 address or network" };
        var garden = new Command("garden", "Walled garden: what phones may reach before sign-in, for each area");
        garden.Add(Common.Command("add", "Let phones of an area reach a host before sign-in", async (a, store, cancel) =>
        {
            var entry = await store.Writer.ChangeAsync(db => GardenList.AddAsync(db, a.GetValue(area)!, a.GetValue(host), cancel), cancel);
            store.Output.Done($"{entry.Host} is in the garden of {entry.AreaCode}; paste the routers' configuration anew.", new { area = entry.AreaCode, entry.Host });
        }, area, host));
        garden.Add(Common.Command("remove", "Take a host out again", async (a, store, cancel) =>
        {
            await store.Writer.ChangeAsync(db => GardenList.RemoveAsync(db, a.GetValue(area)!, a.GetValue(host), cancel), cancel);
            store.Output.Done($"{a.GetValue(host)} is no longer in the garden of {a.GetValue(area)}; paste the routers' configuration anew.", new { area = a.GetValue(area), host = a.GetValue(host) });
        }, area, host));
        garden.Add(Common.Command("list", "All of it", async (_, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await db.Set<GardenEntry>().AsNoTracking().OrderBy(g => g.AreaCode).ThenBy(g => g.Host).Select(g => new { area = g.AreaCode, g.Host }).ToListAsync(cancel));
        }));
        return garden;
    }
}
