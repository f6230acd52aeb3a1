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

    /// <summary>In words: <c>no answer</c>, <c>uplink NAME down</c>, <c>power or backhaul</c> …</summary>
    public required string Cause { get; set; }

    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Access points affected, at most at any time.</summary>
    public int Points { get; set; }

    /// <summary>People who were online there when it began.</summary>
    public int People { get; set; }
}

/// <summary>One device's outage, part of an incident.</summary>
public sealed class Outage
{
    public long Id { get; set; }
    public long IncidentId { get; set; }
    public int DeviceId { get; set; }
    public int? AccessPointId { get; set; }
    public string? AreaCode { get; set; }

    /// <summary><see cref="DeviceState.Down"/> or <see cref="DeviceState.Unreachable"/>.</summary>
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
