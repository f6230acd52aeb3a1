using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>Devices that report themselves.</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611222041_CheckIns")]
public sealed class CheckInTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<byte[]>("CheckInKeySealed", "Devices", nullable: true);
        migrationBuilder.AddColumn<string>("SeenAddress", "Nas", nullable: true);
        TableSketch.Create(migrationBuilder, "CheckIns").Id<long>().Col<int>("DeviceId").Col<long>("ReceivedAt").Col<string>("Report").Index("ReceivedAt");
        TableSketch.Create(migrationBuilder, "CheckInStates").Col<int>("DeviceId").Key("DeviceId").Col<long>("Number", "LastAt", "StartedAt", "Uptime", "AddressSince")
            .Col<string>("Address").Opt<string>("About").Opt<int>("Clients", "Leases", "Pool").Col<int>("Late");
        TableSketch.Create(migrationBuilder, "UnknownCheckIns").Col<string>("Name").Key("Name").Col<string>("Address").Col<long>("Reports", "FirstAt", "LastAt").Index("LastAt");
    }
}
