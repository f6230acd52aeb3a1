using HotspotManager.Core.Feed;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Sessions;
using HotspotManager.Monitor.Outages;
using HotspotManager.Monitor.Polling;
using HotspotManager.Unit.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HotspotManager.Unit.Monitor.Outages;

public sealed class OutageLogTests
{
    private const string Area = "35.73.05.1011/05";
    private static readonly DateTimeOffset Start = new(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_uplink_cut_is_one_incident_row_with_an_outage_for_each_device()
    {
        await using var life = await Life.BeginAsync(uplinkPolled: true, 3);
        life.AllAnswer(Start);
        life.Down(life.Uplink, Start.AddMinutes(1));
        for (var i = 0; i < 3; i++)
        {
            life.Detector.Missed(life.Points[i], Start.AddMinutes(1.5));
        }

        await life.WriteAsync();
        await using (var db = life.Store.Open())
        {
            var incident = await db.Set<Incident>().SingleAsync(Cancel);
            Assert.Equal((life.Uplink, "uplink router down", 3, 0), (incident.RootDeviceId, incident.Cause, incident.Points, incident.People));
            var outages = await OutageList.ListAsync(db, openOnly: true, cancel: Cancel);
            Assert.Equal(["down no answer", "unreachable uplink router down"], outages.Select(o => $"{o.State} {o.Cause}").Distinct().Order());
            Assert.Equal(4, outages.Length);
            Assert.All(outages, o => Assert.Equal(incident.Id, o.Incident));
            var events = await db.Set<FeedEvent>().Where(e => e.Kind == FeedKind.State && e.State == "unreachable").ToListAsync(Cancel);
            Assert.Equal(["ap-1", "ap-2", "ap-3"], events.Select(e => e.AccessPoint).Order());
            Assert.All(events, e => Assert.Equal(Area, e.Area));
        }

        life.AllAnswer(Start.AddMinutes(5));
        life.AllAnswer(Start.AddMinutes(5.1));
        await life.WriteAsync();
        await using (var db = life.Store.Open())
        {
            Assert.Empty(await OutageList.ListAsync(db, openOnly: true, cancel: Cancel));
            Assert.NotNull((await db.Set<Incident>().SingleAsync(Cancel)).EndedAt);
            Assert.Equal("closed", (await db.Set<FeedEvent>().OrderBy(e => e.Seq).LastAsync(e => e.Kind == FeedKind.Incident, Cancel)).State);
        }
    }

    [Fact]
    public async Task A_site_incident_leaves_one_row()
    {
        await using var life = await Life.BeginAsync(uplinkPolled: false, 4);
        life.AllAnswer(Start);
        foreach (var point in life.Points)
        {
            life.Down(point, Start.AddMinutes(1));
            await life.WriteAsync();
        }

        await using var db = life.Store.Open();
        var incident = await db.Set<Incident>().SingleAsync(Cancel);
        Assert.Equal((null, Area, "power or backhaul", 4), (incident.RootDeviceId, incident.AreaCode, incident.Cause, incident.Points));
        var outages = await OutageList.ListAsync(db, openOnly: true, cancel: Cancel);
        Assert.All(outages, o => Assert.Equal(("down", "power or backhaul", incident.Id), (o.State, o.Cause, o.Incident)));
        Assert.Equal(4, outages.Length);
    }

    [Fact]
    public async Task An_outage_goes_on_over_a_restart_of_the_server()
    {
        await using var life = await Life.BeginAsync(uplinkPolled: true, 2);
        life.AllAnswer(Start);
        life.Down(life.Uplink, Start.AddMinutes(1));
        life.Detector.Missed(life.Points[0], Start.AddMinutes(1.5));
        await life.WriteAsync();
        await life.RestartAsync();
        Assert.Equal(DeviceState.Down, life.Detector.StateOf(life.Uplink));
        Assert.Equal(DeviceState.Unreachable, life.Detector.StateOf(life.Points[0]));
        Assert.Equal(DeviceState.Up, life.Detector.StateOf(life.Points[1]));
        Assert.Empty(life.Detector.Changes);
        life.AllAnswer(Start.AddMinutes(30));
        life.AllAnswer(Start.AddMinutes(30.1));
        await life.WriteAsync();
        await using var db = life.Store.Open();
        Assert.Equal(2, (await OutageList.ListAsync(db, openOnly: false, cancel: Cancel)).Length);
        Assert.Empty(await OutageList.ListAsync(db, openOnly: true, cancel: Cancel));
        Assert.NotNull((await db.Set<Incident>().SingleAsync(Cancel)).EndedAt);
        Assert.Equal(DeviceState.Up, life.Store.Get<StateBook>().Of(life.Uplink).State);
    }

    [Fact]
    public async Task A_child_that_stays_away_gets_an_outage_of_its_own()
    {
        await using var life = await Life.BeginAsync(uplinkPolled: true, 2);
        life.AllAnswer(Start);
        life.Down(life.Uplink, Start.AddMinutes(1));
        life.Detector.Missed(life.Points[0], Start.AddMinutes(1.5));
        life.Detector.Answered(life.Uplink, Start.AddMinutes(5));
        life.Detector.Answered(life.Uplink, Start.AddMinutes(5.1));
        life.Down(life.Points[0], Start.AddMinutes(6));
        await life.WriteAsync();
        await using var db = life.Store.Open();
        var outages = await db.Set<Outage>().Where(o => o.DeviceId == life.Points[0]).OrderBy(o => o.Id).ToListAsync(Cancel);
        Assert.Equal([DeviceState.Unreachable, DeviceState.Down], outages.Select(o => o.State));
        Assert.Equal(outages[1].StartedAt, outages[0].EndedAt);
        Assert.NotEqual(outages[0].IncidentId, outages[1].IncidentId);
    }

    [Fact]
    public async Task People_online_there_are_counted_when_it_begins()
    {
        await using var life = await Life.BeginAsync(uplinkPolled: true, 1);
        life.AllAnswer(Start);
        var point = life.Store.Get<NetworkTable>().Current.FindAccessPoint("ap-1")!;
        for (var i = 1; i <= 5; i++)
        {
            life.Store.Get<SessionBook>().Put(new Session
            {
                Id = i,
                Source = "radius",
                AccessPointId = point.Id,
                AcctSessionId = $"s{i}",
                UserName = "u",
                Mac = "00-00-00-00-00-01",
                StartedAt = Start,
                UpdatedAt = Start,
            });
        }

        life.Down(life.Points[0], Start.AddMinutes(1));
        await life.WriteAsync();
        await using var db = life.Store.Open();
        Assert.Equal(5, Assert.Single(await OutageList.ListAsync(db, openOnly: true, cancel: Cancel)).Affected);
        Assert.Equal(5, (await db.Set<Incident>().SingleAsync(Cancel)).People);
    }

    [Fact]
    public async Task An_outage_that_accounting_disproves_leaves_no_outage_but_an_incident_that_says_so()
    {
        await using var life = await Life.BeginAsync(uplinkPolled: true, 2);
        life.AllAnswer(Start);
        life.Down(life.Points[0], Start.AddMinutes(1));
        await life.WriteAsync();
        life.Detector.Tell(new OutsideFact.Sign(life.Points[0], Start.AddMinutes(2)));
        life.Detector.Advance(Start.AddMinutes(2));
        await life.WriteAsync();
        await using var db = life.Store.Open();
        Assert.Empty(await OutageList.ListAsync(db, openOnly: false, cancel: Cancel));
        var incident = (await OutageList.IncidentAsync(db, (await db.Set<Incident>().SingleAsync(Cancel)).Id, Start.AddMinutes(3), Cancel))!;
        Assert.Equal(("withdrawn", Start.AddMinutes(2)), (incident.Incident.Ending, incident.Incident.EndedAt));
        Assert.Equal(["opened no answer", "closed withdrawn"], incident.Notes.Select(n => $"{n.Kind} {n.Text}"));
        var states = await db.Set<StateInterval>().Where(s => s.DeviceId == life.Points[0]).OrderBy(s => s.From).ToListAsync(Cancel);
        Assert.Equal([DeviceState.Up, DeviceState.Degraded], states.Select(s => s.State));
        Assert.Equal((OutageCauses.Management, states[0].To), (states[1].Cause, states[1].From));
    }

    [Fact]
    public async Task Work_on_what_is_down_ends_its_incident_as_maintenance_and_the_time_counts_as_that()
    {
        await using var life = await Life.BeginAsync(uplinkPolled: true, 2);
        life.AllAnswer(Start);
        life.Down(life.Points[0], Start.AddMinutes(1));
        life.Detector.Tell(new OutsideFact.Windows(new HashSet<int> { life.Points[0] }));
        life.Detector.Advance(Start.AddMinutes(5));
        await life.WriteAsync();
        await using var db = life.Store.Open();
        Assert.Equal("maintenance", (await db.Set<Incident>().SingleAsync(Cancel)).Ending);
        Assert.Empty(await OutageList.ListAsync(db, openOnly: true, cancel: Cancel));
        var open = await db.Set<StateInterval>().SingleAsync(s => s.DeviceId == life.Points[0] && s.To == null, Cancel);
        Assert.Equal((DeviceState.Maintenance, OutageCauses.Planned, Start.AddMinutes(5)), (open.State, open.Cause, open.From));
    }

    [Fact]
    public async Task A_point_where_nobody_can_log_in_keeps_its_incident_over_a_restart()
    {
        await using var life = await Life.BeginAsync(uplinkPolled: true, 2);
        life.AllAnswer(Start);
        life.Detector.Tell(new OutsideFact.Service(life.Points[0], OutageCause.Silent, Start));
        life.Detector.Advance(Start.AddMinutes(1));
        await life.WriteAsync();
        await life.RestartAsync();
        Assert.Equal(DeviceState.Degraded, life.Detector.StateOf(life.Points[0]));
        Assert.Empty(life.Detector.Changes);
        life.Detector.Tell(new OutsideFact.Service(life.Points[0], null, Start));
        life.Detector.Advance(Start.AddMinutes(2));
        await life.WriteAsync();
        await using var db = life.Store.Open();
        Assert.Equal((OutageCauses.Silent, IncidentEndings.Recovered), await db.Set<Incident>().Select(i => new ValueTuple<string, string?>(i.Cause, i.Ending)).SingleAsync(Cancel));
    }

    /// <summary>
    /// A store with a router and access points behind it, a detector, and the log between them; a restart gives a new detector and a new log.
    /// </summary>
    private sealed class Life : IAsyncDisposable
    {
        private OutageLog log = null!;

        public required TestStore Store { get; init; }
        public OutageDetector Detector { get; private set; } = null!;
        public int Uplink { get; private set; }
        public List<int> Points { get; } = [];

        public static async Task<Life> BeginAsync(bool uplinkPolled, int count)
        {
            var store = await TestStore.CreateAsync();
            var secrets = store.Get<SecretBox>();
            await store.Writer.ChangeAsync(async db =>
            {
                await NetworkList.AddDeviceAsync(db, secrets, "router",
                    new NetworkInput { Address = "10.0.0.1", Kind = "router", SnmpCommunity = uplinkPolled ? "public" : null }, Cancel);
                await db.SaveChangesAsync(Cancel);
                for (var i = 1; i <= count; i++)
                {
                    await NetworkList.AddAccessPointAsync(db, secrets, $"ap-{i}", new NetworkInput
                    {
                        Area = Area,
                        Address = $"10.0.1.{i}",
                        Secret = "0123456789abcdef",
                        SnmpCommunity = "public",
                        Uplink = "router",
                    }, Cancel);
                }
            }, Cancel);
            await using (var db = store.Open())
            {
                await store.Get<NetworkTable>().ReloadAsync(db, Cancel);
            }

            var life = new Life { Store = store };
            var devices = store.Get<NetworkTable>().Current.Devices;
            life.Uplink = devices.Single(d => d.Name == "router").Id;
            life.Points.AddRange(devices.Where(d => d.Name != "router").OrderBy(d => d.Name).Select(d => d.Id));
            await life.StartAsync();
            return life;
        }

        public Task RestartAsync() => StartAsync();

        public void AllAnswer(DateTimeOffset at)
        {
            foreach (var id in Points.Append(Uplink))
            {
                Detector.Answered(id, at);
            }
        }

        public void Down(int device, DateTimeOffset at)
        {
            Detector.Answered(Uplink, at);
            for (var i = 0; i < 4; i++)
            {
                Detector.Missed(device, at.AddSeconds(i));
            }
        }

        public async Task WriteAsync()
        {
            await log.WriteAsync([.. Detector.Changes], Cancel);
            Detector.Changes.Clear();
        }

        private async Task StartAsync()
        {
            log = ActivatorUtilities.CreateInstance<OutageLog>(Store.Services, new PollResults());
            Detector = new OutageDetector(DetectorOptions.ForInterval(TimeSpan.FromSeconds(60)));
            var devices = Store.Get<NetworkTable>().Current.Devices;
            Detector.Configure([.. devices.Select(d => new DeviceFacts(d.Id, d.Row.UplinkId, d.AreaCode, d.IsPolled))], Start);
            await log.LoadAsync(Cancel);
            log.Resume(Detector);
        }

        public ValueTask DisposeAsync() => Store.DisposeAsync();
    }
}
