using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Store;

/// <summary>
/// Every write of this process. On SQLite all writes pass one lane (a second writer would only wait inside SQLite); on PostgreSQL they run side by side.
/// <see cref="WriteAsync{T}"/> is for what happens, <see cref="ChangeAsync{T}"/> for set-up: it also raises the revision, so that running servers take it up.
/// </summary>
public sealed class StoreWriter(IDbContextFactory<HotspotDb> databases, DatabaseOptions options)
{
    private readonly SemaphoreSlim _lane = new(options.IsPostgres ? 16 : 1);

    /// <summary>Raised after a committed <see cref="ChangeAsync{T}"/> of this process.</summary>
    public event Action? Changed;

    /// <summary>Runs <paramref name="work"/> in one transaction and saves it; all of it is durable when the task ends, or none.</summary>
    public async Task<T> WriteAsync<T>(Func<HotspotDb, Task<T>> work, CancellationToken cancel = default)
    {
        await _lane.WaitAsync(cancel);
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            var result = await work(db);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return result;
        }
        finally
        {
            _lane.Release();
        }
    }

    public Task WriteAsync(Func<HotspotDb, Task> work, CancellationToken cancel = default) =>
        WriteAsync(async db => { await work(db); return 0; }, cancel);

    /// <summary>A change of set-up: as <see cref="WriteAsync{T}"/>, and the revision rises in the same transaction.</summary>
    public async Task<T> ChangeAsync<T>(Func<HotspotDb, Task<T>> work, CancellationToken cancel = default)
    {
        var result = await WriteAsync(async db =>
        {
            var value = await work(db);
            await db.SaveChangesAsync(cancel);
            await db.Database.ExecuteSqlRawAsync("""UPDATE "Revision" SET "Number" = "Number" + 1 WHERE "Id" = 1""", cancel);
            return value;
        }, cancel);
        Changed?.Invoke();
        return result;
    }

    public Task ChangeAsync(Func<HotspotDb, Task> work, CancellationToken cancel = default) =>
        ChangeAsync(async db => { await work(db); return 0; }, cancel);

    /// <summary>
    /// Orders the numbered rows of one table by commit: PostgreSQL gives sequence numbers before commit, so a reader following the numbers could miss a late one.
    /// SQLite has one writer at a time and needs nothing.
    /// </summary>
    public static Task NumberInCommitOrderAsync(HotspotDb db, int table, CancellationToken cancel = default) =>
        db.IsPostgres ? db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(70413, {table})", cancel) : Task.CompletedTask;
}
