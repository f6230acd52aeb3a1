using HotspotManager.Core.Areas;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Series;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Api;

/// <summary>A state over a time, in unix seconds.</summary>
public sealed record StateSpan(long From, long To, string State);

/// <summary>
/// An access point over time, as columns of one length: <c>at</c> in unix seconds, rates in octets a second (in: towards the phones), null where nothing was
/// measured. <c>step</c> is the seconds between two columns; minimum and maximum are those of the polls within one, p95 that of the 5-minute means within an hour or a day
/// (null below). Days begin at the city's midnight.
/// </summary>
public sealed record SeriesView(
    string AccessPoint, int Step, long From, long To, IReadOnlyList<long> At, IReadOnlyList<double?> InMean, IReadOnlyList<double?> InMin, IReadOnlyList<double?> InMax,
    IReadOnlyList<double?> OutMean, IReadOnlyList<double?> OutMin, IReadOnlyList<double?> OutMax, IReadOnlyList<double?> Clients, IReadOnlyList<StateSpan> States,
    IReadOnlyList<double?> InP95, IReadOnlyList<double?> OutP95);

/// <summary>Reads a series at the resolution that gives a plot 200 to 700 points: the ring in memory up to two hours, then 5 minutes, hours, days.</summary>
public sealed class SeriesReader(SampleRing ring, ConsoleOptions options, CityClock clock, TimeProvider time)
{
    private const int LongestHours = 366 * 24;

    /// <summary>The last <paramref name="hours"/> of an access point; empty columns when nothing of it can be polled.</summary>
    public async Task<SeriesView> ReadAsync(HotspotDb db, AccessPoint point, int hours, CancellationToken cancel)
    {
        var to = time.GetUtcNow();
        var from = to.AddHours(-Math.Clamp(hours, 1, LongestHours));
        var step = hours <= 2 ? Math.Max(1, options.PollSeconds) : hours <= 48 ? RollUps.FiveMinutes : hours <= 40 * 24 ? RollUps.Hour : RollUps.Day;
        if (point.DeviceId is not { } device) return Columns(point.Name, [], step, from, to, []);
        if (hours <= 2)
        {
            // A server that started minutes ago shows these minutes, not an hour of nothing before them.
            var samples = ring.Read(device, from);
            var begun = samples.Length == 0 ? from : samples[0].At.AddSeconds(-step);
            var latest = to.AddMinutes(-5);
            from = begun > latest ? latest : begun > from ? begun : from;
            return Columns(point.Name, FromRing(device, step, samples), step, from, to, await StatesAsync(db, device, from, to, cancel));
        }

        var rows = await RollUps.ReadAsync(db, device, step, StartOf(from, step), to, cancel);
        return Columns(point.Name, rows, step, from, to, await StatesAsync(db, device, from, to, cancel));
    }

    /// <summary>Rows as columns; every step between the first and the last has one, with nulls where there is no row: a gap stays a gap.</summary>
    internal SeriesView Columns(string name, IReadOnlyList<RollUp> rows, int step, DateTimeOffset from, DateTimeOffset to, IReadOnlyList<StateSpan> states)
    {
        var byStart = rows.GroupBy(r => StartOf(r.Start, step).ToUnixTimeSeconds()).ToDictionary(g => g.Key, g => g.Last());
        var at = Starts(from, to, step).Select(s => s.ToUnixTimeSeconds()).ToList();
        IReadOnlyList<double?> Column(Func<RollUp, double?> figure) => [.. at.Select(a => byStart.TryGetValue(a, out var row) ? Round(figure(row)) : null)];
        return new SeriesView(
            name, step, from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds(), at, Column(r => r.InMean), Column(r => r.InMin), Column(r => r.InMax),
            Column(r => r.OutMean), Column(r => r.OutMin), Column(r => r.OutMax), Column(r => r.ClientsMean), states,
            Column(r => r.InP95), Column(r => r.OutP95));
    }

    /// <summary>The beginning of the column an instant falls in: a day's is the city's midnight.</summary>
    private DateTimeOffset StartOf(DateTimeOffset at, int step) => step == RollUps.Day ? clock.DayAround(at).Begin : RollUps.StartOf(at, step);

    private IEnumerable<DateTimeOffset> Starts(DateTimeOffset from, DateTimeOffset to, int step)
    {
        for (var at = StartOf(from, step); at <= to; at = step == RollUps.Day ? clock.DayAround(at).End : at.AddSeconds(step)) yield return at;
    }

    private static List<RollUp> FromRing(int device, int step, Sample[] samples)
    {
        var rows = new List<RollUp>();
        foreach (var group in samples.GroupBy(s => RollUps.StartOf(s.At, step)))
        {
            var bucket = Bucket.Begin(group.Key, step);
            foreach (var sample in group) bucket.Add(sample, step);
            rows.Add(bucket.ToRow(device));
        }

        return rows;
    }

    private static async Task<IReadOnlyList<StateSpan>> StatesAsync(HotspotDb db, int device, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var rows = await db.Set<StateInterval>().AsNoTracking().Where(s => s.DeviceId == device && s.From < to && (s.To == null || s.To > from))
            .OrderBy(s => s.From).ToListAsync(cancel);
        return [.. rows.Select(s => new StateSpan(
            Math.Max(s.From.ToUnixTimeSeconds(), from.ToUnixTimeSeconds()), Math.Min((s.To ?? to).ToUnixTimeSeconds(), to.ToUnixTimeSeconds()), DeviceStates.Name(s.State)))];
    }

    private static double? Round(double? value) => value is { } v ? Math.Round(v, 1) : null;
}
