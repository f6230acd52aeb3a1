using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>Who sends RADIUS packets without being known.</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611221440_UnknownNas")]
public sealed class UnknownNasTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        TableSketch.Create(migrationBuilder, "UnknownNas").Col<string>("Address", "NasIdentifier").Key("Address", "NasIdentifier")
            .Col<long>("Packets", "FirstAt", "LastAt").Index("LastAt");
}
