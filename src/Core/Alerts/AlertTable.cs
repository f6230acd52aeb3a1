using HotspotManager.Core.Areas;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Operators;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Alerts;

/// <summary>A subscription ready for use.</summary>
public sealed record AlertEntry(AlertSubscription Row, string Recipient)
{
    /// <summary>Never where it goes.</summary>
    public override string ToString() => Row.Name;
}

/// <summary>Subscriptions and contacts in memory.</summary>
public sealed class AlertTable(SecretBox secrets, CourierTable couriers, OperatorTable operators) : ISnapshot
{
    private Snapshot _current = new([], []);

    private sealed record Snapshot(AlertEntry[] Entries, Dictionary<(string Channel, string LookUp), string> Contacts);

    /// <summary>All of them, also those that are switched off.</summary>
    public IReadOnlyList<AlertEntry> All => Volatile.Read(ref _current).Entries;

    public AlertEntry? Find(int id) => Array.Find(Volatile.Read(ref _current).Entries, e => e.Row.Id == id);

    /// <summary>Who that user of a channel is; null: none of our operators.</summary>
    public Operator? OperatorOf(string channel, string user) =>
        Volatile.Read(ref _current).Contacts.TryGetValue((channel, AlertList.ContactLookUp(secrets, channel, user)), out var name) ? operators.Find(name) : null;

    /// <summary>Those that are told, as the rules see them.</summary>
    public IReadOnlyList<AlertListener> Listeners
    {
        get
        {
            var listeners = new List<AlertListener>();
            foreach (var row in All.Select(e => e.Row).Where(r => r.Enabled))
            {
                var area = row.AreaCode;
                if (row.Operator is { } name)
                {
                    // Only what that operator may see, and nobody who is no operator any more.
                    if (operators.Find(name) is not { } who) continue;
                    if (who.AreaCode is { } own && (area is null || AreaCode.Contains(area, own))) area = own;
                    else if (who.AreaCode is { } other && !AreaCode.Contains(other, area!)) continue;
                }
                listeners.Add(new AlertListener(row.Id, area, row.Least, row.AfterMinutes, row.PointMinutes,
                    row is { QuietFrom: { } from, QuietUntil: { } until } ? new QuietHours(from, until) : null, row.QuietLeast, row.DigestMinutes, row.PerHour, MannerOf(row.Channel),
                    row.CreatedAt, row.MutedUntil));
            }
            return listeners;
        }
    }

    public async Task ReloadAsync(HotspotDb db, CancellationToken cancel)
    {
        var rows = await db.Set<AlertSubscription>().AsNoTracking().OrderBy(s => s.Name).ToListAsync(cancel);
        var contacts = await db.Set<AlertContact>().AsNoTracking().ToDictionaryAsync(c => (c.Channel, c.LookUp), c => c.Operator, cancel);
        Volatile.Write(ref _current, new Snapshot([.. rows.Select(r => new AlertEntry(r, secrets.OpenText(SecretPurpose.AlertRecipient, r.RecipientSealed)))], contacts));
    }

    private AlertManner MannerOf(string channel) => couriers.Of(channel).FirstOrDefault()?.Kind switch
    {
        "telegram" => AlertManner.Edits,
        "webhook" => AlertManner.Every,
        _ => AlertManner.Rings,
    };
}
