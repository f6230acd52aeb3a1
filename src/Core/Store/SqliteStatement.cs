using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HotspotManager.Core.Store;

/// <summary>A prepared statement of SQLite with parameters <c>$1</c>, <c>$2</c> …, run row by row on a connection of the provider, within its transaction.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <exception cref="SqliteException">The SQL is wrong.</exception>
    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    /// <summary>Runs it with these values; returns how many rows it wrote.</summary>
    /// <exception cref="SqliteException">The database refused.</exception>
    public int Run(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++) Check(Bind(i + 1, values[i]));
        var result = raw.sqlite3_step(_statement);
        // The reset tells the same error again, in full.
        Check(result == raw.SQLITE_DONE ? raw.sqlite3_reset(_statement) : Failed(result));
        return raw.sqlite3_changes(_database);
    }

    public void Dispose() => _statement.Dispose();

    private int Failed(int result)
    {
        var again = raw.sqlite3_reset(_statement);
        return again == raw.SQLITE_OK ? result : again;
    }

    private int Bind(int index, object? value) => value switch
    {
        null or DBNull => raw.sqlite3_bind_null(_statement, index),
        long number => raw.sqlite3_bind_int64(_statement, index, number),
        int number => raw.sqlite3_bind_int64(_statement, index, number),
        bool truth => raw.sqlite3_bind_int64(_statement, index, truth ? 1 : 0),
        string text => BindText(index, text),
        double number => raw.sqlite3_bind_double(_statement, index, number),
        byte[] octets => raw.sqlite3_bind_blob(_statement, index, octets),
        IConvertible number and (byte or short or uint or ulong) => raw.sqlite3_bind_int64(_statement, index, number.ToInt64(CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"A {value.GetType()} cannot be stored."),
    };

    private int BindText(int index, string text)
    {
        const int short_ = 512;
        if (text.Length > short_ / 3) return raw.sqlite3_bind_text(_statement, index, text);
        Span<byte> octets = stackalloc byte[short_];
        return raw.sqlite3_bind_text(_statement, index, octets[..Encoding.UTF8.GetBytes(text, octets)]);
    }

    private void Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_DONE)) SqliteException.ThrowExceptionForRC(result, _database);
    }
}
