using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>The rate a plan goes on with once its data is used up.</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611222011_SlowerRates")]
public sealed class SlowerRates : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<int>("ThenDownKbps", "Plans", nullable: true);
        migrationBuilder.AddColumn<int>("ThenUpKbps", "Plans", nullable: true);
    }
}
