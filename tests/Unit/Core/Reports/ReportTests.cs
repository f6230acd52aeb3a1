using HotspotManager.Core.Areas;
using HotspotManager.Core.Attempts;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Reports;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HotspotManager.Unit.Core.Reports;

public sealed class ReportTests
{
    private static readonly ReportPeriod November = ReportPeriod.Parse("2026-11");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_point_and_its_areas_have_people_once_and_hours_and_octets_in_all()
    {
        await using var world = await ReportWorld.CreateAsync();
        await MonthAsync(world);
        await world.Book.MakeAsync(November, Cancel);
        CheckMonth(await world.ReadAsync(ReportScope.Point), await world.ReadAsync(ReportScope.Area));
    }

    [Fact]
    public async Task PostgreSQL_gives_the_same_report()
    {
        await using var world = await ReportWorld.CreateAsync(await Postgres.NewDatabaseAsync());
        await MonthAsync(world);
        await world.Book.MakeAsync(November, Cancel);
        CheckMonth(await world.ReadAsync(ReportScope.Point), await world.ReadAsync(ReportScope.Area));
    }

    private static async Task MonthAsync(ReportWorld world)
    {
        // Siti at two points of the RW, Budi at one; a third in Klojen without a sign-in.
        await world.SessionAsync("LW-1", "voucher:01", 19, 2, 1_000_000_000);
        await world.SessionAsync("LW-1", "voucher:01", 43, 1, 500_000_000);
        await world.SessionAsync("LW-2", "voucher:01", 68, 0.5, 0);
        await world.SessionAsync("LW-2", "voucher:02", 68, 1, 250_000_000);
        await world.SessionAsync("KL-1", "somebody-03", 100, 4, 0);
        // Over the border: October's evening counts there, the person also here. And one that is December's.
        await world.SessionAsync("KL-1", "somebody-04", -1, 2, 7200);
        await world.SessionAsync("KL-1", "somebody-05", 721, 1, 0);
    }

    private static void CheckMonth(ReportView[] points, ReportView[] areas)
    {
        Assert.Equal(["KL-1", "LW-1", "LW-2"], points.Select(p => p.Name));
        Assert.Equal([(2, 1, 5.0, 0.0), (1, 2, 3.0, 1.5), (2, 2, 1.5, 0.25)], points.Select(p => (p.People, p.Sessions, p.Hours, p.Gb)));
        // Half of the session over the border: an hour of two, 3600 of 7200 octets.
        Assert.Equal(3600, points[0].OutputOctets);
        Assert.Equal([(0, 0.03), (19, 0.07), (20, 0.05)], points.Select(p => (p.BusiestHour!.Value, p.BusiestPeople!.Value)));
        var rw = areas.Single(a => a.Name == ReportWorld.Rw);
        Assert.Equal((2, 2, 4, 4.5, 1.75), (rw.Points, rw.People, rw.Sessions, rw.Hours, rw.Gb));
        var all = areas.Single(a => a.Name.Length == 0);
        Assert.Equal((3, 4, 5, 9.5), (all.Points, all.People, all.Sessions, all.Hours));
        Assert.Equal(["", "35.73", "35.73.02", "35.73.02.1001", "35.73.02.1001/01", "35.73.05", "35.73.05.1011", ReportWorld.Rw], areas.Select(a => a.Name));
    }

