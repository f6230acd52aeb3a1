using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace HotspotManager.Core.Store;

/// <summary>
/// Sets what every SQLite connection needs: waiting inside SQLite (the driver's own waiting goes in 150 ms steps), write-ahead log, and a flush at each commit,
/// because what was acknowledged must be on disk. Eight megabytes of pages are held, and the log is written back after sixteen: a page that changes with every fold is
/// written back once for many.
/// </summary>
public sealed class SqliteSettings : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA busy_timeout=10000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8000; PRAGMA wal_autocheckpoint=4000;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
