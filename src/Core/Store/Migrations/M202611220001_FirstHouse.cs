using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>Every table of the first version. Instants are unix milliseconds (<c>long</c>).</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611220001_FirstHouse")]
public sealed class FirstHouse : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        TableSketch T(string name) => TableSketch.Create(migrationBuilder, name);

        T("Revision").Col<int>("Id").Col<long>("Number").Key("Id");
        T("Areas").Col<string>("Code", "Name").Key("Code");
        T("Nas").Id<int>().Col<string>("Name", "Address", "Brand").Opt<string>("NasIdentifier", "Gateway").Col<byte[]>("SecretSealed").Opt<byte[]>("GatewayKeySealed")
            .Col<int>("CoaPort").Col<bool>("RequireMessageAuthenticator", "SendsMessageAuthenticator", "SwapOctets").Unique("Name").Index("Address");
        T("AccessPoints").Id<int>().Col<string>("Name", "AreaCode").Col<int>("NasId").Opt<int>("DeviceId").Opt<string>("CalledStationId", "Mac", "Tags")
            .Opt<double>("Latitude", "Longitude").Unique("Name").Index("NasId").Index("AreaCode");
        T("Devices").Id<int>().Col<string>("Name", "Kind", "Address").Col<int>("SnmpPort").Opt<byte[]>("SnmpCommunitySealed", "SnmpAuthSealed", "SnmpPrivSealed")
            .Opt<string>("SnmpUser", "Provider", "AreaCode").Opt<int>("UplinkId", "ContractMbps").Opt<long>("MonthlyCost").Unique("Name");
        T("Plans").Id<int>().Col<string>("Name").Opt<int>("Minutes", "Mb", "DailyMb", "DailyMinutes").Col<int>("DownKbps", "UpKbps", "Devices").Unique("Name");
        T("Vouchers").Id<long>().Col<byte[]>("CodeSealed").Col<string>("CodeLookUp", "Batch").Col<int>("PlanId").Opt<string>("AreaCode").Col<long>("CreatedAt")
            .Opt<long>("ExpiresAt", "RevokedAt").Unique("CodeLookUp").Index("Batch");
        T("Accounts").Id<long>().Col<string>("Name").Col<byte[]>("PasswordSealed").Col<int>("PlanId").Col<long>("CreatedAt").Unique("Name");
        T("Consents").Id<long>().Col<long>("At").Col<string>("PersonKey", "Purpose", "Wording").Opt<int>("AccessPointId").Index("PersonKey").Index("At");
        T("PersonUsage").Col<string>("PersonKey").Col<int>("Day").Col<long>("FirstAt", "Seconds", "Octets").Key("PersonKey", "Day").Index("FirstAt");
        T("Operators").Id<int>().Col<string>("Name", "PasswordHash", "Role", "SecurityStamp").Opt<string>("AreaCode").Col<long>("CreatedAt").Unique("Name");
        T("ApiTokens").Id<int>().Col<string>("Name", "Digest", "Role").Opt<string>("AreaCode").Col<long>("CreatedAt").Unique("Name").Unique("Digest");
        T("Grants").Id<long>().Col<string>("UserName", "PersonKey", "Mac", "SignIn").Col<byte[]>("PasswordSealed").Col<int>("PlanId", "AccessPointId")
            .Col<long>("CreatedAt", "ExpiresAt").Unique("UserName").Index("ExpiresAt");
        T("Journal").Id<long>().Col<long>("ReceivedAt", "SessionSeconds", "InputOctets", "OutputOctets").Col<string>("Source", "AcctSessionId", "UserName", "Mac")
            .Col<int>("NasId", "DelaySeconds").Col<byte>("Status").Opt<int>("AccessPointId", "PlanId").Opt<string>("FramedIp", "TerminateCause", "PersonKey")
            .Opt<long>("GrantId").Col<byte[]>("Digest").Unique("Digest").Index("ReceivedAt");
        T("Sessions").Col<long>("Id").Key("Id").Col<string>("Source", "AcctSessionId", "UserName", "Mac").Col<int>("NasId").Opt<int>("AccessPointId", "PlanId")
            .Opt<string>("FramedIp", "PersonKey", "TerminateCause").Opt<long>("GrantId", "EndedAt").Col<long>("StartedAt", "UpdatedAt", "Seconds", "InputOctets", "OutputOctets")
            .Index("NasId", "AcctSessionId").Index("EndedAt").Index("AccessPointId", "StartedAt").Index("StartedAt");
        T("Checkpoints").Col<string>("Name").Col<long>("Position").Key("Name");
        T("SessionOrders").Id<long>().Col<long>("SessionId", "CreatedAt").Opt<long>("DoneAt").Col<string>("Kind", "Source", "Who", "Why", "State").Opt<string>("Answer")
            .Index("SessionId").Index("State").Index("CreatedAt");
        T("Attempts").Id<long>().Col<long>("At").Col<string>("Way", "UserName", "Mac", "Reason", "Steps").Opt<string>("PersonKey").Opt<int>("NasId", "AccessPointId")
            .Col<bool>("Accepted").Index("At").Index("AccessPointId", "At").Index("Mac", "At");
        T("RollUps").Col<int>("DeviceId", "Resolution", "Count", "UpSeconds").Col<long>("Start")
            .Opt<double>("InMin", "InMax", "InMean", "InLast", "OutMin", "OutMax", "OutMean", "OutLast", "ClientsMin", "ClientsMax", "ClientsMean", "ClientsLast", "InP95", "OutP95")
            .Key("DeviceId", "Resolution", "Start").Index("Resolution", "Start");
        T("StateIntervals").Id<long>().Col<int>("DeviceId", "State").Opt<string>("Cause").Col<long>("From").Opt<long>("To").Index("DeviceId", "From").Index("To");
        T("Incidents").Id<long>().Opt<int>("RootDeviceId").Opt<string>("AreaCode").Col<string>("Cause").Col<long>("StartedAt").Opt<long>("EndedAt")
            .Col<int>("Points", "People").Index("StartedAt").Index("EndedAt");
        T("Outages").Id<long>().Col<long>("IncidentId", "StartedAt").Opt<long>("EndedAt").Col<int>("DeviceId", "State", "Affected").Opt<int>("AccessPointId")
            .Opt<string>("AreaCode").Col<string>("Cause").Index("DeviceId", "StartedAt").Index("IncidentId").Index("StartedAt").Index("EndedAt");
        T("Feed").Id<long>("Seq").Col<long>("At").Col<string>("Kind").Opt<string>("AccessPoint", "Device", "Area", "State", "Data").Index("At");

        migrationBuilder.Sql("""INSERT INTO "Revision" ("Id", "Number") VALUES (1, 1)""");
    }
}
