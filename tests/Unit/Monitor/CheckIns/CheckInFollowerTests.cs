using System.Net;
using HotspotManager.Core.CheckIns;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Series;
using HotspotManager.Monitor.CheckIns;
using HotspotManager.Monitor.Outages;
using HotspotManager.Unit.Core;
using HotspotManager.Unit.Monitor.Polling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HotspotManager.Unit.Monitor.CheckIns;

public sealed class CheckInFollowerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private sealed class World(TestStore store, SimulatedTime time) : IAsyncDisposable
    {
        private readonly OutageDetector _detector = new(DetectorOptions.ForInterval(TimeSpan.FromSeconds(60)));

        public TestStore Store => store;
        public SimulatedTime Time => time;
        public OutageDetector Detector => _detector;
        public CheckInWatch Watch { get; private set; } = null!;
        public CheckInFollower Follower { get; private set; } = null!;
        public DeviceEntry Device => store.Get<NetworkTable>().Current.FindDevice("rw05")!;

        public static async Task<World> CreateAsync(string postgres = "")
        {
            var time = new SimulatedTime();
            var store = await TestStore.CreateAsync(time, postgres);
            await store.Writer.ChangeAsync(async db => await NetworkList.AddDeviceAsync(db, store.Get<SecretBox>(), "rw05", new NetworkInput { CheckIn = true }, Cancel), Cancel);
            await using (var db = store.Open()) await store.Get<NetworkTable>().ReloadAsync(db, Cancel);
            var world = new World(store, time);
            world.Start();
            await store.Get<CheckInDesk>().StartAsync(Cancel);
            return world;
        }

        /// <summary>As after a kill: nothing is known but what is in the store.</summary>
        public void Start()
        {
            var timing = new CheckInTiming(TimeSpan.FromSeconds(60));
            Detector.Configure([new DeviceFacts(Device.Id, null, "", IsPolled: true)], time.GetUtcNow());
            Watch = new CheckInWatch(Detector, store.Get<SampleRing>(), timing, time);
            Watch.Configure([Device.Id]);
            Follower = ActivatorUtilities.CreateInstance<CheckInFollower>(store.Services, Watch, timing);
        }

        public async Task ReportAsync(string report)
        {
            var number = time.GetUtcNow().ToUnixTimeMilliseconds();
            Assert.Equal(CheckInOutcome.Stored, await store.Get<CheckInDesk>().TakeAsync(Device, CheckInReport.Read(report)!, number, IPAddress.Loopback));
        }

        public async Task<List<RollUp>> RowsAsync(int resolution)
        {
            await using var db = store.Open();
            return await db.Set<RollUp>().AsNoTracking().Where(r => r.Resolution == resolution).OrderBy(r => r.Start).ToListAsync(Cancel);
        }

        public ValueTask DisposeAsync()
        {
            Follower.Dispose();
            return store.DisposeAsync();
        }
    }

    [Fact]
    public async Task What_was_acknowledged_is_in_the_figures_after_a_kill_and_only_once()
    {
        await using var world = await World.CreateAsync();
        await world.ReportAsync("hc1 - 60\nat 60 0 0 4 - -\n");
        Assert.Equal(1, await world.Follower.FollowAsync(Cancel));
        world.Time.Advance(60_000);
        await world.ReportAsync("hc1 - 120\nat 120 6000 0 6 - -\n");

        // Killed before the report was followed.
        world.Start();
        Assert.Equal(1, await world.Follower.FollowAsync(Cancel));
        Assert.Equal(0, await world.Follower.FollowAsync(Cancel));
        var row = Assert.Single(await world.RowsAsync(RollUps.FiveMinutes));
        Assert.Equal((2, 4.0, 6.0, 5.0, 6.0), (row.Count, row.ClientsMin, row.ClientsMax, row.ClientsMean, row.ClientsLast));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Late_data_fills_hours_and_days_that_are_over_and_alerts_nobody(bool postgres)
    {
        await using var world = await World.CreateAsync(postgres ? await Postgres.NewDatabaseAsync() : "");
        await world.ReportAsync("hc1 - 60\nat 60 0 0 4 - -\n");
        await world.Follower.FollowAsync(Cancel);
        world.Watch.Step();
        Assert.Equal(DeviceState.Up, world.Detector.StateOf(world.Device.Id));

        // A day without a line, then all of it at once, as the script sends it. (The detector was told of nothing in between.)
        world.Time.Advance(30 * 3600_000L);
        world.Detector.Changes.Clear();
        var uptime = 60 + (30 * 3600);
        foreach (var part in Enumerable.Range(2, 1799).Chunk(300))
        {
            world.Time.Advance(1000);
            await world.ReportAsync($"hc1 - {++uptime}\n" + string.Concat(part.Select(i => $"at {i * 60} {i * 6000L} 0 {i % 10} - -\n")));
        }
        await world.Follower.FollowAsync(Cancel);
        world.Watch.Step();
        Assert.Empty(world.Detector.Changes);
        var five = await world.RowsAsync(RollUps.FiveMinutes);
        Assert.Equal(1800, five.Sum(r => r.Count));
        Assert.All(five.Skip(1).SkipLast(1), r => Assert.Equal((5, 300, 100), (r.Count, r.UpSeconds, (int)Math.Round(r.InMean ?? 0))));
        var hours = await world.RowsAsync(RollUps.Hour);
        Assert.Equal(30, hours.Count);
        Assert.All(hours.Skip(1), h => Assert.Equal((60, 100.0, 100.0), (h.Count, Math.Round(h.InMean ?? 0), Math.Round(h.InP95 ?? 0))));
        // The city's day began at 17:00 UTC of the day before; the one that runs is made later.
        Assert.Equal(17 * 60, Assert.Single(await world.RowsAsync(RollUps.Day)).Count);
    }
}
