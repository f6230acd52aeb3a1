using System.Collections.Concurrent;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Series;
using HotspotManager.Monitor.Outages;

namespace HotspotManager.Monitor.CheckIns;

/// <summary>How often devices report themselves: <c>Monitor:CheckInSeconds</c>, whatever the polls' interval is.</summary>
public sealed record CheckInTiming(TimeSpan Interval);

/// <summary>
/// Tells the detector of devices that report themselves: each report is an answer, silence is a miss. Nobody can ask them, so one report may fail whole (a router that gets another
/// address, a lost minute): the first miss comes after one and a half intervals and makes the device suspect, the fourth after two and a half and makes it down. A device that has never
/// reported is neither. Of the poller's thread, but for <see cref="Heard"/>.
/// </summary>
public sealed class CheckInWatch(OutageDetector detector, SampleRing ring, CheckInTiming timing, TimeProvider time)
{
    private const double FirstMiss = 1.5, LastMiss = 2.5;
    private const int Misses = 4;
    private const long LongestStep = 250, LookEvery = 200;

    private sealed class Track
    {
        public long HeardAt;
        public int Misses;
    }

    private readonly ConcurrentQueue<FoldedReport> _heard = new();
    private readonly Dictionary<int, Track> _tracks = [];
    private readonly long _start = time.GetTimestamp();
    private long _lastStep;
    private long _now;
    private long _looked;

    /// <summary>How many devices report themselves.</summary>
    public int Count => _tracks.Count;

    /// <summary>Takes a report that has just come. From any thread.</summary>
    public void Heard(FoldedReport report) => _heard.Enqueue(report);

    /// <summary>Takes the devices that report themselves as they are now.</summary>
    public void Configure(IEnumerable<int> devices)
    {
        var present = devices.ToHashSet();
        foreach (var gone in _tracks.Keys.Where(id => !present.Contains(id)).ToList()) _tracks.Remove(gone);
        foreach (var added in present) _tracks.TryAdd(added, new Track { HeardAt = _now });
    }

    /// <summary>Tells the detector what there is to tell; it keeps what follows from it.</summary>
    public void Step()
    {
        // What this process slept through is not held against devices.
        var real = (long)time.GetElapsedTime(_start).TotalMilliseconds;
        _now += Math.Clamp(real - _lastStep, 0, LongestStep);
        _lastStep = real;
        var at = time.GetUtcNow();
        while (_heard.TryDequeue(out var report))
        {
            if (!_tracks.TryGetValue(report.DeviceId, out var track)) continue;
            (track.HeardAt, track.Misses) = (_now, 0);
            detector.Answered(report.DeviceId, at, strained: report.IsLate);
            if (report.Latest is { } sample) ring.Add(report.DeviceId, sample);
        }
        if (_now - _looked < LookEvery) return;
        _looked = _now;
        foreach (var (device, track) in _tracks)
        {
            if (_now < DueAt(track) || detector.StateOf(device) == DeviceState.Unknown) continue;
            track.Misses++;
            detector.Missed(device, at);
        }
    }

    private long DueAt(Track track)
    {
        // After the fourth one more for each interval: an uplink that failed may have come to be known meanwhile.
        var intervals = track.Misses < Misses ? FirstMiss + ((LastMiss - FirstMiss) * track.Misses / (Misses - 1)) : LastMiss + track.Misses - Misses + 1;
        return track.HeardAt + (long)(intervals * timing.Interval.TotalMilliseconds);
    }
}
