using System.Diagnostics;
using System.Globalization;
using HotspotManager.City.Network;
using HotspotManager.City.Plan;
using HotspotManager.Console;
using HotspotManager.Core;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Operators;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Reports;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Series;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Bench.Reports;

/// <summary>
/// <c>./bench reports</c>: a year of 551 access points in SQLite (usage of every hour, an outage every ten days each, two months of sessions, 20 a day and point; <c>--requests</c>: other points):
/// how long a month's figures take to make, and how long /reports takes to open. The browser's side runs in the same process. <c>--keep</c> leaves the data folder, for <c>hotspot serve</c>.
/// </summary>
internal static class ReportBench
{
    private const int Days = 365, SessionDays = 62, SessionsADay = 20;

    public static void Run(Options options) => RunAsync(options).GetAwaiter().GetResult();

    private static async Task RunAsync(Options options)
    {
        using var work = new WorkFolder(options.Keep);
        var folder = new DataFolder(work.Folder("data"));
        using var host = Build(folder);
        await CoreServices.PrepareStoreAsync(host.Services);
        var points = options.Requests > 0 ? options.Requests : 551;
        var watch = Stopwatch.StartNew();
        await SeedAsync(host.Services, points);
        Say($"{points} points seeded in {watch.Elapsed.TotalSeconds:N0} s, {new FileInfo(folder.Database).Length / 1e6:N0} MB");
        var book = host.Services.GetRequiredService<ReportBook>();
        var period = book.ThisMonth;
        for (var i = 0; i < 13; i++, period = period.Previous)
        {
            watch.Restart();
            var before = GC.GetTotalAllocatedBytes(true);
            await book.MakeAsync(period, default);
            if (i < 3) Say($"making {period.Key}: {watch.Elapsed.TotalMilliseconds:N0} ms, {(GC.GetTotalAllocatedBytes(true) - before) / 1e6:N0} MB allocated");
        }
        await host.StartAsync();
        var token = await host.Services.GetRequiredService<StoreWriter>().ChangeAsync(db => OperatorList.CreateTokenAsync(db, "bench", Roles.Viewer, null, DateTimeOffset.UnixEpoch));
        await host.Services.GetRequiredService<RevisionWatch>().LookAsync(default);
        using var client = new HttpClient { BaseAddress = new Uri(host.Services.GetRequiredService<ConsoleServer>().Address!) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        var last = book.ThisMonth.Previous.Key;
        foreach (var path in new[] { $"/reports?month={last}", $"/reports?month={last}&area=35.73.05", $"/reports/print?month={last}", $"/api/v1/reports?month={last}", $"/api/v1/reports/points?month={last}", $"/api/v1/reports/points?month={last}&format=csv" })
        {
            await OpenAsync(client, path, "first");
            var times = new List<double>();
            for (var round = 0; round < 20; round++) times.Add(await OpenAsync(client, path, null));
            times.Sort();
            Say($"{path}: median {times[10]:N1} ms, worst of 20 {times[^1]:N1} ms");
        }
        await host.StopAsync();
    }

    private static IHost Build(DataFolder folder)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Console:Url"] = "http://127.0.0.1:0" });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddStore(folder, new DatabaseOptions(), new CityOptions()).AddCore().AddConsole(builder.Configuration);
        return builder.Build();
    }

    private static async Task<double> OpenAsync(HttpClient client, string path, string? say)
    {
        var watch = Stopwatch.StartNew();
        var body = await client.GetByteArrayAsync(path);
        if (say is not null) Say($"{path}: {say} {watch.Elapsed.TotalMilliseconds:N0} ms, {body.Length / 1e3:N0} kB");
        return watch.Elapsed.TotalMilliseconds;
    }

