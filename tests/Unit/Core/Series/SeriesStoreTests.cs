using HotspotManager.Core.Series;
using HotspotManager.Core.Upkeep;
using HotspotManager.Unit.Monitor.Polling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HotspotManager.Unit.Core.Series;

public sealed class SeriesStoreTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Late_samples_fall_into_the_buckets_of_their_own_time_and_the_hour_and_day_above_follow()
    {
        await using var store = await TestStore.CreateAsync(new SimulatedTime());
        var series = store.Get<SeriesStore>();
        var now = store.Get<TimeProvider>().GetUtcNow();
        var hour = RollUps.StartOf(now.AddHours(-5), RollUps.Hour);
        await series.WriteAsync([(1, Of(hour, 100)), (1, Of(hour.AddMinutes(30), 300))], Cancel);
        await series.RollUpHourAsync(hour, Cancel);

        Assert.Equal(3, await series.FoldLateAsync(1, [At(hour.AddMinutes(5), 500), At(hour.AddMinutes(6), 700), At(hour.AddMinutes(10), 900)], Cancel));

        await using var db = store.Open();
        var rows = await RollUps.ReadAsync(db, 1, RollUps.FiveMinutes, hour, hour.AddHours(1), Cancel);
        Assert.Equal([100, 600, 900, 300], rows.Select(r => r.InMean!.Value));
        var whole = Assert.Single(await RollUps.ReadAsync(db, 1, RollUps.Hour, hour, hour.AddHours(1), Cancel));
        Assert.Equal((5, 300, 100, 900, 500), (whole.Count, whole.UpSeconds, whole.InMin, whole.InMax, whole.InMean));
        Assert.Equal(5, (await db.Set<RollUp>().SingleAsync(r => r.Resolution == RollUps.Day, Cancel)).Count);
    }

    [Fact]
    public async Task The_same_late_samples_again_change_nothing_and_neither_does_what_is_too_old_or_in_the_future()
    {
        await using var store = await TestStore.CreateAsync(new SimulatedTime());
        var series = store.Get<SeriesStore>();
        var now = store.Get<TimeProvider>().GetUtcNow();
        LateSample[] late = [At(now.AddHours(-2), 500), At(now.AddHours(-2).AddMinutes(1), 700)];
        Assert.Equal(2, await series.FoldLateAsync(1, late, Cancel));
        Assert.Equal(0, await series.FoldLateAsync(1, late, Cancel));
        // Half of it again, with one more that is new.
        Assert.Equal(1, await series.FoldLateAsync(1, [late[1], At(now.AddHours(-2).AddMinutes(2), 600)], Cancel));
        Assert.Equal(0, await series.FoldLateAsync(1, [At(now.AddDays(-31), 1), At(now.AddMinutes(1), 1)], Cancel));
        await using var db = store.Open();
        var row = Assert.Single(await RollUps.ReadAsync(db, 1, RollUps.FiveMinutes, now.AddDays(-40), now.AddDays(1), Cancel));
        Assert.Equal((3, 600), (row.Count, row.InMean));
    }

    [Fact]
    public async Task The_poller_and_late_samples_share_a_bucket_without_losing_or_doubling_either()
    {
        await using var store = await TestStore.CreateAsync(new SimulatedTime());
        var series = store.Get<SeriesStore>();
        var now = store.Get<TimeProvider>().GetUtcNow();
        var start = RollUps.StartOf(now.AddMinutes(-10), RollUps.FiveMinutes);
        var bucket = Of(start, 100);
        await series.WriteAsync([(1, bucket)], Cancel);
        Assert.Equal(1, await series.FoldLateAsync(1, [At(start.AddMinutes(2), 200)], Cancel));
        bucket.Add(new Sample(start.AddMinutes(4), 600, 0, 1, 1), 60);
        await series.WriteAsync([(1, bucket)], Cancel);
        await series.WriteAsync([(1, bucket)], Cancel);
        await using var db = store.Open();
        var row = Assert.Single(await RollUps.ReadAsync(db, 1, RollUps.FiveMinutes, start, start.AddMinutes(5), Cancel));
        Assert.Equal((3, 100, 600, 300, 180), (row.Count, row.InMin, row.InMax, row.InMean, row.UpSeconds));
    }

    [Fact]
    public async Task A_bucket_that_the_poller_wrote_long_after_does_not_wipe_out_what_came_late()
    {
        await using var store = await TestStore.CreateAsync(new SimulatedTime());
        var series = store.Get<SeriesStore>();
        var start = RollUps.StartOf(store.Get<TimeProvider>().GetUtcNow().AddHours(-9), RollUps.FiveMinutes);
        await series.FoldLateAsync(1, [At(start.AddMinutes(1), 200), At(start.AddMinutes(4), 400)], Cancel);
        await series.WriteAsync([(1, Of(start, 100))], Cancel);
        await using var db = store.Open();
        Assert.Equal(2, Assert.Single(await RollUps.ReadAsync(db, 1, RollUps.FiveMinutes, start, start.AddMinutes(5), Cancel)).Count);
    }

    [Fact]
    public async Task A_process_that_was_killed_days_ago_leaves_no_hour_or_day_half_rolled_up()
    {
        await using var store = await TestStore.CreateAsync(new SimulatedTime());
        var now = store.Get<TimeProvider>().GetUtcNow();
        var killed = RollUps.StartOf(now.AddDays(-3), RollUps.Hour).AddMinutes(55);
        var first = store.Get<SeriesStore>();
        for (var at = killed.AddHours(-30); at <= killed; at = at.AddMinutes(5)) await first.WriteAsync([(1, Of(at, 100))], Cancel);
        // It had rolled up the last hour while that was going on, and nothing since.
        await using (var db = store.Open())
        {
            await db.Set<RollUp>().Where(r => r.Start > killed.AddMinutes(-20)).ExecuteDeleteAsync(Cancel);
            await first.RollUpHourAsync(RollUps.StartOf(killed, RollUps.Hour), Cancel);
        }
        for (var at = killed.AddMinutes(-20); at <= killed; at = at.AddMinutes(5)) await first.WriteAsync([(1, Of(at, 100))], Cancel);

        await ActivatorUtilities.CreateInstance<SeriesStore>(store.Services).CatchUpAsync(Cancel);

        await using var read = store.Open();
        var hours = await read.Set<RollUp>().Where(r => r.Resolution == RollUps.Hour).ToListAsync(Cancel);
        Assert.Equal(12, hours.MaxBy(h => h.Start)!.Count);
        var days = await read.Set<RollUp>().Where(r => r.Resolution == RollUps.Day).SumAsync(r => r.Count, Cancel);
        Assert.Equal(await read.Set<RollUp>().Where(r => r.Resolution == RollUps.FiveMinutes).SumAsync(r => r.Count, Cancel), days);
    }

    [Fact]
    public async Task What_could_not_be_written_is_written_with_the_next()
    {
        await using var store = await TestStore.CreateAsync(new SimulatedTime());
        var series = store.Get<SeriesStore>();
        var start = RollUps.StartOf(store.Get<TimeProvider>().GetUtcNow().AddMinutes(-20), RollUps.FiveMinutes);
        await using (var db = store.Open()) await db.Database.ExecuteSqlRawAsync("ALTER TABLE \"RollUps\" RENAME TO \"Away\"", Cancel);
        await Assert.ThrowsAnyAsync<Exception>(() => series.WriteAsync([(1, Of(start, 100))], Cancel));
        await using (var db = store.Open()) await db.Database.ExecuteSqlRawAsync("ALTER TABLE \"Away\" RENAME TO \"RollUps\"", Cancel);
        await series.WriteAsync([], Cancel);
        await using var read = store.Open();
        Assert.Equal(100, (await read.Set<RollUp>().SingleAsync(Cancel)).InMean);
    }

    [Fact]
    public async Task Five_minute_rows_live_35_days_hours_400_and_days_for_ever()
    {
        await using var store = await TestStore.CreateAsync();
        var now = DateTimeOffset.UtcNow;
        RollUp Row(int resolution, int days) => new() { DeviceId = 1, Resolution = resolution, Start = now.AddDays(-days) };
        await store.Writer.WriteAsync(db => RollUps.UpsertAsync(
            db, [Row(300, 34), Row(300, 36), Row(3600, 36), Row(3600, 399), Row(3600, 401), Row(86400, 5000)], Cancel), Cancel);
        await store.Get<UpkeepService>().DeleteOldAsync(Cancel);
        await using var read = store.Open();
        Assert.Equal([(300, 34), (3600, 36), (3600, 399), (86400, 5000)],
            (await read.Set<RollUp>().OrderByDescending(r => r.Start).ToListAsync(Cancel)).Select(r => (r.Resolution, (int)Math.Round((now - r.Start).TotalDays))));
    }

    private static Bucket Of(DateTimeOffset at, float rate)
    {
        var bucket = Bucket.Begin(at, RollUps.FiveMinutes);
        bucket.Add(new Sample(at, rate, rate, 1, 1), 60);
        return bucket;
    }

    private static LateSample At(DateTimeOffset at, float rate) => new(new Sample(at, rate, rate, 1, 1), 60);
}
