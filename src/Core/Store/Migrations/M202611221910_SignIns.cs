using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>Which ways to sign in are offered where, and which plan may be had by which.</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611221910_SignIns")]
public sealed class SignInTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        TableSketch.Create(migrationBuilder, "SignInOffers").Col<string>("AreaCode").Key("AreaCode").Opt<string>("Ways")
            .Opt<int>("ClickThroughPlanId", "PhonePlanId", "RememberDays").Opt<long>("MonthlyRupiah");
        migrationBuilder.AddColumn<string>("Ways", "Plans", nullable: true);
    }
}
