using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Feed;

/// <summary>
/// One numbered event. Numbers are rows, given in commit order, kept 24 hours and never used twice. The feed is a hint with a number; the rows it tells of are the truth.
/// </summary>
public sealed class FeedEvent
{
    public long Seq { get; set; }
    public DateTimeOffset At { get; set; }

    /// <summary><see cref="FeedKind"/>.</summary>
    public required string Kind { get; set; }

    public string? AccessPoint { get; set; }
    public string? Device { get; set; }
    public string? Area { get; set; }
    public string? State { get; set; }

    /// <summary>What the kind adds, as a JSON object: cause, outage, incident, affected …</summary>
    public string? Data { get; set; }
}

/// <summary>What the feed tells of.</summary>
public static class FeedKind
{
    /// <summary>A device's state changed; State is the new one; Data: cause, outage, incident, since.</summary>
    public const string State = "state";

    /// <summary>An incident began, grew or ended; State is <c>open</c> or <c>closed</c>; Data: incident, cause, points, people.</summary>
    public const string Incident = "incident";

    /// <summary>A session began or ended (State <c>open</c>/<c>ended</c>).</summary>
    public const string Session = "session";

    /// <summary>An order on a session waits to be carried out or was answered.</summary>
    public const string SessionOrder = "session-order";

    /// <summary>Something an operator should know of the system itself (State: <c>warning</c>); Data: text.</summary>
    public const string Notice = "notice";
}

internal sealed class FeedEventMapping : IEntityTypeConfiguration<FeedEvent>
{
    public void Configure(EntityTypeBuilder<FeedEvent> entity)
    {
        entity.ToTable("Feed").HasKey(e => e.Seq);
        entity.KeepDays(nameof(FeedEvent.At), 1);
        entity.HasIndex(e => e.At);
    }
}

/// <summary>Writes events, in the transaction of what they tell of (the connection must be open). One prepared command: a busy city writes thousands a minute.</summary>
public static class FeedLog
{
    private const int CommitOrder = 1;

    public static async Task AppendAsync(HotspotDb db, IReadOnlyCollection<FeedEvent> events, CancellationToken cancel = default)
    {
        if (events.Count == 0) return;
        await StoreWriter.NumberInCommitOrderAsync(db, CommitOrder, cancel);
        await BatchCommand.RunAsync(db, "Feed", [], ["At", "Kind", "AccessPoint", "Device", "Area", "State", "Data"],
            events.Select(e => (object?[])[e.At.ToUnixTimeMilliseconds(), e.Kind, e.AccessPoint, e.Device, e.Area, e.State, e.Data]), cancel);
    }
}
