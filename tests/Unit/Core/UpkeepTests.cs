using HotspotManager.Core.Attempts;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Series;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using HotspotManager.Core.Upkeep;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace HotspotManager.Unit.Core;

public class UpkeepTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_past_their_retention_are_deleted_and_no_others()
    {
        await using var store = await TestStore.CreateAsync();
        var now = DateTimeOffset.UtcNow;
        await store.Writer.WriteAsync(async db =>
        {
            for (var i = 0; i < 2500; i++) db.Add(new Attempt { At = now.AddDays(-31), Way = "radius-pap", Reason = "UnknownUser" });
            db.Add(new Attempt { At = now.AddDays(-29), Way = "radius-pap", Reason = "UnknownUser" });
            await RollUps.UpsertAsync(db, [new RollUp { DeviceId = 1, Resolution = 300, Start = now.AddDays(-36) }, new RollUp { DeviceId = 1, Resolution = 86400, Start = now.AddDays(-900) }], Cancel);
        }, Cancel);
        Assert.Equal(2501, await store.Get<UpkeepService>().DeleteOldAsync(Cancel));
        await using var db = store.Open();
        Assert.Equal(1, await db.Set<Attempt>().CountAsync(Cancel));
        Assert.Equal(86400, (await db.Set<RollUp>().SingleAsync(Cancel)).Resolution);
    }

    [Fact]
    public void Every_table_that_grows_says_how_long_its_rows_live()
    {
        string[] setUp = ["Areas", "Nas", "NasConnections", "AccessPoints", "Devices", "Plans", "Vouchers", "Accounts", "Operators", "ApiTokens", "Revision", "Checkpoints", "Realms", "HomeServers", "WalledGarden", "SignInOffers", "Couriers", "HoursRules", "Holidays", "Looks", "LookNotices", "AlertSubscriptions", "AlertContacts"];
        using var db = new HotspotDb(new DbContextOptionsBuilder<HotspotDb>().UseSqlite("Data Source=:memory:").Options);
        var forgotten = db.Model.GetEntityTypes().Where(e => RetentionMapping.Of(e).Count == 0).Select(e => e.GetTableName()!).Except(setUp);
        Assert.Empty(forgotten.Except(["CheckInStates", "Tunnels", "TunnelServers"]));
    }

    [Fact]
    public async Task A_back_up_brings_everything_back_and_a_damaged_one_changes_nothing()
    {
        await using var store = await TestStore.CreateAsync();
        await store.Writer.ChangeAsync(db => PlanList.AddAsync(db, new Plan { Name = "before", DownKbps = 1, UpKbps = 1 }, Cancel), Cancel);
        var file = store.Folder.At("copy", "b.tar.gz");
        await Backup.WriteAsync(store.Folder, file, cancel: Cancel);
        await store.Writer.ChangeAsync(db => PlanList.AddAsync(db, new Plan { Name = "after", DownKbps = 1, UpKbps = 1 }, Cancel), Cancel);

        var half = store.Folder.At("copy", "half.tar.gz");
        await File.WriteAllBytesAsync(half, (await File.ReadAllBytesAsync(file, Cancel))[..2000], Cancel);
        await Assert.ThrowsAsync<RefusedException>(() => Backup.RestoreAsync(store.Folder, half, DateTimeOffset.UtcNow, cancel: Cancel));
        await using (var db = store.Open()) Assert.True(await db.Set<Plan>().AnyAsync(p => p.Name == "after", Cancel));

        await Backup.RestoreAsync(store.Folder, file, DateTimeOffset.UtcNow, cancel: Cancel);
        await using var restored = store.Open();
        Assert.Equal(["before", PlanList.ClickThrough], await restored.Set<Plan>().Select(p => p.Name).OrderBy(n => n).ToListAsync(Cancel));
    }
}
