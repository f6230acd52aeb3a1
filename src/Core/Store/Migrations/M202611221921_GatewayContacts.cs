using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>When each gateway was last heard, and what was wrong.</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611221921_GatewayContacts")]
public sealed class GatewayContactTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => TableSketch.Create(migrationBuilder, "GatewayContacts")
        .Col<int>("NasId").Col<string>("Kind").Opt<long>("WellAt", "FaultAt", "ClockAhead").Opt<string>("Note", "Fault").Col<long>("UpdatedAt")
        .Key("NasId", "Kind").Index("UpdatedAt");
}
