using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>Since when a NAS does not answer Disconnect- and CoA-Requests.</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611222091_SilentToControl")]
public sealed class SilentToControl : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AddColumn<long>("SilentToControlSince", "Nas", nullable: true);
}
