using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>What phones may reach before sign-in, and how controllers are called.</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611221931_Gateways")]
public sealed class Gateways : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        TableSketch.Create(migrationBuilder, "WalledGarden").Id<int>().Col<string>("AreaCode", "Host").Unique("AreaCode", "Host");
        foreach (var column in (string[])["GatewayUrl", "GatewayUser", "GatewaySite", "GatewayPin"]) migrationBuilder.AddColumn<string>(column, "Nas", nullable: true);
    }
}
