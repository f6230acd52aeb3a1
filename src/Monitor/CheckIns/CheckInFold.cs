using HotspotManager.Core.CheckIns;
using HotspotManager.Core.Series;
using HotspotManager.Monitor.Polling;

namespace HotspotManager.Monitor.CheckIns;

/// <summary>What came of one report.</summary>
/// <param name="DeviceId">Whose it is.</param>
/// <param name="Latest">Its newest sample, when that tells how the device is now.</param>
/// <param name="IsNow">The report came just now: the device lives.</param>
/// <param name="IsLate">It was the first for a while: it brought what could not be sent before. Of a long silence's many reports this is the last one.</param>
public readonly record struct FoldedReport(int DeviceId, Sample? Latest, bool IsNow, bool IsLate);

/// <summary>
/// From reports to samples and buckets, by the same counter rules as polls. Times are ours: a sample is as old as the device's uptime says, counted back from the moment its report
/// came, whatever the device's clock shows. Pure but for what it remembers of each device's counters; of one thread.
/// </summary>
public sealed class CheckInFold(TimeSpan interval)
{
    /// <summary>Older samples are left out: our scripts keep a day, and hours and days long past have no 5-minute rows any more to be made anew from.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromDays(2);

    private sealed class Track
    {
        public CounterRules Rules;
        public DateTimeOffset LastSample;
    }

    private readonly Dictionary<int, Track> _tracks = [];
    private readonly Dictionary<(int DeviceId, DateTimeOffset Start), Bucket> _buckets = [];

    /// <summary>The buckets that were added to since the last <see cref="Clear"/>, with no more in them than that.</summary>
    public IEnumerable<RollUp> Buckets => _buckets.Select(b => b.Value.ToRow(b.Key.DeviceId));

    public void Clear() => _buckets.Clear();

    /// <summary>Takes a report, oldest first for each device.</summary>
    /// <param name="checkIn">The report as it was stored.</param>
    /// <param name="now">Now: a report that waited for us is history.</param>
    public FoldedReport Take(CheckIn checkIn, DateTimeOffset now)
    {
        var isNow = now - checkIn.ReceivedAt < interval * 1.5;
        if (CheckInReport.Read(checkIn.Report) is not { } report) return new FoldedReport(checkIn.DeviceId, null, isNow, false);
        if (!_tracks.TryGetValue(checkIn.DeviceId, out var track)) _tracks[checkIn.DeviceId] = track = new Track();
        Sample? latest = null;
        foreach (var taken in report.Samples)
        {
            var at = checkIn.ReceivedAt.AddSeconds(taken.Uptime - report.Uptime);
            if (now - at > Oldest) continue;
            var ticks = unchecked((uint)(taken.Uptime * 100));
            var rates = track.Rules.Next(new CounterReading(at - DateTimeOffset.UnixEpoch, at, ticks, ticks, null, taken.In, taken.Out, Is64: true, null, 0, null), interval);
            if (rates.In.Reason == RateReason.Duplicate) continue;
            var sample = new Sample(at, (float)rates.In.Point, (float)rates.Out.Point, taken.Clients ?? -1, taken.Uptime);
            Add(checkIn.DeviceId, track, sample);
            latest = sample;
        }
        var isCurrent = isNow && checkIn.ReceivedAt - latest?.At < interval;
        return new FoldedReport(checkIn.DeviceId, isCurrent ? latest : null, isNow, isCurrent && report.Samples.Count > 1);
    }

    public void Forget(int deviceId) => _tracks.Remove(deviceId);

    private void Add(int deviceId, Track track, in Sample sample)
    {
        var key = (deviceId, RollUps.StartOf(sample.At, RollUps.FiveMinutes));
        var bucket = _buckets.TryGetValue(key, out var open) ? open : Bucket.Begin(sample.At, RollUps.FiveMinutes);
        bucket.Add(sample, Math.Clamp((sample.At - track.LastSample).TotalSeconds, 0, interval.TotalSeconds));
        track.LastSample = sample.At;
        _buckets[key] = bucket;
    }
}
