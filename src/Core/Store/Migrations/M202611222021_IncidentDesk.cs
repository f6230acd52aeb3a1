using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>What people do with incidents, maintenance windows, and uplinks that the network tells of.</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611222021_IncidentDesk")]
public sealed class IncidentDeskTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<bool>("IsFlapping", "Incidents", nullable: false, defaultValue: false);
        foreach (var column in (string[])["Ending", "AcknowledgedBy", "Owner"]) migrationBuilder.AddColumn<string>(column, "Incidents", nullable: true);
        foreach (var column in (string[])["AcknowledgedAt", "AcknowledgedUntil"]) migrationBuilder.AddColumn<long>(column, "Incidents", nullable: true);
        TableSketch.Create(migrationBuilder, "IncidentNotes").Id<long>().Col<long>("IncidentId", "At").Col<string>("Kind").Opt<string>("Who", "Text").Index("IncidentId").Index("At");
        TableSketch.Create(migrationBuilder, "MaintenanceWindows").Id<int>().Opt<int>("DeviceId").Opt<string>("AreaCode", "Tag").Col<long>("Starts").Opt<long>("Ends").Opt<int>("Days")
            .Col<int>("From", "Until").Opt<string>("Reason").Col<string>("Who").Index("Ends");
        TableSketch.Create(migrationBuilder, "UplinkSuggestions").Col<int>("DeviceId", "UplinkId").Key("DeviceId", "UplinkId").Col<string>("Source").Opt<string>("Port")
            .Col<long>("SeenAt").Col<bool>("IsDismissed").Index("SeenAt");
    }
}
