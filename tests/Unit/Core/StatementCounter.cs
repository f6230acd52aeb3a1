using System.Collections.Concurrent;
using System.Data.Common;
using HotspotManager.Core.Store;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace HotspotManager.Unit.Core;

/// <summary>A second view of a store's file that notes each statement that reads, and can ask SQLite how it goes about it.</summary>
internal sealed class StatementCounter : DbCommandInterceptor
{
    public ConcurrentQueue<string> Plans { get; } = new();

    public ConcurrentQueue<string> Statements { get; } = new();

    public HotspotDb Open(TestStore store) =>
        new(new DbContextOptionsBuilder<HotspotDb>().UseSqlite($"Data Source={store.Folder.Database}").AddInterceptors(this).Options);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Statements.Enqueue(command.CommandText);
        using var explain = ((SqliteConnection)command.Connection!).CreateCommand();
        explain.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        foreach (SqliteParameter parameter in command.Parameters) explain.Parameters.Add(new SqliteParameter(parameter.ParameterName, parameter.Value));
        using var steps = explain.ExecuteReader();
        while (steps.Read()) Plans.Enqueue(steps.GetString(3));
        return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }
}
