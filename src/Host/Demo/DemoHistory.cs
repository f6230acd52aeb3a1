using HotspotManager.City.Network;
using HotspotManager.City.Plan;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Series;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Host.Demo;

/// <summary>
/// The day before a demo began, made up by the city's own rhythm: a plot that starts empty shows nobody what it is for. One outage in it, with its honest gap.
/// </summary>
public static class DemoHistory
{
    /// <summary>Octets a second that one phone draws on average, and sends.</summary>
    private const double DownEach = 55_000, UpEach = 9_000;

    private static readonly TimeSpan OutageBegan = TimeSpan.FromHours(7), OutageLasted = TimeSpan.FromMinutes(35);

    /// <summary>Writes 24 hours of 5-minute and hourly buckets for every device of the plan, and one closed outage.</summary>
    public static async Task WriteAsync(StoreWriter writer, CityPlan plan, DateTimeOffset now, CancellationToken cancel)
    {
        var random = new Random(plan.Seed);
        var failing = plan.AccessPoints[random.Next(plan.AccessPoints.Count)].Name;
        await writer.WriteAsync(async db =>
        {
            var devices = await db.Set<Device>().AsNoTracking().ToDictionaryAsync(d => d.Name, d => d.Id, cancel);
            var uplinks = plan.Uplinks.ToDictionary(u => u.Name, _ => new Dictionary<DateTimeOffset, (double In, double Out)>());
            foreach (var point in plan.AccessPoints)
            {
                var day = Day(point, devices[point.Name], now, random, at => point.Name == failing && InOutage(at, now));
                foreach (var bucket in day)
                {
                    var sum = uplinks[point.Uplink].GetValueOrDefault(bucket.Start);
                    uplinks[point.Uplink][bucket.Start] = (sum.In + bucket.InMean!.Value, sum.Out + bucket.OutMean!.Value);
                }
                await SaveAsync(db, day, cancel);
            }
            foreach (var (name, sums) in uplinks)
                await SaveAsync(db, [.. sums.OrderBy(s => s.Key).Select(s => Bucket(devices[name], s.Key, s.Value.In, s.Value.Out, null, random))], cancel);
            foreach (var id in devices.Where(d => d.Key != failing).Select(d => d.Value)) db.Add(Was(id, DeviceState.Up, now.AddDays(-1), now));
            await OutageAsync(db, devices[failing], failing, now, cancel);
        }, cancel);
    }

    private static List<RollUp> Day(PlannedAccessPoint point, int device, DateTimeOffset now, Random random, Func<DateTimeOffset, bool> silent)
    {
        var buckets = new List<RollUp>(288);
        var end = RollUps.StartOf(now, RollUps.FiveMinutes);
        for (var at = end.AddDays(-1); at < end; at = at.AddSeconds(RollUps.FiveMinutes))
        {
            var clients = Math.Max(0, point.Popularity * Rhythm.Share(at) * (0.85 + 0.3 * random.NextDouble()));
            var down = clients * DownEach * (0.7 + 0.6 * random.NextDouble());
            if (!silent(at)) buckets.Add(Bucket(device, at, down, clients * UpEach * (0.7 + 0.6 * random.NextDouble()), clients, random));
        }
        return buckets;
    }

    private static RollUp Bucket(int device, DateTimeOffset start, double input, double output, double? clients, Random random)
    {
        double low = 0.55 + 0.25 * random.NextDouble(), high = 1.2 + 0.6 * random.NextDouble();
        var whole = clients is { } c ? Math.Round(c) : (double?)null;
        return new RollUp
        {
            DeviceId = device,
            Resolution = RollUps.FiveMinutes,
            Start = start,
            Count = 60,
            UpSeconds = RollUps.FiveMinutes,
            InMin = input * low,
            InMax = input * high,
            InMean = input,
            InLast = input,
            OutMin = output * low,
            OutMax = output * high,
            OutMean = output,
            OutLast = output,
            ClientsMin = whole is { } n ? Math.Max(0, n - 1) : null,
            ClientsMax = whole + 1,
            ClientsMean = whole,
            ClientsLast = whole,
        };
    }

    private static async Task SaveAsync(HotspotDb db, IReadOnlyList<RollUp> day, CancellationToken cancel)
    {
        var hours = day.GroupBy(b => RollUps.StartOf(b.Start, RollUps.Hour)).Select(h => RollUps.Merge([.. h], RollUps.Hour, h.Key));
        await RollUps.UpsertAsync(db, day.Concat(hours), cancel);
    }

    private static bool InOutage(DateTimeOffset at, DateTimeOffset now) => at >= now - OutageBegan && at < now - OutageBegan + OutageLasted;

    private static async Task OutageAsync(HotspotDb db, int device, string name, DateTimeOffset now, CancellationToken cancel)
    {
        var point = await db.Set<AccessPoint>().AsNoTracking().SingleAsync(p => p.Name == name, cancel);
        var (began, ended) = (now - OutageBegan, now - OutageBegan + OutageLasted);
        const string cause = "no answer";
        var incident = new Incident { RootDeviceId = device, AreaCode = point.AreaCode, Cause = cause, StartedAt = began, EndedAt = ended, Points = 1, People = 3 };
        db.Add(incident);
        await db.SaveChangesAsync(cancel);
        db.Add(new Outage
        {
            IncidentId = incident.Id,
            DeviceId = device,
            AccessPointId = point.Id,
            AreaCode = point.AreaCode,
            State = DeviceState.Down,
            Cause = cause,
            StartedAt = began,
            EndedAt = ended,
            Affected = 3,
        });
        db.AddRange(Was(device, DeviceState.Up, now.AddDays(-1), began), Was(device, DeviceState.Down, began, ended, cause), Was(device, DeviceState.Up, ended, now));
    }

    private static StateInterval Was(int device, DeviceState state, DateTimeOffset from, DateTimeOffset to, string? cause = null) =>
        new() { DeviceId = device, State = state, Cause = cause, From = from, To = to };
}
