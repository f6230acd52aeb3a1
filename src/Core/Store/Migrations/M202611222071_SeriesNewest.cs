using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>When the newest sample of a bucket was taken: what comes late is told from what comes twice.</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611222071_SeriesNewest")]
public sealed class SeriesNewest : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AddColumn<long>("LastAt", "RollUps", nullable: true);
}