    private static async Task SeedAsync(IServiceProvider services, int count)
    {
        var (writer, secrets) = (services.GetRequiredService<StoreWriter>(), services.GetRequiredService<SecretBox>());
        var plan = CityPlan.Make(AreaList.KotaMalang(), count, 3573);
        await writer.ChangeAsync(async db =>
        {
            foreach (var (u, i) in plan.Uplinks.Select((u, i) => (u, i)))
                await NetworkList.AddDeviceAsync(db, secrets, u.Name, new NetworkInput { Address = $"10.9.{i / 250}.{i % 250 + 1}", Kind = "link", Provider = i % 3 == 0 ? "Telko Nusantara" : "Serat Malang", ContractMbps = 100, MonthlyCost = 1_500_000, SnmpCommunity = "public" });
            await db.SaveChangesAsync();
            foreach (var p in plan.AccessPoints)
                await NetworkList.AddAccessPointAsync(db, secrets, p.Name, new NetworkInput { Area = p.Area, Address = p.Address.ToString(), Secret = p.Secret, Brand = p.Name.Length % 2 == 0 ? "mikrotik" : "coova", SnmpCommunity = "public", Uplink = p.Uplink });
        });
        await using var read = services.GetRequiredService<IDbContextFactory<HotspotDb>>().CreateDbContext();
        var known = await read.Set<AccessPoint>().AsNoTracking().ToListAsync();
        var popularity = plan.AccessPoints.ToDictionary(p => p.Name, p => p.Popularity);
        var now = RollUps.StartOf(TimeProvider.System.GetUtcNow(), RollUps.Hour);
        var random = new Random(1);
        for (var month = Days; month > 0; month -= 30)
        {
            var (from, to) = (now.AddDays(-month), now.AddDays(-Math.Max(0, month - 30)));
            await writer.WriteAsync(db => BatchCommand.RunAsync(db, "PointHours", ["Start", "AccessPointId"], ["Sessions", "Seconds", "InputOctets", "OutputOctets"], Hours(known, popularity, from, to, random), default));
        }
        var number = 0L;
        for (var day = SessionDays; day > 0; day -= 4)
        {
            var (from, length) = (now.AddDays(-day), Math.Min(4, day));
            await writer.WriteAsync(db => BatchCommand.RunAsync(
                db, "Sessions", ["Id"], ["Source", "NasId", "AccessPointId", "AcctSessionId", "UserName", "Mac", "PersonKey", "StartedAt", "UpdatedAt", "EndedAt", "Seconds", "InputOctets", "OutputOctets", "EndIsAssumed", "InputBase", "OutputBase"],
                Sessions(known, from, length, random, () => ++number), default));
        }
        var devices = await read.Set<Device>().AsNoTracking().ToListAsync();
        await writer.WriteAsync(db => BatchCommand.RunAsync(db, "StateIntervals", [], ["DeviceId", "State", "From", "To"], devices.SelectMany(d => States(d.Id, now, random)), default));
        var lines = devices.Where(d => d.Kind == "link").ToList();
        await writer.WriteAsync(db => RollUps.UpsertAsync(db, lines.SelectMany(d => Enumerable.Range(0, 288 * 34).Select(i => new RollUp
        {
            DeviceId = d.Id,
            Resolution = RollUps.FiveMinutes,
            Start = now.AddMinutes(-5 * i),
            Count = 5,
            InMean = 1e6 + random.NextDouble() * 11e6,
            OutMean = random.NextDouble() * 2e6,
        }))));
    }

    private static IEnumerable<object?[]> Hours(List<AccessPoint> points, Dictionary<string, int> popularity, DateTimeOffset from, DateTimeOffset to, Random random)
    {
        for (var at = from; at < to; at = at.AddHours(1))
        {
            foreach (var point in points)
            {
                var people = popularity[point.Name] * Rhythm.Share(at) * (0.5 + random.NextDouble());
                var seconds = (long)(people * 3600);
                yield return [at.ToUnixTimeMilliseconds(), point.Id, (long)(people * 1.5), seconds, seconds * 9000, seconds * 55_000];
            }
        }
    }

    private static IEnumerable<object?[]> Sessions(List<AccessPoint> points, DateTimeOffset from, int days, Random random, Func<long> next)
    {
        for (var i = 0; i < SessionsADay * days; i++)
        {
            foreach (var point in points)
            {
                var begin = from.AddSeconds(random.Next(days * 86_400));
                var (end, person) = (begin.AddMinutes(random.Next(3, 120)), random.Next(300) + point.Id * 260);
                yield return
                [
                    next(), "radius", point.NasId, point.Id, next().ToString("x8", CultureInfo.InvariantCulture), "u", "02-00-00-00-00-01", $"voucher:{person}", begin.ToUnixTimeMilliseconds(), end.ToUnixTimeMilliseconds(),
                    end.ToUnixTimeMilliseconds(), (long)(end - begin).TotalSeconds, 1_000_000L, 9_000_000L, false, 0L, 0L,
                ];
            }
        }
    }

    private static IEnumerable<object?[]> States(int device, DateTimeOffset now, Random random)
    {
        var at = now.AddDays(-Days);
        while (at < now)
        {
            var down = at.AddDays(random.NextDouble() * 20);
            var up = down.AddMinutes(random.Next(2, 300));
            yield return [device, (int)DeviceState.Up, at.ToUnixTimeMilliseconds(), down < now ? down.ToUnixTimeMilliseconds() : null];
            if (down < now) yield return [device, (int)DeviceState.Down, down.ToUnixTimeMilliseconds(), up < now ? up.ToUnixTimeMilliseconds() : null];
            at = up;
        }
    }

    private static void Say(FormattableString text) => Terminal.WriteLine("  " + text.ToString(CultureInfo.InvariantCulture));
}
