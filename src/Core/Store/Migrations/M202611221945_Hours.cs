using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>Opening hours for areas and plans, and the days that count as holidays.</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611221945_Hours")]
public sealed class HoursTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        TableSketch.Create(migrationBuilder, "HoursRules").Id<int>().Col<string>("AreaCode").Opt<int>("PlanId").Col<bool>("Open").Col<int>("Days", "From", "Until")
            .Opt<int>("FirstDay", "LastDay").Opt<string>("Name").Index("AreaCode");
        TableSketch.Create(migrationBuilder, "Holidays").Col<int>("Day").Key("Day").Col<string>("Name");
    }
}
