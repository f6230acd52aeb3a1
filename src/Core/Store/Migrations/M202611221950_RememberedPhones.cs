using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>Phones whose users agreed to be remembered.</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611221950_RememberedPhones")]
public sealed class RememberedPhoneTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => TableSketch.Create(migrationBuilder, "RememberedPhones").Id<long>()
        .Col<string>("Mac", "PersonKey", "SignIn").Col<int>("PlanId").Col<long>("ExpiresAt", "ChangedAt").Opt<long>("ForgottenAt").Unique("Mac").Index("ChangedAt").Index("ExpiresAt");
}
