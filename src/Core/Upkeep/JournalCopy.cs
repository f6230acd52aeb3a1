using System.Formats.Tar;
using HotspotManager.Core.Journals;
using HotspotManager.Core.Store;
using Microsoft.Data.Sqlite;

namespace HotspotManager.Core.Upkeep;

/// <summary>The part of the journal that a back-up needs: what the copied database has not folded. A record half written just now is cut off by its reader, as after a crash.</summary>
internal static class JournalCopy
{
    public const string Entries = "journal/";

    public static async Task WriteAsync(TarWriter tar, DataFolder folder, string database, CancellationToken cancel)
    {
        foreach (var (_, file) in new SegmentFolder(folder.Journal).Behind(Folded(database)))
        {
            using var copy = new MemoryStream(SegmentFolder.ReadWhole(file), writable: false);
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, Entries + Path.GetFileName(file)) { DataStream = copy, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite }, cancel);
        }
    }

    private static long Folded(string database)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """SELECT "Position" FROM "Checkpoints" WHERE "Name" = 'journal'""";
        return command.ExecuteScalar() is long folded ? folded : 0;
    }
}
