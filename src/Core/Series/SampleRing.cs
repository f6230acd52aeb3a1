using System.Collections.Concurrent;

namespace HotspotManager.Core.Series;

/// <summary>
/// The last two hours at poll resolution, in memory, for each device; bounded by <c>Monitor:RingMiB</c>: when there are many devices it shortens.
/// </summary>
public sealed class SampleRing
{
    private sealed class Track(int capacity)
    {
        public readonly Sample[] Samples = new Sample[capacity];
        public int Next, Count;
    }

    private readonly ConcurrentDictionary<int, Track> _tracks = new();

    /// <summary>How many samples each device keeps.</summary>
    public int Capacity { get; private set; } = 120;

    /// <summary>Raised after each sample, on the poller's thread: be quick.</summary>
    public event Action<int, Sample>? Added;

    /// <summary>Fixes how much is kept; call before the first sample.</summary>
    /// <param name="pollSeconds">Time between two polls.</param>
    /// <param name="devices">How many devices there may be.</param>
    /// <param name="mebibytes">The most memory to use.</param>
    public void Size(int pollSeconds, int devices, int mebibytes)
    {
        const int octetsPerSample = 32;
        var wanted = 7200 / Math.Max(1, pollSeconds);
        var fits = (long)mebibytes * 1024 * 1024 / (Math.Max(1, devices) * (long)octetsPerSample);
        Capacity = (int)Math.Clamp(Math.Min(wanted, fits), 2, 100_000);
    }

    public void Add(int deviceId, Sample sample)
    {
        var track = _tracks.GetOrAdd(deviceId, static (_, capacity) => new Track(capacity), Capacity);
        lock (track)
        {
            track.Samples[track.Next] = sample;
            track.Next = (track.Next + 1) % track.Samples.Length;
            if (track.Count < track.Samples.Length) track.Count++;
        }
        Added?.Invoke(deviceId, sample);
    }

    public Sample? Latest(int deviceId)
    {
        if (!_tracks.TryGetValue(deviceId, out var track)) return null;
        lock (track) return track.Count == 0 ? null : track.Samples[(track.Next + track.Samples.Length - 1) % track.Samples.Length];
    }

    /// <summary>A device's samples since an instant, oldest first.</summary>
    public Sample[] Read(int deviceId, DateTimeOffset since)
    {
        if (!_tracks.TryGetValue(deviceId, out var track)) return [];
        lock (track)
        {
            var result = new List<Sample>(track.Count);
            for (var i = 0; i < track.Count; i++)
            {
                var sample = track.Samples[(track.Next - track.Count + i + track.Samples.Length) % track.Samples.Length];
                if (sample.At >= since) result.Add(sample);
            }
            return [.. result];
        }
    }

    public void Forget(int deviceId) => _tracks.TryRemove(deviceId, out _);
}