    [Fact]
    public async Task A_lines_cost_is_shared_by_the_points_behind_it_and_a_person_hour_has_a_price()
    {
        await using var world = await ReportWorld.CreateAsync();
        await world.SessionAsync("LW-1", "voucher:01", 19, 10, 0);
        await world.SessionAsync("LW-2", "voucher:01", 50, 2, 0);
        await world.Book.MakeAsync(November, Cancel);
        var points = await world.ReadAsync(ReportScope.Point);
        Assert.Equal([null, 300_000L, 300_000L], points.Select(p => p.Cost));
        Assert.Equal([null, 30_000.0, 150_000.0], points.Select(p => p.CostPerPersonHour));
        Assert.Equal(50_000.0, (await world.ReadAsync(ReportScope.Area)).Single(a => a.Name == ReportWorld.Rw).CostPerPersonHour);
        var provider = Assert.Single(await world.ReadAsync(ReportScope.Provider));
        Assert.Equal(("Telko", 2, 12.0, 600_000L, 50), (provider.Name, provider.Points, provider.Hours, provider.Cost, provider.ContractMbps));

        // A week that is over has paid its days of November.
        await world.Book.MakeAsync(ReportPeriod.Parse("2026-W46"), Cancel);
        Assert.Equal(140_000, Assert.Single(await world.ReadAsync(ReportScope.Provider, "2026-W46")).Cost);
    }

    [Fact]
    public async Task A_line_is_measured_against_its_contract_and_its_provider_by_its_states()
    {
        await using var world = await ReportWorld.CreateAsync();
        await using (var db = world.Store.Open())
        {
            var line = await NetworkList.GetDeviceAsync(db, "line-1", Cancel);
            // 100 means: 1 to 100 Mb/s, so the 95th is 95.
            await world.TrafficAsync(line.Id, 100, i => (i * 37 % 100 + 1) * 1e6);
            await world.StateAsync(line.Id, DeviceState.Up, -10, 700);
            await world.StateAsync(line.Id, DeviceState.Down, 700, 718);
            await world.StateAsync(line.Id, DeviceState.Up, 718, null);
        }
        await world.StateAsync((await world.PointAsync("LW-1")).DeviceId!.Value, DeviceState.Up, 0, 700);
        await world.StateAsync((await world.PointAsync("LW-1")).DeviceId!.Value, DeviceState.Unreachable, 700, 720);
        await world.Book.MakeAsync(November, Cancel);

        var link = Assert.Single(await world.ReadAsync(ReportScope.Link));
        Assert.Equal((95.0, 50, 1.9), (link.P95Mbps, link.ContractMbps, link.ContractUse));
        var provider = Assert.Single(await world.ReadAsync(ReportScope.Provider));
        Assert.Equal((1 - 18 / 720.0, 1, 18 * 3600L, 702 * 3600L), (provider.Availability, provider.Outages, provider.MttrSeconds, provider.MtbfSeconds));
        // The point itself was not down; whoever stood there had nothing.
        var point = (await world.ReadAsync(ReportScope.Point)).Single(p => p.Name == "LW-1");
        Assert.Equal((1.0, 700 / 720.0, 0), (point.Availability, point.Service, point.Outages));
        Assert.Null((await world.ReadAsync(ReportScope.Point)).Single(p => p.Name == "KL-1").Availability);
        Assert.Equal(1.0, (await world.ReadAsync(ReportScope.Vendor)).Single(v => v.Name == "mikrotik").Availability);
    }

