using System.CommandLine;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot area …</c></summary>
internal static class AreaCommands
{
    public static Command Create()
    {
        var area = new Command("area", "Areas of the city by their official codes");
        area.Add(Import.Command("import", "Add or rename areas from a spreadsheet (CSV) with the columns code,name", ["code", "name"], async (row, db, _, cancel) =>
        {
            var code = Code(row["code"]) ?? throw new RefusedException("the code is missing");
            await AreaList.ImportAsync(db, [(code, row["name"] ?? throw new RefusedException("the name is missing"))], cancel);
        }));
        area.Add(Common.Command("list", "All areas", async (_, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await db.Set<Area>().AsNoTracking().OrderBy(x => x.Code).Select(x => new { x.Code, x.Name }).ToListAsync(cancel));
        }));
        return area;
    }

    /// <summary>The code in its one spelling; null when nothing was said.</summary>
    /// <exception cref="RefusedException">It is not an area code.</exception>
    public static string? Code(string? text) => text is null ? null : AreaCode.Normalize(text) ?? throw new RefusedException($"'{text}' is not an area code.");
}
