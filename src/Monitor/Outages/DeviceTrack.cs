using System.Numerics;
using HotspotManager.Core.Outages;

namespace HotspotManager.Monitor.Outages;

/// <summary>What the detector remembers of a device.</summary>
internal sealed class DeviceTrack(int id)
{
    private const int HistoryBits = 0x3FF;

    private int strainedPolls;
    private double penalty;
    private DateTimeOffset penaltyAt;

    public int Id { get; } = id;

    public DeviceFacts Facts { get; set; }

    public DeviceTrack? Uplink { get; set; }

    public List<DeviceTrack> Children { get; } = [];

    public DeviceState State { get; set; }

    public DateTimeOffset Since { get; set; }

    /// <summary>Misses in a row.</summary>
    public int Misses { get; set; }

    public DateTimeOffset FirstMiss { get; set; }

    public DateTimeOffset LastGood { get; set; }

    /// <summary>Good polls in a row while it is not up.</summary>
    public int Good { get; set; }

    /// <summary>Enough misses, but its uplink is being probed first.</summary>
    public bool Held { get; set; }

    public DateTimeOffset HeldSince { get; set; }

    public IncidentTrack? Incident { get; set; }

    /// <summary>The incident it was in last, and when it left it.</summary>
    public IncidentTrack? LastIncident { get; set; }

    public DateTimeOffset Recovered { get; set; }

    public OutageCause Cause { get; set; }

    public int CauseDeviceId { get; set; }

    /// <summary>In a maintenance window of its own.</summary>
    public bool IsInWindow { get; set; }

    /// <summary>What it hangs on is in a window and silent, and so is it.</summary>
    public DeviceTrack? PlannedBy { get; set; }

    /// <summary>People cannot log in though it answers; <see cref="OutageCause.Silent"/> or <see cref="OutageCause.LogInsFail"/>.</summary>
    public OutageCause? Service { get; set; }

    public DateTimeOffset ServiceSince { get; set; }

    /// <summary>When accounting last showed that it lives.</summary>
    public DateTimeOffset LastSign { get; set; }

    /// <summary>When it last answered a ping while its agent was silent.</summary>
    public DateTimeOffset LastPing { get; set; }

    /// <summary>Of <see cref="IsManagementOnly"/>: only pings show that it lives.</summary>
    public bool IsPingOnly { get; set; }

    /// <summary>It answers no poll, but accounting shows that it lives.</summary>
    public bool IsManagementOnly { get; set; }

    /// <summary>Most of its last polls needed a second try.</summary>
    public bool IsStrained { get; set; }

    public bool IsFlapping { get; set; }

    /// <summary>The silence of our own way out in which it was asked.</summary>
    public int AskedInSilence { get; set; }

    /// <summary>Whether it answered then.</summary>
    public bool HeardInSilence { get; set; }

    public bool IsOut => State is DeviceState.Down or DeviceState.Unreachable;

    public bool IsPlanned => IsInWindow || PlannedBy is not null;

    /// <summary>The penalty for going up and down, as it has decayed by now.</summary>
    public double Penalty(DateTimeOffset at, TimeSpan halfLife) => penalty == 0 ? 0 : penalty * Math.Pow(0.5, Math.Max(0, (at - penaltyAt) / halfLife));

    public double Punish(DateTimeOffset at, DetectorOptions options)
    {
        penalty = Math.Min(options.FlapMost, Penalty(at, options.FlapHalfLife) + options.FlapPenalty);
        penaltyAt = at;
        return penalty;
    }

    /// <summary>All devices above it, nearest first. Uplinks that go round in a circle end after 32.</summary>
    public IEnumerable<DeviceTrack> Uplinks()
    {
        var at = Uplink;
        for (var i = 0; i < 32 && at is not null && at != this; i++, at = at.Uplink)
        {
            yield return at;
        }
    }

    /// <summary>Devices above it that are polled, nearest first.</summary>
    public IEnumerable<DeviceTrack> PolledUplinks() => Uplinks().Where(u => u.Facts.IsPolled);

    /// <summary>Everything that hangs on it.</summary>
    public List<DeviceTrack> Descendants()
    {
        var found = new List<DeviceTrack>();
        var seen = new HashSet<DeviceTrack> { this };
        var next = new Queue<DeviceTrack>(Children);
        while (next.TryDequeue(out var child))
        {
            if (seen.Add(child))
            {
                found.Add(child);
                child.Children.ForEach(next.Enqueue);
            }
        }

        return found;
    }

    /// <summary>Of the last ten polls, how many were answered only after asking again.</summary>
    public int Strained(bool now)
    {
        strainedPolls = ((strainedPolls << 1) | (now ? 1 : 0)) & HistoryBits;
        return BitOperations.PopCount((uint)strainedPolls);
    }
}

/// <summary>What the detector remembers of an open incident.</summary>
internal sealed class IncidentTrack(long key)
{
    public long Key { get; } = key;

    /// <summary>Null for a site incident.</summary>
    public DeviceTrack? Root { get; set; }

    /// <summary>The group of a site incident: an area or an uplink that is not polled.</summary>
    public string? Site { get; set; }

    public string Area { get; set; } = "";

    public DateTimeOffset StartedAt { get; set; }

    public OutageCause Cause { get; set; }

    /// <summary>Somebody in it goes up and down.</summary>
    public bool IsFlapping { get; set; }

    /// <summary>The most that were in it at any time.</summary>
    public int Peak { get; set; }

    /// <summary>When one of it last answered again.</summary>
    public DateTimeOffset LastRecovery { get; set; }

    public DateTimeOffset ClosedAt { get; set; }

    /// <summary>It turned out to be part of another one.</summary>
    public bool IsMerged { get; set; }

    public HashSet<DeviceTrack> Members { get; } = [];

    /// <summary>Those that answer now but go up and down: they keep it open.</summary>
    public HashSet<DeviceTrack> Flappers { get; } = [];
}
