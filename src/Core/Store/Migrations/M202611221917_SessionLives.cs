using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>What tells sessions under one id apart, and what they counted before a counter began again.</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611221917_SessionLives")]
public sealed class SessionLives : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<long>("SignIn", "Journal", nullable: true);
        migrationBuilder.AddColumn<long>("SignIn", "Sessions", nullable: true);
        migrationBuilder.AddColumn<bool>("EndIsAssumed", "Sessions", nullable: false, defaultValue: false);
        migrationBuilder.AddColumn<long>("InputBase", "Sessions", nullable: false, defaultValue: 0L);
        migrationBuilder.AddColumn<long>("OutputBase", "Sessions", nullable: false, defaultValue: 0L);
        // What was given up for lost goes on when it is heard of again, as before.
        migrationBuilder.Sql("""UPDATE "Sessions" SET "EndIsAssumed" = ("TerminateCause" = 'Lost-Service') WHERE "TerminateCause" IS NOT NULL""");
    }
}