    [Fact]
    public async Task Maintenance_is_left_out_and_an_incident_is_acknowledged_once_for_all_it_concerns()
    {
        await using var world = await ReportWorld.CreateAsync();
        var (one, two) = ((await world.PointAsync("LW-1")).DeviceId!.Value, (await world.PointAsync("LW-2")).DeviceId!.Value);
        foreach (var device in new[] { one, two })
        {
            await world.StateAsync(device, DeviceState.Up, 0, 100);
            await world.StateAsync(device, DeviceState.Down, 100, 104);
            await world.StateAsync(device, DeviceState.Up, 104, 720);
        }
        await world.Store.Writer.WriteAsync(async db =>
        {
            // Sundays from 23.00 to 01.00 in the RW from the 8th on, so four of them (8, 15, 22, 29); and once at one point, in the middle of its outage.
            db.Add(new MaintenanceWindow { Who = "sari", AreaCode = ReportWorld.Rw, Starts = ReportWorld.November.AddDays(7), Days = 1 << 6, From = 23 * 60, Until = 60 });
            db.Add(new MaintenanceWindow { Who = "sari", DeviceId = two, Starts = ReportWorld.November.AddHours(101), Ends = ReportWorld.November.AddHours(104) });
            var line = await NetworkList.GetDeviceAsync(db, "line-1", Cancel);
            var incident = new Incident { Cause = "uplink", RootDeviceId = line.Id, StartedAt = ReportWorld.November.AddHours(100) };
            db.Add(incident);
            await db.SaveChangesAsync(Cancel);
            foreach (var device in new[] { one, two })
                db.Add(new Outage { IncidentId = incident.Id, DeviceId = device, Cause = "uplink", State = DeviceState.Down, StartedAt = incident.StartedAt });
            foreach (var minutes in new[] { 20, 7 })
                db.Add(new IncidentNote { IncidentId = incident.Id, Kind = IncidentNotes.Acknowledged, Who = "sari", At = incident.StartedAt.AddMinutes(minutes) });
        }, Cancel);
        await world.Book.MakeAsync(November, Cancel);

        var points = await world.ReadAsync(ReportScope.Point);
        Assert.Equal([(8 * 3600L, 4 * 3600L), (11 * 3600L, 3600L)], points.Skip(1).Select(p => (p.MaintenanceSeconds, p.DownSeconds)));
        Assert.Equal([1 - 4 / 712.0, 1 - 1 / 709.0], points.Skip(1).Select(p => p.Availability!.Value));
        Assert.Equal([null, 420L, 420L], points.Select(p => p.MttaSeconds));
        Assert.Equal(420, (await world.ReadAsync(ReportScope.Area)).Single(a => a.Name == ReportWorld.Rw).MttaSeconds);
        Assert.Equal(420, Assert.Single(await world.ReadAsync(ReportScope.Provider)).MttaSeconds);
    }

    [Fact]
    public async Task Why_a_point_is_little_used_is_told()
    {
        await using var world = await ReportWorld.CreateAsync();
        await world.StateAsync((await world.PointAsync("LW-1")).DeviceId!.Value, DeviceState.Up, 0, 500);
        await world.StateAsync((await world.PointAsync("LW-1")).DeviceId!.Value, DeviceState.Down, 500, 720);
        var two = await world.PointAsync("LW-2");
        await world.Store.Writer.WriteAsync(db =>
        {
            for (var i = 0; i < 12; i++)
                db.Add(new Attempt { At = ReportWorld.November.AddDays(20), Way = "portal-voucher", Reason = i < 5 ? "VoucherExpired" : "Welcome", Accepted = i >= 5, AccessPointId = two.Id });
            return Task.CompletedTask;
        }, Cancel);
        await world.SessionAsync("KL-1", "somebody-03", 0, 100, 0);
        await world.Book.MakeAsync(November, Cancel);
        var points = await world.ReadAsync(ReportScope.Point);
        Assert.Equal([null, ReportView.HintAway, ReportView.HintRefused], points.Select(p => p.Hint));
        Assert.Equal((12, 5, "VoucherExpired"), (points[2].Attempts, points[2].Refused, points[2].Refusal));
    }

