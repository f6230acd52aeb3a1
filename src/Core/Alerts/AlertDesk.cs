using HotspotManager.Core.Areas;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Core.Alerts;

/// <summary>
/// Looks at the incidents when the feed tells of one and every few seconds, asks <see cref="AlertRules"/>, and writes what was decided together with the messages in one
/// transaction: after a kill either both are there or neither. Who carries the messages is <see cref="MessageDispatch"/>'s; nobody who watches the network waits for either.
/// </summary>
public sealed partial class AlertDesk(
    IDbContextFactory<HotspotDb> databases, StoreWriter writer, SecretBox secrets, AlertTable table, AlertWriter words, MessageDispatch dispatch, FeedTail feed, NetworkTable network,
    MaintenanceTable maintenance, CityClock clock, TimeProvider time, ILogger<AlertDesk> log) : BackgroundService
{
    // PostgreSQL runs writes side by side: two servers must not both tell the same.
    private const int CommitOrder = 6;

    private static readonly TimeSpan Often = TimeSpan.FromSeconds(5), Wanted = TimeSpan.FromHours(24);

    private readonly Nudge _nudge = new();

    /// <summary>Something changed that the feed does not tell of.</summary>
    public void Wake() => _nudge.Give();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listening = feed.Listen(events =>
        {
            if (events.Any(e => e.Kind == FeedKind.Incident)) _nudge.Give();
        });
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
                await _nudge.WaitAsync(Often, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                CouldNotLook(log, error);
                await Task.Delay(TimeSpan.FromSeconds(2), time, stoppingToken);
            }
        }
    }

    /// <summary>Looks once, now; returns how much was decided.</summary>
    public async Task<int> LookAsync(CancellationToken cancel)
    {
        var listeners = table.Listeners;
        if (listeners.Count == 0) return 0;
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            var picture = await AlertReader.ReadAsync(db, maintenance.DevicesIn(network.Current, clock.Now), clock.Now, cancel);
            if (picture.Gone.Count == 0 && Decide(picture, listeners).Count == 0) return 0;
        }
        var done = await writer.WriteAsync(async db =>
        {
            await StoreWriter.NumberInCommitOrderAsync(db, CommitOrder, cancel);
            var picture = await AlertReader.ReadAsync(db, maintenance.DevicesIn(network.Current, clock.Now), clock.Now, cancel);
            if (picture.Gone.Count > 0)
            {
                await JoinAsync(db, picture, cancel);
                picture = await AlertReader.ReadAsync(db, maintenance.DevicesIn(network.Current, clock.Now), clock.Now, cancel);
            }
            var decisions = Decide(picture, listeners);
            await CarryOutAsync(db, picture, decisions, cancel);
            return decisions.Count;
        }, cancel);
        dispatch.Wake();
        return done;
    }

    private List<AlertDecision> Decide(AlertPicture picture, IReadOnlyList<AlertListener> listeners) =>
        AlertRules.Decide(picture.Incidents, listeners, [.. picture.Notices.Select(n => n.Standing)], clock.Zone, clock.Now);

    /// <summary>What was told of an incident that became part of another one goes on as that one's: its message changes instead of a second one.</summary>
    private async Task JoinAsync(HotspotDb db, AlertPicture picture, CancellationToken cancel)
    {
        foreach (var (notice, into) in picture.Gone)
        {
            if (into is { } whole && !await db.Set<AlertNotice>().AnyAsync(n => n.SubscriptionId == notice.SubscriptionId && n.IncidentId == whole, cancel)) notice.IncidentId = whole;
            else
            {
                notice.RecoveredAt = clock.Now;
                await Outbox.WithdrawAsync(db, notice.Thread, "it became part of another incident", cancel);
            }
            await db.SaveChangesAsync(cancel);
        }
    }

    private async Task CarryOutAsync(HotspotDb db, AlertPicture picture, List<AlertDecision> decisions, CancellationToken cancel)
    {
        var rows = picture.Notices.ToDictionary(n => (n.SubscriptionId, n.IncidentId));
        foreach (var decision in decisions)
        {
            var key = (decision.Listener.Id, decision.Incident.Id);
            if (!rows.TryGetValue(key, out var row))
            {
                row = rows[key] = new AlertNotice
                {
                    SubscriptionId = key.Item1,
                    IncidentId = key.Item2,
                    CreatedAt = clock.Now,
                    Thread = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"incident:{key.Item2}:{key.Item1}"),
                };
                db.Add(row);
            }
            row.Take(decision.Next);
            if (decision.Act is AlertAct.Tell or AlertAct.Update or AlertAct.Recover && table.Find(decision.Listener.Id) is { } entry) await WriteAsync(db, entry, row, decision, cancel);
        }
        foreach (var digest in decisions.Where(d => d.Act == AlertAct.Digest).GroupBy(d => d.Listener.Id))
        {
            if (table.Find(digest.Key) is not { } entry) continue;
            var message = words.Digest(entry.Row.Language, [.. digest.Select(d => d.Incident)]);
            await PostAsync(db, entry, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"digest:{entry.Row.Id}:{clock.Now.ToUnixTimeMilliseconds()}"), null, message, cancel);
        }
    }

    private async Task WriteAsync(HotspotDb db, AlertEntry entry, AlertNotice row, AlertDecision decision, CancellationToken cancel)
    {
        if (decision.Act == AlertAct.Recover && await Outbox.WithdrawAsync(db, row.Thread, "it was over before it could be told", cancel)) return;
        // What waits in this thread is told as it is now; if that is the first message, it stays the first.
        var kind = decision.Act == AlertAct.Recover ? "recovery" : row.Revision <= 1 ? "alert" : "update";
        if (decision.Act != AlertAct.Tell)
        {
            var now = words.Incident(entry.Row.Language, decision.Incident, kind, entry.Row.Id);
            if (await Outbox.ReplaceAsync(db, secrets, row.Thread, now.Text, now.Extras, clock.Now + Wanted, cancel)) return;
            if (kind == "alert") kind = "update";
        }
        row.Revision++;
        await PostAsync(db, entry, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{row.Thread}:{row.Revision}"), row.Thread,
            words.Incident(entry.Row.Language, decision.Incident, decision.Act == AlertAct.Tell ? "alert" : kind, entry.Row.Id), cancel);
    }

    private Task PostAsync(HotspotDb db, AlertEntry entry, string once, string? thread, AlertMessage message, CancellationToken cancel) => Outbox.PostAsync(db, secrets, new NewMessage(
        once, MessagePurpose.Alert, entry.Row.Channel, entry.Recipient, entry.Row.RecipientShown, message.Text, null, clock.Now + Wanted, dispatch.First(entry.Row.Channel)?.RupiahEach ?? 0)
    {
        Thread = thread,
        Extras = message.Extras,
    }, clock.Now, cancel);

    [LoggerMessage(Level = LogLevel.Error, Message = "Alerts could not be decided; trying again")]
    private static partial void CouldNotLook(ILogger log, Exception error);
}
