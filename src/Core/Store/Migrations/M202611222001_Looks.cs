using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>How residents' pages look in the city and its areas, and notices on them.</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611222001_Looks")]
public sealed class LookTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        TableSketch.Create(migrationBuilder, "Looks").Col<string>("AreaCode").Key("AreaCode").Opt<string>("Name", "Brand", "BrandDark").Opt<byte[]>("Logo");
        TableSketch.Create(migrationBuilder, "LookNotices").Id<int>().Col<string>("AreaCode", "TextId").Opt<string>("TextEn").Opt<long>("From", "Until").Index("AreaCode");
    }
}
