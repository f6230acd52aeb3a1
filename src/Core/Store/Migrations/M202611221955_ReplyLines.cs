using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>What an access point is told otherwise than its brand's table says; attempts by person and by NAS.</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611221955_ReplyLines")]
public sealed class ReplyLines : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("ReplyLines", "AccessPoints", nullable: true);
        migrationBuilder.CreateIndex("IX_Attempts_PersonKey_At", "Attempts", ["PersonKey", "At"]);
        migrationBuilder.CreateIndex("IX_Attempts_NasId_At", "Attempts", ["NasId", "At"]);
    }
}
