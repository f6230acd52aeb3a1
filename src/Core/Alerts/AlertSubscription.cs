using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Alerts;

/// <summary>A chat, mailbox, phone or program that is told of incidents, and of which. The address is sealed; operators see it masked.</summary>
public sealed class AlertSubscription
{
    public int Id { get; set; }
    public required string Name { get; set; }

    /// <summary>Which couriers carry it: <see cref="Messages.MessageChannel"/> or one of the operators' own.</summary>
    public required string Channel { get; set; }

    public required byte[] RecipientSealed { get; set; }

    /// <summary>Keyed digest of the channel and the recipient (Telegram: of the chat, without the topic).</summary>
    public required string RecipientLookUp { get; set; }

    public required string RecipientShown { get; set; }

    /// <summary>Whose it is: what they may not see is not told, and nothing once they are removed. Null: a group's.</summary>
    public string? Operator { get; set; }

    public string? AreaCode { get; set; }
    public AlertSeverity Least { get; set; }

    /// <summary><c>id</c> or <c>en</c>.</summary>
    public string Language { get; set; } = "id";

    /// <summary>0: the first to be told; else only when nobody acknowledged for so long.</summary>
    public int AfterMinutes { get; set; }

    /// <summary>How long a single access point is out before it is told: power flickers and routers restart.</summary>
    public int PointMinutes { get; set; } = 5;

    /// <summary>Quiet hours in minutes of the city's day; null: none.</summary>
    public int? QuietFrom { get; set; }

    public int? QuietUntil { get; set; }

    /// <summary>What is told in quiet hours all the same.</summary>
    public AlertSeverity QuietLeast { get; set; } = AlertSeverity.Wide;

    /// <summary>Null: each incident by itself.</summary>
    public int? DigestMinutes { get; set; }

    /// <summary>Messages about new incidents in an hour; what is beyond comes in one digest.</summary>
    public int PerHour { get; set; } = 12;

    public bool Enabled { get; set; } = true;
    public DateTimeOffset? MutedUntil { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>By what an operator is known on a channel (Telegram: the user's number), so that buttons know who pressed them.</summary>
public sealed class AlertContact
{
    public int Id { get; set; }

    /// <summary>Name of the operator.</summary>
    public required string Operator { get; set; }

    public required string Channel { get; set; }

    /// <summary>Keyed digest of the channel and the user's number.</summary>
    public required string LookUp { get; set; }

    public required string Shown { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>How things stand between a subscription and an incident: <see cref="AlertStanding"/> as a row, written in the transaction of the message it tells of.</summary>
public sealed class AlertNotice
{
    public long Id { get; set; }
    public int SubscriptionId { get; set; }
    public long IncidentId { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? HeldAt { get; set; }
    public string? HeldWhy { get; set; }
    public DateTimeOffset? ToldAt { get; set; }
    public AlertSeverity ToldSeverity { get; set; }
    public string? Shown { get; set; }
    public DateTimeOffset? ShownAt { get; set; }
    public DateTimeOffset? DigestedAt { get; set; }
    public DateTimeOffset? RecoveredAt { get; set; }
    public DateTimeOffset? ReopenedAt { get; set; }
    public DateTimeOffset? MutedUntil { get; set; }
    public string? MutedBy { get; set; }

    /// <summary>Numbers the messages of this thread.</summary>
    public int Revision { get; set; }

    /// <summary>The thread that its messages belong to; it stays when the incident becomes part of another.</summary>
    public required string Thread { get; set; }

    public AlertStanding Standing => new(SubscriptionId, IncidentId)
    {
        HeldAt = HeldAt,
        HeldWhy = HeldWhy,
        ToldAt = ToldAt,
        ToldSeverity = ToldSeverity,
        Shown = Shown,
        ShownAt = ShownAt,
        DigestedAt = DigestedAt,
        RecoveredAt = RecoveredAt,
        ReopenedAt = ReopenedAt,
        MutedUntil = MutedUntil,
    };

    public void Take(AlertStanding next)
    {
        (HeldAt, HeldWhy, ToldAt, ToldSeverity, Shown, ShownAt) = (next.HeldAt, next.HeldWhy, next.ToldAt, next.ToldSeverity, next.Shown, next.ShownAt);
        (DigestedAt, RecoveredAt, ReopenedAt) = (next.DigestedAt, next.RecoveredAt, next.ReopenedAt);
    }
}

internal sealed class AlertSubscriptionMapping : IEntityTypeConfiguration<AlertSubscription>
{
    public void Configure(EntityTypeBuilder<AlertSubscription> entity)
    {
        entity.ToTable("AlertSubscriptions");
        entity.HasIndex(s => s.Name).IsUnique();
        entity.HasIndex(s => s.RecipientLookUp);
    }
}

internal sealed class AlertContactMapping : IEntityTypeConfiguration<AlertContact>
{
    public void Configure(EntityTypeBuilder<AlertContact> entity)
    {
        entity.ToTable("AlertContacts");
        entity.HasIndex(c => new { c.Channel, c.LookUp }).IsUnique();
    }
}

internal sealed class AlertNoticeMapping : IEntityTypeConfiguration<AlertNotice>
{
    public void Configure(EntityTypeBuilder<AlertNotice> entity)
    {
        // As long as an incident may go on without being told twice.
        entity.ToTable("AlertNotices").KeepDays(nameof(AlertNotice.CreatedAt), 400);
        entity.Ignore(n => n.Standing);
        entity.HasIndex(n => new { n.SubscriptionId, n.IncidentId }).IsUnique();
        entity.HasIndex(n => n.IncidentId);
        entity.HasIndex(n => n.ToldAt);
        entity.HasIndex(n => n.RecoveredAt);
        entity.HasIndex(n => n.CreatedAt);
    }
}
