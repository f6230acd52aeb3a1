using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>People of elsewhere and the servers that know them.</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611221450_Realms")]
public sealed class RealmTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        TableSketch.Create(migrationBuilder, "Realms").Id<int>().Col<string>("Name").Opt<int>("PlanId").Col<bool>("StripRealm", "SilentWhenOffline").Unique("Name");
        TableSketch.Create(migrationBuilder, "HomeServers").Id<int>().Col<int>("RealmId", "Position", "AuthPort", "AcctPort").Col<string>("Address")
            .Col<byte[]>("SecretSealed").Index("RealmId");
    }
}
