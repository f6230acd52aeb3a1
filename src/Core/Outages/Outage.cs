using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Outages;

/// <summary>How a device is. In the database and outside as <see cref="DeviceStates.Name"/> spells it.</summary>
public enum DeviceState { Unknown, Up, Degraded, Down, Unreachable, Maintenance }

/// <summary>A device's state over a time: intervals, not samples. Availability, repair times and the feed all derive from these rows.</summary>
public sealed class StateInterval
{
    public long Id { get; set; }
    public int DeviceId { get; set; }
    public DeviceState State { get; set; }

    /// <summary>Why, in a few words or a key: <c>timeout</c>, <c>uplink NAME</c> …</summary>
    public string? Cause { get; set; }

    public DateTimeOffset From { get; set; }

    /// <summary>Null: it still is so.</summary>
    public DateTimeOffset? To { get; set; }
}

/// <summary>One cause and everything it took with it: what an operator is told of, once.</summary>
public sealed class Incident
{
    public long Id { get; set; }

    /// <summary>The device that failed first in the chain; null for a site (power of an RW, a backhaul nobody monitors).</summary>
    public int? RootDeviceId { get; set; }

    public string? AreaCode { get; set; }

    /// <summary>One of <see cref="OutageCauses"/>.</summary>
    public required string Cause { get; set; }

    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Access points affected, at most at any time.</summary>
    public int Points { get; set; }

    /// <summary>People who were online there when it began.</summary>
    public int People { get; set; }

    /// <summary>Its root goes up and down; the incident stays open until it has been quiet for a while.</summary>
    public bool IsFlapping { get; set; }

    /// <summary>How it ended, one of <see cref="IncidentEndings"/>; null while it is open.</summary>
    public string? Ending { get; set; }

    /// <summary>When somebody said "I know"; null: nobody, or it was taken back.</summary>
    public DateTimeOffset? AcknowledgedAt { get; set; }

    public string? AcknowledgedBy { get; set; }

    /// <summary>Until when the acknowledgement holds; null: until the incident ends.</summary>
    public DateTimeOffset? AcknowledgedUntil { get; set; }

    /// <summary>Who sees to it.</summary>
    public string? Owner { get; set; }

    /// <summary>Whether it is acknowledged at that moment.</summary>
    public bool IsAcknowledged(DateTimeOffset at) => AcknowledgedAt is not null && (AcknowledgedUntil is not { } until || at < until);
}

/// <summary>Causes of outages and of states as rows, feed and API have them: short English keys, which pages put into words.</summary>
public static class OutageCauses
{
    /// <summary>Nothing above it is known to fail: the device, its power or its cable.</summary>
    public const string NoAnswer = "no answer";

    /// <summary>Most of an area, or of what hangs on one uplink nobody polls, failed together.</summary>
    public const string PowerOrBackhaul = "power or backhaul";

    /// <summary>It is up and answers, but nobody has come online for far longer than at this hour of other days.</summary>
    public const string Silent = "nobody logs in";

    /// <summary>It is up and answers, but far fewer log-ins succeed than before.</summary>
    public const string LogInsFail = "log-ins fail";

    /// <summary>It answers no poll, but accounting of its phones goes on: no outage for people.</summary>
    public const string Management = "only management";

    /// <summary>It answers ping but its SNMP agent is silent: stopped, blocked, or with another community.</summary>
    public const string OnlyPing = "only ping";

    /// <summary>It answers late, or only when asked again.</summary>
    public const string Strained = "slow or lossy";

    /// <summary>It goes up and down.</summary>
    public const string Flapping = "flapping";

    /// <summary>Somebody works on it.</summary>
    public const string Planned = "planned";

    /// <summary>What its way goes through does not answer.</summary>
    public static string Uplink(string name) => $"uplink {name} down";
}

/// <summary>How incidents end.</summary>
public static class IncidentEndings
{
    /// <summary>Everything in it answers again.</summary>
    public const string Recovered = "recovered";

    /// <summary>Somebody began to work on what was in it.</summary>
    public const string Maintenance = "maintenance";

    /// <summary>It was none: the monitor itself had lost its way out, or accounting showed that people are online.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>The devices in it are gone from the set-up or no longer watched.</summary>
    public const string Removed = "removed";
}

/// <summary>One device's outage, part of an incident.</summary>
public sealed class Outage
{
    public long Id { get; set; }
    public long IncidentId { get; set; }
    public int DeviceId { get; set; }
    public int? AccessPointId { get; set; }
    public string? AreaCode { get; set; }

    /// <summary><see cref="DeviceState.Down"/>, <see cref="DeviceState.Unreachable"/>, or <see cref="DeviceState.Degraded"/> where it answers but people cannot log in.</summary>
    public DeviceState State { get; set; }

    public required string Cause { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>People who were online there when it began.</summary>
    public int Affected { get; set; }
}

public static class DeviceStates
{
    /// <summary>The word used in JSON, CSS and the feed.</summary>
    public static string Name(DeviceState state) => state switch
    {
        DeviceState.Up => "up",
        DeviceState.Degraded => "degraded",
        DeviceState.Down => "down",
        DeviceState.Unreachable => "unreachable",
        DeviceState.Maintenance => "maintenance",
        DeviceState.Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}

internal sealed class StateIntervalMapping : IEntityTypeConfiguration<StateInterval>
{
    public void Configure(EntityTypeBuilder<StateInterval> entity)
    {
        entity.ToTable("StateIntervals").KeepDays(nameof(StateInterval.To), 800);
        entity.HasIndex(s => new { s.DeviceId, s.From });
        entity.HasIndex(s => s.To);
    }
}

internal sealed class IncidentMapping : IEntityTypeConfiguration<Incident>
{
    public void Configure(EntityTypeBuilder<Incident> entity)
    {
        entity.ToTable("Incidents").KeepDays(nameof(Incident.EndedAt), 800);
        entity.HasIndex(i => i.StartedAt);
        entity.HasIndex(i => i.EndedAt);
    }
}

internal sealed class OutageMapping : IEntityTypeConfiguration<Outage>
{
    public void Configure(EntityTypeBuilder<Outage> entity)
    {
        entity.ToTable("Outages").KeepDays(nameof(Outage.EndedAt), 800);
        entity.HasIndex(o => new { o.DeviceId, o.StartedAt });
        entity.HasIndex(o => o.IncidentId);
        entity.HasIndex(o => o.StartedAt);
        entity.HasIndex(o => o.EndedAt);
    }
}
