using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>The journal lies in files (docs/decisions/0005); the checkpoint <c>sessions</c> goes on as the last session number given.</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611221950_JournalFiles")]
public sealed class JournalFiles : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("Journal");
}
