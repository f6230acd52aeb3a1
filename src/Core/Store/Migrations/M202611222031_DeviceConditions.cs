using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>What devices tell of themselves, and which are watched through a controller.</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611222031_DeviceConditions")]
public sealed class DeviceConditions : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        TableSketch.Create(migrationBuilder, "DeviceConditions").Col<int>("DeviceId").Key("DeviceId").Col<long>("At").Col<string>("Profile", "Data").Index("At");
        migrationBuilder.AddColumn<int>("ControllerId", "Devices", nullable: true);
        migrationBuilder.AddColumn<string>("ControllerKey", "Devices", nullable: true);
    }
}
