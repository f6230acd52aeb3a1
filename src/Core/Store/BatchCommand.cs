using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace HotspotManager.Core.Store;

/// <summary>
/// One prepared <c>INSERT … ON CONFLICT DO UPDATE</c> (a plain <c>INSERT</c> where the database numbers the rows) run for many rows: SQL that SQLite and
/// PostgreSQL both understand. Values in the order key columns, value columns; instants as unix milliseconds.
/// </summary>
public sealed class BatchCommand : IAsyncDisposable
{
    private readonly DbCommand _command;

    /// <param name="db">An open connection, usually with a transaction.</param>
    /// <param name="table">Table name.</param>
    /// <param name="keys">Columns of the unique key; none: every row is a new one.</param>
    /// <param name="values">Columns replaced when the key is there already; with none, or all of them kept, an existing row stays as it is.</param>
    /// <param name="adding">Value columns whose figure is added to the existing one instead of replacing it.</param>
    /// <param name="keeping">Value columns that keep what an existing row has.</param>
    public BatchCommand(HotspotDb db, string table, string[] keys, string[] values, string[]? adding = null, string[]? keeping = null)
    {
        string[] all = [.. keys, .. values];
        string[] updates = [.. values.Except(keeping ?? []).Select(v => adding?.Contains(v) == true ? $"\"{v}\" = \"{table}\".\"{v}\" + excluded.\"{v}\"" : $"\"{v}\" = excluded.\"{v}\"")];
        _command = db.Database.GetDbConnection().CreateCommand();
        _command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        _command.CommandText = $"INSERT INTO \"{table}\" ({string.Join(", ", all.Select(c => $"\"{c}\""))}) VALUES ({string.Join(", ", all.Select((_, i) => $"@p{i}"))})"
            + (keys.Length == 0 ? "" : $" ON CONFLICT ({string.Join(", ", keys.Select(k => $"\"{k}\""))}) " + (updates.Length == 0 ? "DO NOTHING" : "DO UPDATE SET " + string.Join(", ", updates)));
        for (var i = 0; i < all.Length; i++)
        {
            var parameter = _command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            _command.Parameters.Add(parameter);
        }
    }

    /// <summary>Runs it for one row; returns how many rows it wrote.</summary>
    public Task<int> RunAsync(object?[] row, CancellationToken cancel)
    {
        for (var i = 0; i < row.Length; i++) _command.Parameters[i].Value = row[i] ?? DBNull.Value;
        return _command.ExecuteNonQueryAsync(cancel);
    }

    public ValueTask DisposeAsync() => _command.DisposeAsync();
}
