using System.Formats.Tar;
using System.IO.Compression;
using HotspotManager.Core.Store;
using Microsoft.Data.Sqlite;

namespace HotspotManager.Core.Upkeep;

/// <summary>A back-up is one <c>.tar.gz</c> that holds database, what of the journal is not in it yet, keys and settings: enough to begin again on another machine. It is a secret like the data folder itself.</summary>
public static class Backup
{
    private const string DatabaseEntry = "hotspot.db";

    /// <summary>Writes a back-up, also while a server runs: SQLite is copied by its own back-up interface, at one moment. The file appears whole or not at all.</summary>
    /// <param name="folder">What to back up.</param>
    /// <param name="file">Where to.</param>
    /// <param name="progress">From 0 to 1.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="RefusedException">There is nothing to back up, or the file cannot be written.</exception>
    public static async Task WriteAsync(DataFolder folder, string file, Action<double>? progress = null, CancellationToken cancel = default)
    {
        if (!File.Exists(folder.Database)) throw new RefusedException($"There is no database in {folder.Path}: PostgreSQL is backed up with pg_dump.");
        var full = Path.GetFullPath(file);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var copy = full + ".db.part";
        var part = full + ".part";
        try
        {
            await CopyDatabaseAsync(folder.Database, copy, cancel);
            progress?.Invoke(0.5);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var stream = new FileStream(part, options))
            {
                await using (var zip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
                await using (var tar = new TarWriter(zip, leaveOpen: true))
                {
                    await tar.WriteEntryAsync(copy, DatabaseEntry, cancel);
                    // Read after the database was copied: what is not folded there is here.
                    await JournalCopy.WriteAsync(tar, folder, copy, cancel);
                    await tar.WriteEntryAsync(folder.DataKey, "keys/data.key", cancel);
                    foreach (var (from, name) in ((string, string)[])[(folder.CookieKeys, "keys/cookies/"), (folder.At("keys", "tls"), "keys/tls/")])
                        if (Directory.Exists(from))
                            foreach (var key in Directory.EnumerateFiles(from).Where(k => !k.EndsWith(".new", StringComparison.Ordinal))) await tar.WriteEntryAsync(key, name + Path.GetFileName(key), cancel);
                    if (File.Exists(folder.Settings)) await tar.WriteEntryAsync(folder.Settings, "hotspot.json", cancel);
                }
                stream.Flush(flushToDisk: true);
            }
            File.Move(part, full, overwrite: true);
            progress?.Invoke(1);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new RefusedException($"The back-up could not be written: {error.Message}");
        }
        finally
        {
            File.Delete(copy);
            File.Delete(part);
        }
    }

    /// <summary>Puts a back-up in place of what the folder holds; what was there is kept beside it as <c>before-restore-…</c>. No server may run.</summary>
    /// <exception cref="RefusedException">A server runs, or the file is not a whole back-up.</exception>
    public static async Task RestoreAsync(DataFolder folder, string file, DateTimeOffset now, Action<double>? progress = null, CancellationToken cancel = default)
    {
        if (ServerFile.Running(folder) is { } server) throw new RefusedException($"A server runs on {folder.Path} (process {server.Pid}): stop it first.");
        if (!File.Exists(file)) throw new RefusedException($"There is no file {file}.");
        folder.Ensure();
        var incoming = folder.At(".restore");
        if (Directory.Exists(incoming)) Directory.Delete(incoming, recursive: true);
        Directory.CreateDirectory(incoming);
        try
        {
            await UnpackAsync(file, incoming, cancel);
            progress?.Invoke(0.6);
            Check(incoming);
            progress?.Invoke(0.8);
            Swap(folder, incoming, now);
            progress?.Invoke(1);
        }
        finally
        {
            Directory.Delete(incoming, recursive: true);
        }
    }

    private static async Task CopyDatabaseAsync(string from, string to, CancellationToken cancel)
    {
        File.Delete(to);
        await using var source = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = from, Pooling = false }.ToString());
        await using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = to, Pooling = false }.ToString());
        await source.OpenAsync(cancel);
        await target.OpenAsync(cancel);
        source.BackupDatabase(target);
    }

    private static async Task UnpackAsync(string file, string into, CancellationToken cancel)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            await using var zip = new GZipStream(stream, CompressionMode.Decompress);
            await using var tar = new TarReader(zip);
            while (await tar.GetNextEntryAsync(cancellationToken: cancel) is { } entry)
            {
                // Only what a back-up of ours holds; a path of another kind is not ours.
                var known = entry.Name is DatabaseEntry or "hotspot.json" or "keys/data.key"
                    || ((string[])["keys/cookies/", "keys/tls/", JournalCopy.Entries]).Any(f => entry.Name.StartsWith(f, StringComparison.Ordinal) && entry.Name.IndexOf('/', f.Length) < 0);
                if (!known || entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) throw new RefusedException($"{file} is not a back-up of ours: it holds {entry.Name}.");
                var target = Path.Combine(into, entry.Name);
                MakePrivate(Path.GetDirectoryName(target)!);
                await entry.ExtractToFileAsync(target, overwrite: false, cancel);
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new RefusedException($"{file} is damaged or not a back-up: {error.Message}");
        }
    }

    private static void MakePrivate(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void Check(string incoming)
    {
        var key = Path.Combine(incoming, "keys", "data.key");
        var database = Path.Combine(incoming, DatabaseEntry);
        if (!File.Exists(database) || !File.Exists(key) || new FileInfo(key).Length != 32) throw new RefusedException("The back-up is not whole: database or key is missing.");
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        try
        {
            if (command.ExecuteScalar() as string != "ok") throw new RefusedException("The database in the back-up is damaged.");
        }
        catch (SqliteException error)
        {
            throw new RefusedException($"The database in the back-up is damaged: {error.Message}");
        }
    }

    private static void Swap(DataFolder folder, string incoming, DateTimeOffset now)
    {
        SqliteConnection.ClearAllPools();
        var before = folder.At($"before-restore-{now.UtcDateTime:yyyyMMdd-HHmmss}");
        foreach (var name in (string[])["hotspot.db", "hotspot.db-wal", "hotspot.db-shm", "hotspot.json", "keys", "journal"])
        {
            var path = folder.At(name);
            if (!File.Exists(path) && !Directory.Exists(path)) continue;
            Directory.CreateDirectory(before);
            Directory.Move(path, Path.Combine(before, name));
        }
        foreach (var path in Directory.EnumerateFileSystemEntries(incoming)) Directory.Move(path, folder.At(Path.GetFileName(path)));
    }
}
