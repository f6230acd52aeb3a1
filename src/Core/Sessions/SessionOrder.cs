using HotspotManager.Core.Feed;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Sessions;

/// <summary>
/// An action on a session: who wants what and why, and what came of it. The room whose way the session came in carries it out, so it is audited, survives a kill,
/// and is the same from a command, a page or another node.
/// </summary>
public sealed class SessionOrder
{
    public long Id { get; set; }
    public long SessionId { get; set; }

    /// <summary><see cref="OrderKind"/>.</summary>
    public required string Kind { get; set; }

    /// <summary>The session's <see cref="RecordSource"/>: which room carries it out.</summary>
    public required string Source { get; set; }

    public required string Who { get; set; }
    public required string Why { get; set; }

    /// <summary><see cref="OrderState"/>.</summary>
    public string State { get; set; } = OrderState.Pending;

    /// <summary>What the gateway said, in words.</summary>
    public string? Answer { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? DoneAt { get; set; }
}

public static class OrderKind
{
    public const string Disconnect = "disconnect", Relimit = "relimit";
}

public static class OrderState
{
    /// <summary>Nobody has carried it out yet.</summary>
    public const string Pending = "pending";

    /// <summary>The gateway did it.</summary>
    public const string Done = "done";

    /// <summary>The gateway said no (see Answer).</summary>
    public const string Refused = "refused";

    /// <summary>The gateway did not answer, or cannot be told.</summary>
    public const string Failed = "failed";
}

internal sealed class SessionOrderMapping : IEntityTypeConfiguration<SessionOrder>
{
    public void Configure(EntityTypeBuilder<SessionOrder> entity)
    {
        entity.ToTable("SessionOrders").KeepDays(nameof(SessionOrder.CreatedAt), 365);
        entity.HasIndex(o => o.SessionId);
        entity.HasIndex(o => o.State);
        entity.HasIndex(o => o.CreatedAt);
    }
}

/// <summary>The verbs on session orders.</summary>
public static class SessionOrders
{
    /// <summary>Orders the end of a session; the same order standing open already is returned instead of a second.</summary>
    /// <exception cref="RefusedException">There is no such session, or it has ended.</exception>
    public static async Task<SessionOrder> DisconnectAsync(HotspotDb db, long sessionId, string who, string why, DateTimeOffset now, CancellationToken cancel = default)
    {
        var session = await db.Set<Session>().FirstOrDefaultAsync(s => s.Id == sessionId, cancel) ?? throw new RefusedException($"There is no session {sessionId}.");
        if (session.EndedAt is not null) throw new RefusedException($"Session {sessionId} has ended already.");
        var standing = await db.Set<SessionOrder>().FirstOrDefaultAsync(
            o => o.SessionId == sessionId && o.Kind == OrderKind.Disconnect && o.State == OrderState.Pending, cancel);
        if (standing is not null) return standing;
        var order = new SessionOrder { SessionId = sessionId, Kind = OrderKind.Disconnect, Source = session.Source, Who = who, Why = why, CreatedAt = now };
        db.Add(order);
        await FeedLog.AppendAsync(db, [new FeedEvent { At = now, Kind = FeedKind.SessionOrder, State = OrderState.Pending }], cancel);
        return order;
    }

    /// <summary>
    /// Orders that running sessions are told their limits anew; what they are is worked out when the order is carried out. A session with an order standing
    /// open, or whose gateway has said before that it takes none, is passed over; returns how many were ordered.
    /// </summary>
    public static async Task<int> RelimitAsync(
        HotspotDb db, IReadOnlyCollection<Session> running, string who, string why, DateTimeOffset now, CancellationToken cancel = default)
    {
        var count = 0;
        foreach (var some in running.Chunk(500))
        {
            var ids = some.Select(s => s.Id).ToList();
            var passed = await db.Set<SessionOrder>().Where(o => ids.Contains(o.SessionId)
                && (o.State == OrderState.Pending || (o.Kind == OrderKind.Relimit && o.State == OrderState.Refused))).Select(o => o.SessionId).ToListAsync(cancel);
            foreach (var session in some.Where(s => !passed.Contains(s.Id)))
            {
                db.Add(new SessionOrder { SessionId = session.Id, Kind = OrderKind.Relimit, Source = session.Source, Who = who, Why = why, CreatedAt = now });
                count++;
            }
        }
        if (count > 0) await FeedLog.AppendAsync(db, [new FeedEvent { At = now, Kind = FeedKind.SessionOrder, State = OrderState.Pending }], cancel);
        return count;
    }

    /// <summary>The newest order of this reason to tell a session its limits anew; null: there is none.</summary>
    public static Task<SessionOrder?> LastRelimitAsync(HotspotDb db, long sessionId, string why, CancellationToken cancel = default) => db.Set<SessionOrder>().AsNoTracking()
        .Where(o => o.SessionId == sessionId && o.Kind == OrderKind.Relimit && o.Why == why).OrderByDescending(o => o.Id).FirstOrDefaultAsync(cancel);

    /// <summary>What stands open for one way of carrying orders out, oldest first.</summary>
    public static Task<List<SessionOrder>> PendingAsync(HotspotDb db, string source, CancellationToken cancel = default) => db.Set<SessionOrder>().AsNoTracking()
        .Where(o => o.State == OrderState.Pending && o.Source == source).OrderBy(o => o.Id).Take(1000).ToListAsync(cancel);

    /// <summary>Writes down what came of an order.</summary>
    public static async Task FinishAsync(HotspotDb db, long orderId, string state, string answer, DateTimeOffset now, CancellationToken cancel = default)
    {
        var order = await db.Set<SessionOrder>().SingleAsync(o => o.Id == orderId, cancel);
        (order.State, order.Answer, order.DoneAt) = (state, answer, now);
    }
}
