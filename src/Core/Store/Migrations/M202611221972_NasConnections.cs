using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>Which NAS are connected over TLS or TCP.</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611221972_NasConnections")]
public sealed class NasConnectionsTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        TableSketch.Create(migrationBuilder, "NasConnections").Col<int>("NasId").Key("NasId").Col<string>("Remote").Col<long>("Since").Col<bool>("IsOpen");
}
