using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>Usage of access points by the hour, and the figures of months and weeks. Sessions of before are brought in by their whole time and octets, in the hour they began.</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611222072_Reports")]
public sealed class Reports : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        TableSketch.Create(migrationBuilder, "PointHours").Col<long>("Start").Col<int>("AccessPointId").Col<long>("Sessions", "Seconds", "InputOctets", "OutputOctets").Key("Start", "AccessPointId");
        migrationBuilder.Sql("""
            INSERT INTO "PointHours" ("Start", "AccessPointId", "Sessions", "Seconds", "InputOctets", "OutputOctets")
            SELECT "StartedAt" / 3600000 * 3600000, "AccessPointId", COUNT(*), SUM("Seconds"), SUM("InputOctets"), SUM("OutputOctets")
            FROM "Sessions" WHERE "AccessPointId" IS NOT NULL GROUP BY "StartedAt" / 3600000 * 3600000, "AccessPointId"
            """);
        TableSketch.Create(migrationBuilder, "Reports").Col<string>("Period", "Scope", "Name").Col<long>("MadeAt").Opt<string>("AreaCode").Col<int>("Points")
            .Col<long>("People", "Sessions", "Seconds", "InputOctets", "OutputOctets").Col<string>("Hours")
            .Col<long>("Known", "Down", "Unreachable", "Degraded", "Maintenance", "Unknown", "RepairTime", "AcknowledgeTime")
            .Col<int>("Failures", "Repairs", "Acknowledged", "Attempts", "Refused").Opt<string>("Refusal").Opt<long>("Cost").Opt<int>("ContractMbps").Opt<double>("InP95", "OutP95")
            .Key("Period", "Scope", "Name").Index("MadeAt");
    }
}
