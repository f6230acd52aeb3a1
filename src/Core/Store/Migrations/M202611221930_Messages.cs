using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>The outbox and who carries what is in it; one-time codes and the numbers they proved.</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611221930_Messages")]
public sealed class MessageTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        TableSketch T(string name) => TableSketch.Create(migrationBuilder, name);

        T("Messages").Id<long>().Col<string>("Purpose", "Channel", "RecipientShown", "Once", "State").Col<byte[]>("RecipientSealed").Opt<byte[]>("TextSealed")
            .Opt<string>("AreaCode", "Courier", "Reference", "Answer").Col<int>("Tries").Col<long>("CreatedAt", "ExpiresAt", "NextTryAt", "Rupiah", "SetAside")
            .Opt<long>("SentAt", "DeliveredAt").Unique("Once").Index("State", "NextTryAt").Index("CreatedAt");
        T("Couriers").Id<int>().Col<string>("Name", "Kind", "Channel").Col<int>("Position").Col<bool>("Enabled").Col<long>("RupiahEach").Col<byte[]>("SettingsSealed").Unique("Name");
        T("PhoneNumbers").Id<long>().Col<string>("LookUp").Col<byte[]>("NumberSealed").Col<long>("VerifiedAt", "LastSeenAt").Unique("LookUp").Index("LastSeenAt");
        T("OneTimeCodes").Id<long>().Col<string>("NumberLookUp", "Mac", "AreaCode", "Shown").Col<byte[]>("NumberSealed", "Nonce").Col<int>("AccessPointId", "Sends", "WrongTries")
            .Col<long>("CreatedAt", "ExpiresAt", "LastSentAt", "MessageId").Opt<long>("VerifiedAt", "ClosedAt")
            .Index("ExpiresAt").Index("NumberLookUp", "CreatedAt").Index("Mac", "CreatedAt").Index("CreatedAt");
    }
}