    [Fact]
    public async Task A_record_that_comes_weeks_late_is_in_its_own_hour_and_the_next_nights_report()
    {
        await using var world = await ReportWorld.CreateAsync();
        var keeper = ActivatorUtilities.CreateInstance<ReportKeeper>(world.Store.Services);
        await keeper.LookAsync(Cancel);
        Assert.All(await world.ReadAsync(ReportScope.Point), p => Assert.Equal(0, p.Sessions));

        await world.SessionAsync("LW-1", "voucher:01", 19.5, 1, 100, told: world.Time.Now, id: "late");
        await keeper.LookAsync(Cancel);
        Assert.All(await world.ReadAsync(ReportScope.Point), p => Assert.Equal(0, p.Sessions));
        world.Time.Now = world.Time.Now.AddHours(20);
        await keeper.LookAsync(Cancel);

        var point = (await world.ReadAsync(ReportScope.Point)).Single(p => p.Name == "LW-1");
        Assert.Equal((1, 1, 1.0, 100), (point.People, point.Sessions, point.Hours, point.OutputOctets));
        await using var db = world.Store.Open();
        Assert.Equal([(19, 1L, 1800L, 50L), (20, 0L, 1800L, 50L)],
            (await db.Set<PointHour>().OrderBy(h => h.Start).ToListAsync(Cancel)).Select(h => ((int)(h.Start - ReportWorld.November).TotalHours, h.Sessions, h.Seconds, h.OutputOctets)));
        Assert.Equal(1, (await world.ReadAsync(ReportScope.Point, "2026-W44")).Single(p => p.Name == "LW-1").Sessions);
    }

    [Fact]
    public async Task What_the_sources_no_longer_have_stays_as_it_was_known()
    {
        await using var world = await ReportWorld.CreateAsync();
        await using (var db = world.Store.Open()) await world.TrafficAsync((await NetworkList.GetDeviceAsync(db, "line-1", Cancel)).Id, 10, _ => 8e6);
        var point = await world.PointAsync("LW-2");
        await world.Store.Writer.WriteAsync(db => { db.Add(new Attempt { At = ReportWorld.November.AddDays(1), Way = "portal-voucher", Reason = "VoucherExpired", AccessPointId = point.Id }); return Task.CompletedTask; }, Cancel);
        await world.Book.MakeAsync(November, Cancel);
        await world.Store.Writer.WriteAsync(async db =>
        {
            await db.Set<Attempt>().ExecuteDeleteAsync(Cancel);
            await db.Set<HotspotManager.Core.Series.RollUp>().ExecuteDeleteAsync(Cancel);
            return 0;
        }, Cancel);
        world.Time.Now = world.Time.Now.AddDays(10);
        await world.Book.MakeAsync(November, Cancel);
        Assert.Equal(8.0, Assert.Single(await world.ReadAsync(ReportScope.Link)).P95Mbps);
        Assert.Equal(1, (await world.ReadAsync(ReportScope.Point)).Single(p => p.Name == "LW-2").Refused);
    }

    [Fact]
    public async Task Hours_of_points_are_those_of_their_sessions_after_copies_restarts_and_counters_that_began_again()
    {
        await using var lab = await AccountingLab.CreateAsync();
        await lab.TellAsync(AcctStatus.Start, 0, "x");
        for (var i = 1; i <= 6; i++)
        {
            await lab.TellAsync(AcctStatus.InterimUpdate, i * 600, "x", seconds: i * 600, octets: i * 1001);
            await lab.TellAsync(AcctStatus.InterimUpdate, i * 600 + 3, "x", seconds: i * 600, octets: i * 1001);
        }
        await lab.TellAsync(AcctStatus.InterimUpdate, 4200, "x", seconds: 4200, octets: 77);
        await lab.TellAsync(AcctStatus.Stop, 3000, "y", "02-00-00-00-00-09", seconds: 2999, octets: 12_345_677, person: 9);
        await lab.TellAsync(AcctStatus.Stop, 3100, "y", "02-00-00-00-00-09", seconds: 2999, octets: 12_345_677, person: 9, delay: 100);
        await using var db = lab.Get<IDbContextFactory<HotspotDb>>().CreateDbContext();
        var sessions = await db.Set<Session>().ToListAsync(Cancel);
        var hours = await db.Set<PointHour>().ToListAsync(Cancel);
        Assert.Equal((sessions.Count, sessions.Sum(s => s.Seconds), sessions.Sum(s => s.OutputOctets)), ((int)hours.Sum(h => h.Sessions), hours.Sum(h => h.Seconds), hours.Sum(h => h.OutputOctets)));
        Assert.Equal((2, 4200 + 2999), (sessions.Count, hours.Sum(h => h.Seconds)));
    }

