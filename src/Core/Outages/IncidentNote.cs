using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Outages;

/// <summary>One line of what happened in an incident: by the monitor, or by somebody.</summary>
public sealed class IncidentNote
{
    public long Id { get; set; }
    public long IncidentId { get; set; }
    public DateTimeOffset At { get; set; }

    /// <summary><see cref="IncidentNotes"/>.</summary>
    public required string Kind { get; set; }

    /// <summary>Who; null: the monitor.</summary>
    public string? Who { get; set; }

    public string? Text { get; set; }
}

/// <summary>Kinds of <see cref="IncidentNote"/>; the same words are <c>change</c> in the feed.</summary>
public static class IncidentNotes
{
    /// <summary>It began; Text is the cause.</summary>
    public const string Opened = "opened";

    /// <summary>It had ended and goes on.</summary>
    public const string Reopened = "reopened";

    /// <summary>It turned out to be a whole site's.</summary>
    public const string Site = "site";

    /// <summary>Another one turned out to be part of it; Text is that one's number.</summary>
    public const string Merged = "merged";

    /// <summary>Its root goes up and down.</summary>
    public const string Flapping = "flapping";

    /// <summary>It ended; Text is one of <see cref="IncidentEndings"/>.</summary>
    public const string Closed = "closed";

    public const string Acknowledged = "acknowledged";

    /// <summary>The acknowledgement was taken back.</summary>
    public const string Unacknowledged = "unacknowledged";

    /// <summary>Text is who sees to it now; null: nobody.</summary>
    public const string Owner = "owner";

    /// <summary>Somebody wrote something.</summary>
    public const string Note = "note";
}

internal sealed class IncidentNoteMapping : IEntityTypeConfiguration<IncidentNote>
{
    public void Configure(EntityTypeBuilder<IncidentNote> entity)
    {
        entity.ToTable("IncidentNotes").KeepDays(nameof(IncidentNote.At), 800);
        entity.HasIndex(n => n.IncidentId);
        entity.HasIndex(n => n.At);
    }
}
