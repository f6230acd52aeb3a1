using HotspotManager.Core.Journals;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Sessions;

/// <summary>
/// How far a journal is folded stands in the database, in the transaction of what was folded. Several servers may share one PostgreSQL, each with a journal of its own: the
/// checkpoint carries the journal's name, a random one in the file <c>name</c> beside the segments. On SQLite there is one journal, <see cref="Only"/>.
/// </summary>
internal static class FoldPosition
{
    public const string Only = "journal";

    /// <summary>The checkpoint's name.</summary>
    public static string Name(SegmentFolder folder, DatabaseOptions options)
    {
        if (!options.IsPostgres) return Only;
        var file = Path.Combine(folder.Path, "name");
        return File.Exists(file) ? $"{Only}:{File.ReadAllText(file).Trim()}" : Rename(folder);
    }

    /// <summary>Gives the journal a new name, because it has none or another server uses it, too (its data folder was copied).</summary>
    public static string Rename(SegmentFolder folder)
    {
        Directory.CreateDirectory(folder.Path);
        var name = Guid.NewGuid().ToString("N");
        File.WriteAllText(Path.Combine(folder.Path, "name"), name);
        return $"{Only}:{name}";
    }

    public static async Task<long> ReadAsync(HotspotDb db, SegmentFolder folder, DatabaseOptions options, CancellationToken cancel)
    {
        var name = Name(folder, options);
        return await db.Set<Checkpoint>().Where(c => c.Name == name).Select(c => (long?)c.Position).FirstOrDefaultAsync(cancel) ?? 0;
    }
}
