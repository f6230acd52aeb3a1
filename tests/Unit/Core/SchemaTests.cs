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
    public async Task A_new_city_knows_its_five_kecamatan_and_57_kelurahan()
    {
        await using var store = await TestStore.CreateAsync();
        await using var db = store.Open();
        var codes = await db.Set<Area>().Select(a => a.Code).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(5, codes.Count(c => AreaCode.Kind(c) == AreaKind.Kecamatan));
        Assert.Equal(57, codes.Count(c => AreaCode.Kind(c) == AreaKind.Kelurahan));
    }
}
