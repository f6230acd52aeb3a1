using HotspotManager.Core.Areas;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace HotspotManager.Unit.Core;

public class SchemaTests
{
    [Fact]
    public async Task Migrated_schema_has_every_table_and_column_of_the_model()
    {
        await using var store = await TestStore.CreateAsync();
        await using var db = store.Open();
        foreach (var entity in db.Model.GetEntityTypes())
        {
            var wanted = entity.GetProperties().Select(p => (Name: p.GetColumnName(), p.IsNullable)).OrderBy(c => c.Name, StringComparer.Ordinal).ToList();
            var sql = $"SELECT name || ':' || CASE WHEN \"notnull\" = 0 AND pk = 0 THEN 1 ELSE 0 END AS \"Value\" FROM pragma_table_info('{entity.GetTableName()}')";
            var found = await db.Database.SqlQueryRaw<string>(sql).ToListAsync(TestContext.Current.CancellationToken);
            Assert.Equal(wanted.Select(w => $"{w.Name}:{(w.IsNullable ? 1 : 0)}"), found.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Migrated_schema_has_every_table_and_column_of_the_model_on_PostgreSQL()
    {
        await using var store = await TestStore.CreateAsync(postgres: await Postgres.NewDatabaseAsync());
        await using var db = store.Open();
        foreach (var entity in db.Model.GetEntityTypes())
        {
            var wanted = entity.GetProperties().Select(p => $"{p.GetColumnName()}:{p.GetColumnType().Replace("timestamp with time zone", "bigint")}:{p.IsNullable}").Order(StringComparer.Ordinal);
            var table = entity.GetTableName();
            var found = await db.Database.SqlQuery<string>($"""
                SELECT column_name || ':' || data_type || ':' || CASE WHEN is_nullable = 'YES' THEN 'True' ELSE 'False' END AS "Value"
                FROM information_schema.columns WHERE table_schema = 'public' AND table_name = {table}
                """).ToListAsync(TestContext.Current.CancellationToken);
            Assert.Equal(wanted, found.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_second_start_changes_nothing_and_a_lock_left_by_a_killed_process_does_not_stop_it()
    {
        await using var store = await TestStore.CreateAsync();
        await using (var db = store.Open())
        {
            await db.Database.ExecuteSqlRawAsync("CREATE TABLE IF NOT EXISTS \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL PRIMARY KEY, \"Timestamp\" TEXT NOT NULL)", TestContext.Current.CancellationToken);
            await db.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsLock\" VALUES (1, 'now')", TestContext.Current.CancellationToken);
        }
        await HotspotManager.Core.CoreServices.PrepareStoreAsync(store.Services, TestContext.Current.CancellationToken);
        await using var again = store.Open();
        Assert.Empty(await again.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused()
    {
        await using var store = await TestStore.CreateAsync();
        await using (var db = store.Open())
            await db.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('209901010000_Future', '99')", TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<StoreException>(() => HotspotManager.Core.CoreServices.PrepareStoreAsync(store.Services, TestContext.Current.CancellationToken));
        Assert.Contains("newer version", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_city_knows_its_five_kecamatan_and_57_kelurahan()
    {
        await using var store = await TestStore.CreateAsync();
        await using var db = store.Open();
        var codes = await db.Set<Area>().Select(a => a.Code).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(5, codes.Count(c => AreaCode.Kind(c) == AreaKind.Kecamatan));
        Assert.Equal(57, codes.Count(c => AreaCode.Kind(c) == AreaKind.Kelurahan));
    }
}