    [Fact]
    public async Task A_page_is_two_looks_into_the_key_however_many_periods_there_are()
    {
        await using var world = await ReportWorld.CreateAsync();
        await world.Book.MakeAsync(November, Cancel);
        await world.Book.MakeAsync(November.Previous, Cancel);
        var counter = new StatementCounter();
        await using (var db = counter.Open(world.Store))
        {
            Assert.Equal(3, (await ReportViews.ReadAsync(db, November, ReportScope.Point, null, world.Store.Get<CityClock>(), Cancel)).Length);
        }
        Assert.Equal(2, counter.Statements.Count);
        Assert.All(counter.Plans, p => Assert.EndsWith("USING INDEX sqlite_autoindex_Reports_1 (Period=? AND Scope=?)", p, StringComparison.Ordinal));

        var history = new StatementCounter();
        await using (var db = history.Open(world.Store))
        {
            Assert.Equal(["2026-11", "2026-10"], (await ReportViews.HistoryAsync(db, November, 12, ReportScope.Area, "", world.Store.Get<CityClock>(), Cancel)).Select(r => r.Period));
        }
        Assert.Single(history.Statements);
        Assert.Contains(history.Plans, p => p.EndsWith("(Period=? AND Scope=? AND Name=?)", StringComparison.Ordinal));
        Assert.DoesNotContain(history.Plans, p => p.StartsWith("SCAN Reports", StringComparison.Ordinal) || p.StartsWith("SCAN r ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Making_a_report_reads_sessions_and_hours_by_their_indexes()
    {
        await using var world = await ReportWorld.CreateAsync();
        var counter = new StatementCounter();
        await using (var db = counter.Open(world.Store)) await new ReportMaker(world.Store.Get<CityClock>()).MakeAsync(db, November, world.Time.Now, Cancel);
        Assert.Contains(counter.Plans, p => p.EndsWith("(AccessPointId=? AND StartedAt>? AND StartedAt<?)", StringComparison.Ordinal));
        Assert.Contains(counter.Plans, p => p.EndsWith("sqlite_autoindex_PointHours_1 (Start>? AND Start<?)", StringComparison.Ordinal));
        Assert.DoesNotContain(counter.Plans, p => p.StartsWith("SCAN s", StringComparison.Ordinal) && !p.Contains("IX_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_period_that_has_not_begun_is_refused()
    {
        await using var world = await ReportWorld.CreateAsync();
        await Assert.ThrowsAsync<RefusedException>(() => world.Book.EnsureAsync(ReportPeriod.Parse("2027-01"), Cancel));
        await world.Book.EnsureAsync(ReportPeriod.Parse("2026-12"), Cancel);
        Assert.True(Assert.Single(await world.ReadAsync(ReportScope.Provider, "2026-12")).Open);
    }

    [Fact]
    public async Task A_spreadsheet_opens_it_with_its_columns_and_no_formula()
    {
        await using var world = await ReportWorld.CreateAsync();
        await world.SessionAsync("LW-1", "voucher:01", 19, 1.5, 123_456_789);
        await world.Book.MakeAsync(November, Cancel);
        var rows = await world.ReadAsync(ReportScope.Point);
        var text = ReportCsv.Write(rows.Append(rows[0] with { Name = "=1+1;\"x\"" }));
        var lines = text.Split("\r\n");
        Assert.StartsWith("\uFEFFperiod;scope;name;area;points;people;sessions;hours;gb;", text, StringComparison.Ordinal);
        Assert.StartsWith($"2026-11;point;LW-1;{ReportWorld.Rw};1;1;1;1,5;0,123;19;", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("2026-11;point;\"'=1+1;\"\"x\"\"\";", lines[4], StringComparison.Ordinal);
        Assert.All(lines[1..4], l => Assert.Equal(lines[0].Count(c => c == ';'), l.Count(c => c == ';')));
    }
}
