using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace HotspotManager.Core.Store;

/// <summary>
/// One statement run for many rows, in SQL that SQLite and PostgreSQL both understand. On SQLite it is prepared once and its values are bound without a detour (the provider looks each
/// parameter up by name for each row: measured, that costs more than the insert itself); on PostgreSQL many rows travel together. Instants as unix milliseconds.
/// The connection must be open, usually with a transaction.
/// </summary>
public static class BatchCommand
{
    /// <summary>Rows in one message to PostgreSQL.</summary>
    private const int RowsTogether = 500;

    /// <summary><c>INSERT … ON CONFLICT DO UPDATE</c>, a plain <c>INSERT</c> where the database numbers the rows. Returns how many rows were written.</summary>
    /// <param name="db">An open connection.</param>
    /// <param name="table">Table name.</param>
    /// <param name="keys">Columns of the unique key; none: every row is a new one.</param>
    /// <param name="values">Columns replaced when the key is there already; with none, or all of them kept, an existing row stays as it is.</param>
    /// <param name="rows">Values in the order key columns, value columns.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="adding">Value columns whose figure is added to the existing one instead of replacing it.</param>
    /// <param name="keeping">Value columns that keep what an existing row has.</param>
    /// <param name="onlyWhere">An existing row is changed only where this holds (SQL; the row offered is <c>excluded</c>).</param>
    public static Task<int> RunAsync(
        HotspotDb db, string table, string[] keys, string[] values, IEnumerable<object?[]> rows, CancellationToken cancel, string[]? adding = null, string[]? keeping = null, string? onlyWhere = null)
    {
        string[] all = [.. keys, .. values];
        string[] updates = [.. values.Except(keeping ?? []).Select(v => adding?.Contains(v) == true ? $"\"{v}\" = \"{table}\".\"{v}\" + excluded.\"{v}\"" : $"\"{v}\" = excluded.\"{v}\"")];
        var sql = $"INSERT INTO \"{table}\" ({string.Join(", ", all.Select(c => $"\"{c}\""))}) VALUES ({string.Join(", ", all.Select((_, i) => $"${i + 1}"))})"
            + (keys.Length == 0 ? "" : $" ON CONFLICT ({string.Join(", ", keys.Select(k => $"\"{k}\""))}) " + (updates.Length == 0 ? "DO NOTHING" : "DO UPDATE SET " + string.Join(", ", updates) + (onlyWhere is null ? "" : " WHERE " + onlyWhere)));
        return ForEachAsync(db, sql, rows, cancel);
    }

    /// <summary><c>UPDATE</c> of some columns of rows that are there. Returns how many rows were written.</summary>
    /// <param name="db">An open connection.</param>
    /// <param name="table">Table name.</param>
    /// <param name="key">The key column.</param>
    /// <param name="values">Columns to set.</param>
    /// <param name="rows">Values in the order value columns, key column.</param>
    /// <param name="cancel">Stops it.</param>
    public static Task<int> UpdateAsync(HotspotDb db, string table, string key, string[] values, IEnumerable<object?[]> rows, CancellationToken cancel) => ForEachAsync(db,
        $"UPDATE \"{table}\" SET {string.Join(", ", values.Select((v, i) => $"\"{v}\" = ${i + 1}"))} WHERE \"{key}\" = ${values.Length + 1}", rows, cancel);

    private static async Task<int> ForEachAsync(HotspotDb db, string sql, IEnumerable<object?[]> rows, CancellationToken cancel)
    {
        if (db.Database.GetDbConnection() is SqliteConnection sqlite)
        {
            using var statement = new SqliteStatement(sqlite, sql);
            var written = 0;
            foreach (var row in rows) written += statement.Run(row);
            return written;
        }
        var total = 0;
        foreach (var some in rows.Chunk(RowsTogether)) total += await SendAsync(db, sql, some, cancel);
        return total;
    }

    private static async Task<int> SendAsync(HotspotDb db, string sql, object?[][] rows, CancellationToken cancel)
    {
        await using var batch = db.Database.GetDbConnection().CreateBatch();
        batch.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        foreach (var row in rows)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = sql;
            foreach (var value in row)
            {
                // Without a name it is the next of $1, $2, …
                var parameter = command.CreateParameter();
                parameter.Value = value ?? DBNull.Value;
                command.Parameters.Add(parameter);
            }
            batch.BatchCommands.Add(command);
        }
        return await batch.ExecuteNonQueryAsync(cancel);
    }
}
