using HotspotManager.Core.Series;
using HotspotManager.Monitor.Polling;
using HotspotManager.Unit.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HotspotManager.Unit.Monitor.Polling;

public sealed class SeriesLogTests
{
    // 17:00 UTC is midnight in Jakarta.
    private static readonly DateTimeOffset Midnight = new(2025, 6, 1, 17, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_minutes_become_hours_and_the_citys_days()
    {
        await using var store = await TestStore.CreateAsync(new SimulatedTime());
        var results = new PollResults();
        var log = ActivatorUtilities.CreateInstance<SeriesLog>(store.Services, results);
        for (var at = Midnight; at < Midnight.AddHours(24); at = at.AddMinutes(5))
        {
            var bucket = Bucket.Begin(at, RollUps.FiveMinutes);
            bucket.Add(new Sample(at, 1000 + at.Hour, 10, 3, 99), 60);
            results.Put(1, bucket);
            bucket.Add(new Sample(at.AddMinutes(1), 2000 + at.Hour, 20, 5, 159), 60);
            results.Put(1, bucket);
        }

        await log.WriteAsync(Cancel);
        var series = store.Get<SeriesStore>();
        await series.RollUpHourAsync(Midnight, Cancel);
        await series.RollUpHourAsync(Midnight, Cancel);
        await series.RollUpDayAsync(Midnight.AddHours(3), Cancel);
        await using var db = store.Open();
        Assert.Equal(288, await db.Set<RollUp>().CountAsync(r => r.Resolution == RollUps.FiveMinutes && r.Count == 2 && r.UpSeconds == 120, Cancel));
        var hour = await db.Set<RollUp>().SingleAsync(r => r.Resolution == RollUps.Hour, Cancel);
        Assert.Equal((Midnight, 24, 1440, 1017, 2017, 1517), (hour.Start, hour.Count, hour.UpSeconds, hour.InMin, hour.InMax, hour.InMean));
        Assert.Equal(1517, hour.InP95);
        var day = await db.Set<RollUp>().SingleAsync(r => r.Resolution == RollUps.Day, Cancel);
        Assert.Equal((Midnight, 576, 3.0, 5.0), (day.Start, day.Count, day.ClientsMin, day.ClientsMax));
    }

    [Fact]
    public async Task A_bucket_cut_by_a_restart_is_added_to()
    {
        await using var store = await TestStore.CreateAsync(new SimulatedTime());
        var start = RollUps.StartOf(store.Get<TimeProvider>().GetUtcNow(), RollUps.FiveMinutes);
        await WriteAsync(store, start, 1000);
        await WriteAsync(store, start, 3000);
        await using var db = store.Open();
        var row = await db.Set<RollUp>().Where(r => r.Resolution == RollUps.FiveMinutes && r.Start == start).SingleAsync(Cancel);
        Assert.Equal((2, 120, 1000, 3000, 2000), (row.Count, row.UpSeconds, row.InMin, row.InMax, row.InMean));
    }

    // One life of a server that polls once.
    private static async Task WriteAsync(TestStore store, DateTimeOffset start, float rate)
    {
        var results = new PollResults();
        // A store of its own: it remembers nothing of the life before.
        var log = ActivatorUtilities.CreateInstance<SeriesLog>(store.Services, results, ActivatorUtilities.CreateInstance<SeriesStore>(store.Services));
        await log.StartAsync(Cancel);
        var bucket = Bucket.Begin(start, RollUps.FiveMinutes);
        bucket.Add(new Sample(start, rate, rate, 1, 1), 60);
        results.Put(1, bucket);
        await log.StopAsync(Cancel);
    }
}
