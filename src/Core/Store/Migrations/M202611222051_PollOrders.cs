using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HotspotManager.Core.Store.Migrations;

/// <summary>Polls that somebody wants now.</summary>
[DbContext(typeof(HotspotDb))]
[Migration("202611222051_PollOrders")]
public sealed class PollOrdersTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => TableSketch.Create(migrationBuilder, "PollOrders").Id<long>().Col<int>("DeviceId").Col<string>("Who", "Outcome")
        .Opt<int>("Milliseconds").Col<long>("CreatedAt").Opt<long>("DoneAt").Index("Outcome").Index("CreatedAt");
}
