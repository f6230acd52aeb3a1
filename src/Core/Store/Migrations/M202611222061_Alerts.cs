using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>Who is alerted, who may press buttons, and what each was told of each incident; threads of messages.</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611222061_Alerts")]
public sealed class AlertTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        TableSketch T(string name) => TableSketch.Create(migrationBuilder, name);

        T("AlertSubscriptions").Id<int>().Col<string>("Name", "Channel", "RecipientLookUp", "RecipientShown", "Language").Col<byte[]>("RecipientSealed").Opt<string>("AreaCode", "Operator")
            .Col<int>("Least", "AfterMinutes", "PointMinutes", "QuietLeast", "PerHour").Opt<int>("QuietFrom", "QuietUntil", "DigestMinutes").Col<bool>("Enabled")
            .Col<long>("CreatedAt").Opt<long>("MutedUntil").Unique("Name").Index("RecipientLookUp");
        T("AlertContacts").Id<int>().Col<string>("Operator", "Channel", "LookUp", "Shown").Col<long>("CreatedAt").Unique("Channel", "LookUp");
        T("AlertNotices").Id<long>().Col<int>("SubscriptionId", "ToldSeverity", "Revision").Col<long>("IncidentId", "CreatedAt").Col<string>("Thread").Opt<string>("HeldWhy", "Shown", "MutedBy")
            .Opt<long>("HeldAt", "ToldAt", "ShownAt", "DigestedAt", "RecoveredAt", "ReopenedAt", "MutedUntil").Unique("SubscriptionId", "IncidentId").Index("IncidentId").Index("ToldAt").Index("RecoveredAt").Index("CreatedAt");
        migrationBuilder.AddColumn<string>("Thread", "Messages", nullable: true);
        migrationBuilder.AddColumn<byte[]>("ExtrasSealed", "Messages", nullable: true);
        migrationBuilder.AddColumn<bool>("Uncertain", "Messages", nullable: false, defaultValue: false);
        migrationBuilder.CreateIndex("IX_Messages_Thread", "Messages", "Thread");
    }
}
