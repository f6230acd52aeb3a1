using HotspotManager.Core.Areas;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Networks;
using HotspotManager.Core.People;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Core.Sessions;

/// <summary>
/// Follows the journal from a stored checkpoint and folds it into sessions and usage, in one transaction for each batch; complete before listeners open, within a second
/// afterwards. Figures in memory (<see cref="SessionBook"/>, <see cref="UsageBook"/>) follow the commit.
/// </summary>
public sealed partial class JournalFollower(
    StoreWriter writer, Journal journal, SessionBook sessions, UsageBook usage, CityClock clock, NetworkTable networks,
    FeedTail feed, TimeProvider time, ILogger<JournalFollower> log) : BackgroundService
{
    private const string CheckpointName = "sessions";
    private const int CommitOrder = 4;
    private const int LargestBatch = 2000;

    private readonly Nudge _nudge = new();
    private readonly SemaphoreSlim _one = new(1, 1);
    private long _position = -1;

    /// <summary>Raised after each batch with the sessions it touched.</summary>
    public event Action<IReadOnlyCollection<Session>>? Folded;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await CatchUpAsync(cancellationToken);
        journal.Appended += _nudge.Give;
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _nudge.WaitAsync(TimeSpan.FromSeconds(1), stoppingToken);
                await CatchUpAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // Memory may be ahead of or behind the rows: read it again with the next look.
                Volatile.Write(ref _position, -1);
                FoldFailed(log, error);
                await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken);
            }
        }
    }

    /// <summary>Folds everything there is; used at start and by tests.</summary>
    public async Task CatchUpAsync(CancellationToken cancel)
    {
        // One at a time: between a batch's commit and its taking up into memory nobody may compare the two.
        await _one.WaitAsync(cancel);
        try
        {
            await FoldAllAsync(cancel);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task FoldAllAsync(CancellationToken cancel)
    {
        while (true)
        {
            var batch = await writer.WriteAsync(db => FoldBatchAsync(db, cancel), cancel);
            if (batch is null) return;
            foreach (var session in batch.Sessions) sessions.Put(session);
            foreach (var ((person, day), used) in batch.Usage) usage.Add(person, day, used.Seconds, used.Octets);
            Volatile.Write(ref _position, batch.Position);
            feed.Nudge();
            Folded?.Invoke(batch.Sessions);
            if (!batch.Full) return;
        }
    }

    private async Task<FoldBatch?> FoldBatchAsync(HotspotDb db, CancellationToken cancel)
    {
        await StoreWriter.NumberInCommitOrderAsync(db, CommitOrder, cancel);
        var checkpoint = await db.Set<Checkpoint>().AsNoTracking().FirstOrDefaultAsync(c => c.Name == CheckpointName, cancel);
        var position = checkpoint?.Position ?? 0;
        if (position != _position)
        {
            // First look, or another node folded meanwhile: what is in memory is read anew from the rows.
            await sessions.LoadAsync(db, cancel);
            await usage.LoadAsync(db, cancel);
            Volatile.Write(ref _position, position);
        }
        var records = await db.Set<AccountingRecord>().AsNoTracking().Where(r => r.Id > position).OrderBy(r => r.Id).Take(LargestBatch).ToListAsync(cancel);
        if (records.Count == 0) return null;
        var batch = new FoldBatch(sessions, clock) { Position = records[^1].Id, Full = records.Count == LargestBatch };
        await batch.LoadEndedAsync(db, records, cancel);
        foreach (var record in records) batch.Fold(record);
        await batch.SaveAsync(db, cancel);
        var network = networks.Current;
        await FeedLog.AppendAsync(db, [.. batch.Changes.Select(c => new FeedEvent
        {
            At = c.EndedAt ?? c.StartedAt, Kind = FeedKind.Session, State = c.EndedAt is null ? "open" : "ended",
            AccessPoint = c.AccessPointId is { } id ? network.FindAccessPoint(id)?.Name : null,
            Area = c.AccessPointId is { } at ? network.FindAccessPoint(at)?.AreaCode : null,
        })], cancel);
        await using var mark = new BatchCommand(db, "Checkpoints", ["Name"], ["Position"]);
        await mark.RunAsync([CheckpointName, batch.Position], cancel);
        return batch;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The journal could not be folded; trying again")]
    private static partial void FoldFailed(ILogger log, Exception error);
}
