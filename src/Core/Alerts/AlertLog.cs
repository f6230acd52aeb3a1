using HotspotManager.Core.Messages;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Alerts;

/// <summary>What one subscription was told of one incident, and what became of the message. <c>state</c>: the last message's (<see cref="MessageState"/>); null: none of its own.</summary>
public sealed record AlertLogView(
    string Subscription, long Incident, DateTimeOffset? HeldAt, string? HeldWhy, DateTimeOffset? ToldAt, DateTimeOffset? DigestedAt, DateTimeOffset? RecoveredAt, DateTimeOffset? MutedUntil,
    string? MutedBy, string? State, int Tries, string? Answer);

/// <summary>Reads what was told.</summary>
public static class AlertLog
{
    /// <summary>The newest first.</summary>
    public static async Task<IReadOnlyList<AlertLogView>> ListAsync(HotspotDb db, int take = 50, CancellationToken cancel = default)
    {
        var notices = await db.Set<AlertNotice>().AsNoTracking().OrderByDescending(n => n.Id).Take(take).ToListAsync(cancel);
        var names = await db.Set<AlertSubscription>().AsNoTracking().ToDictionaryAsync(s => s.Id, s => s.Name, cancel);
        var threads = notices.ConvertAll(n => n.Thread);
        var messages = await db.Set<Message>().AsNoTracking().Where(m => m.Thread != null && threads.Contains(m.Thread)).OrderBy(m => m.Id)
            .Select(m => new { m.Thread, m.State, m.Tries, m.Answer }).ToListAsync(cancel);
        var last = messages.GroupBy(m => m.Thread!).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        return notices.ConvertAll(n =>
        {
            var message = last.GetValueOrDefault(n.Thread);
            return new AlertLogView(names.GetValueOrDefault(n.SubscriptionId, "–"), n.IncidentId, n.HeldAt, n.HeldWhy, n.ToldAt, n.DigestedAt, n.RecoveredAt, n.MutedUntil, n.MutedBy,
                message?.State, message?.Tries ?? 0, message?.Answer);
        });
    }
}
