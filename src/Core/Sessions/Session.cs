using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Sessions;

/// <summary>One phone's time online, as the journal tells it.</summary>
public sealed class Session
{
    public long Id { get; set; }
    public required string Source { get; set; }
    public int NasId { get; set; }
    public int? AccessPointId { get; set; }
    public required string AcctSessionId { get; set; }
    public required string UserName { get; set; }
    public required string Mac { get; set; }
    public string? FramedIp { get; set; }
    public string? PersonKey { get; set; }
    public long? GrantId { get; set; }
    public int? PlanId { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public long Seconds { get; set; }
    public long InputOctets { get; set; }
    public long OutputOctets { get; set; }
    public string? TerminateCause { get; set; }

    /// <summary>The sign-in it came from, where the NAS returns our Class: a number of its own for each Access-Accept.</summary>
    public long? SignIn { get; set; }

    /// <summary>The end is a conclusion of ours: it goes on when it is heard of again.</summary>
    public bool EndIsAssumed { get; set; }

    /// <summary>Octets from before the gateway's counter began again in mid-session.</summary>
    public long InputBase { get; set; }

    /// <inheritdoc cref="InputBase"/>
    public long OutputBase { get; set; }
}

/// <summary>How far a follower of the journal has come.</summary>
public sealed class Checkpoint
{
    public required string Name { get; set; }
    public long Position { get; set; }
}

internal sealed class SessionMapping : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> entity)
    {
        entity.ToTable("Sessions").KeepDays(nameof(Session.EndedAt), 365);
        entity.HasIndex(s => new { s.NasId, s.AcctSessionId });
        entity.HasIndex(s => s.EndedAt);
        entity.HasIndex(s => new { s.AccessPointId, s.StartedAt });
    }
}

internal sealed class CheckpointMapping : IEntityTypeConfiguration<Checkpoint>
{
    public void Configure(EntityTypeBuilder<Checkpoint> entity)
    {
        entity.ToTable("Checkpoints").HasKey(c => c.Name);
    }
}
