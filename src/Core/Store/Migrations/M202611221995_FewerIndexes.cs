using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>No question asks for sessions by their start alone, and each session paid for the index.</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611221995_FewerIndexes")]
public sealed class FewerIndexes : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.DropIndex("IX_Sessions_StartedAt", "Sessions");
}
