using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>WireGuard tunnels.</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611222042_Tunnels")]
public sealed class TunnelTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        TableSketch.Create(migrationBuilder, "Tunnels").Id<int>().Col<string>("Name", "Address", "PublicKey").Col<long>("CreatedAt").Opt<long>("HandshakeAt").Unique("Name").Unique("Address");
        TableSketch.Create(migrationBuilder, "TunnelServers").Col<int>("Id").Key("Id").Col<byte[]>("PrivateKeySealed").Col<string>("PublicKey");
    }
}
