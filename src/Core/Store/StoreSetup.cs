using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Store;

/// <summary>Connects to the database that the settings name, and brings its schema up to date.</summary>
public static class StoreSetup
{
    private const long LeastRoom = 1_000_000;

    private static readonly SqliteSettings Sqlite = new();

    /// <summary>Options for <see cref="HotspotDb"/>; the data folder's SQLite file or PostgreSQL.</summary>
    public static DbContextOptionsBuilder UseStore(this DbContextOptionsBuilder builder, DatabaseOptions options, DataFolder folder) => options.IsPostgres
        ? builder.UseNpgsql(options.Connection)
        : builder.UseSqlite(new SqliteConnectionStringBuilder { DataSource = folder.Database, DefaultTimeout = 30 }.ToString()).AddInterceptors(Sqlite);

    /// <summary>
    /// Applies pending migrations under a lock of our own (an OS file lock; PostgreSQL: an advisory lock) and seeds the city's areas.
    /// A lock row that a killed process left in EF's own lock table is removed first: EF would wait on it for ever.
    /// </summary>
    /// <exception cref="StoreException">The database cannot be reached, is newer than this program, or PostgreSQL does not flush at commit.</exception>
    public static async Task MigrateAsync(HotspotDb db, DataFolder folder, CancellationToken cancel = default)
    {
        if (db.IsPostgres)
        {
            await MigratePostgresAsync(db, cancel);
            return;
        }
        folder.Ensure();
        try
        {
            await using var held = await FileLock.TakeAsync(folder.LockFile, TimeSpan.FromMinutes(2), cancel);
            await RemoveStaleLockAsync(db, cancel);
            await ApplyAsync(db, cancel);
        }
        catch (Exception error) when (error is SqliteException or IOException && new DriveInfo(folder.Path).AvailableFreeSpace < LeastRoom)
        {
            throw new StoreException($"The disk is full: make room in {folder.Path} or on its disk.", error);
        }
    }

    private static async Task MigratePostgresAsync(HotspotDb db, CancellationToken cancel)
    {
        try
        {
            await db.Database.OpenConnectionAsync(cancel);
        }
        catch (Exception error) when (error.GetBaseException() is Npgsql.NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
        {
            throw new StoreException($"PostgreSQL cannot be used ({error.GetBaseException().Message}). Check Database:Connection.", error);
        }
        try
        {
            var commit = await db.Database.SqlQueryRaw<string>("""SELECT current_setting('synchronous_commit') AS "Value" """).SingleAsync(cancel);
            if (commit is "off" or "local")
                throw new StoreException($"PostgreSQL runs with synchronous_commit={commit}: an answered record could be lost. Set it to on.");
            await db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_lock(70413, 0)", cancel);
            try
            {
                await ApplyAsync(db, cancel);
            }
            finally
            {
                await db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_unlock(70413, 0)", CancellationToken.None);
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static async Task ApplyAsync(HotspotDb db, CancellationToken cancel)
    {
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var applied = await db.Database.GetAppliedMigrationsAsync(cancel);
        if (applied.FirstOrDefault(m => !known.Contains(m)) is { } unknown)
            throw new StoreException($"This database was written by a newer version (migration {unknown}). Run that version, or restore an older back-up.");
        await db.Database.MigrateAsync(cancel);
    }

    private static async Task RemoveStaleLockAsync(HotspotDb db, CancellationToken cancel)
    {
        var there = await db.Database.SqlQueryRaw<int>(
            """SELECT COUNT(*) AS "Value" FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsLock'""").SingleAsync(cancel);
        if (there > 0) await db.Database.ExecuteSqlRawAsync("""DELETE FROM "__EFMigrationsLock" """, cancel);
    }
}

/// <summary>The store cannot be used as it is; the message is for the operator.</summary>
public sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner);
