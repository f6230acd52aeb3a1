using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>A table written down once for SQLite and PostgreSQL: column types are left to each provider's mapping of the CLR type.</summary>
internal sealed class TableSketch
{
    private readonly MigrationBuilder _migration;
    private readonly CreateTableOperation _table;

    private TableSketch(MigrationBuilder migration, string name)
    {
        _migration = migration;
        _table = new CreateTableOperation { Name = name };
        migration.Operations.Add(_table);
    }

    public static TableSketch Create(MigrationBuilder migration, string name) => new(migration, name);

    /// <summary>A number that the database gives: the primary key.</summary>
    public TableSketch Id<T>(string name = "Id") where T : struct
    {
        var column = Add<T>(name, false);
        column.AddAnnotation("Sqlite:Autoincrement", true);
        column.AddAnnotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn);
        return Key(name);
    }

    public TableSketch Key(params string[] columns)
    {
        _table.PrimaryKey = new AddPrimaryKeyOperation { Table = _table.Name, Name = $"PK_{_table.Name}", Columns = columns };
        return this;
    }

    public TableSketch Col<T>(params ReadOnlySpan<string> names) => Many<T>(names, false);

    public TableSketch Opt<T>(params ReadOnlySpan<string> names) => Many<T>(names, true);

    public TableSketch Index(params string[] columns) => AddIndex(false, columns);

    public TableSketch Unique(params string[] columns) => AddIndex(true, columns);

    private TableSketch AddIndex(bool unique, string[] columns)
    {
        _migration.CreateIndex($"IX_{_table.Name}_{string.Join('_', columns)}", _table.Name, columns, unique: unique);
        return this;
    }

    private TableSketch Many<T>(ReadOnlySpan<string> names, bool nullable)
    {
        foreach (var name in names) Add<T>(name, nullable);
        return this;
    }

    private AddColumnOperation Add<T>(string name, bool nullable)
    {
        var column = new AddColumnOperation { Table = _table.Name, Name = name, ClrType = typeof(T), IsNullable = nullable };
        _table.Columns.Add(column);
        return column;
    }
}
