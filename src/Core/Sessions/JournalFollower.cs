using HotspotManager.Core.Areas;
using HotspotManager.Core.Disk;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Journals;
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
    DataFolder folder, DatabaseOptions options, DiskReserve reserve, DiskAlarm disk, FeedTail feed, TimeProvider time, ILogger<JournalFollower> log) : BackgroundService
{
    /// <summary>Its position is the number of the newest session; it rises with each batch, so that servers sharing a database see each other's.</summary>
    private const string SessionNumbers = "sessions";

    private const int CommitOrder = 4;
    private const int LargestBatch = 5000;

    /// <summary>In a flood gateways' answers come first: between full batches the fold leaves the processor to them for so many times as long as it took.</summary>
    private const int Courtesy = 4;

    /// <summary>Records of one session that come within this time are one write.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(400);

    private static readonly TimeSpan ShortRest = TimeSpan.FromMilliseconds(50), LongestRest = TimeSpan.FromSeconds(1);

    private readonly SegmentFolder _folder = new(folder.Journal);
    private readonly Nudge _nudge = new();
    private readonly SemaphoreSlim _one = new(1, 1);
    private string? _name;
    private long _position = -1;
    private long _lastSession = -1;

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
        var cleaned = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (time.GetElapsedTime(cleaned) > TimeSpan.FromMinutes(1))
                {
                    journal.DeleteOld(Volatile.Read(ref _position));
                    cleaned = time.GetTimestamp();
                }
                await _nudge.WaitAsync(TimeSpan.FromSeconds(1), stoppingToken);
                var began = time.GetTimestamp();
                await CatchUpAsync(stoppingToken);
                if (Pace - time.GetElapsedTime(began) is var rest && rest > TimeSpan.Zero) await Task.Delay(rest, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // Memory may be ahead of or behind the rows: read it again with the next look.
                Volatile.Write(ref _lastSession, -1);
                Volatile.Write(ref _position, -1);
                // Records go on being stored and answered as long as the journal has room; the reserve is for both.
                if (DiskReserve.IsDiskFull(error) && reserve.Release()) disk.Raise(0);
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
            var began = time.GetTimestamp();
            var batch = await writer.WriteAsync(db => FoldBatchAsync(db, cancel), cancel);
            if (batch is null) return;
            foreach (var session in batch.Sessions) sessions.Put(session);
            foreach (var ((person, day), used) in batch.Usage) usage.Add(person, day, used.Seconds, used.Octets);
            Volatile.Write(ref _position, batch.Position);
            Volatile.Write(ref _lastSession, batch.LastSession);
            feed.Nudge();
            Folded?.Invoke(batch.Sessions);
            if (!batch.Full) return;
            var until = Courtesy * time.GetElapsedTime(began);
            for (var rested = TimeSpan.Zero; journal.IsBusy && rested < until && rested < LongestRest; rested += ShortRest) await Task.Delay(ShortRest, cancel);
        }
    }

    private async Task<FoldBatch?> FoldBatchAsync(HotspotDb db, CancellationToken cancel)
    {
        await StoreWriter.NumberInCommitOrderAsync(db, CommitOrder, cancel);
        _name ??= FoldPosition.Name(_folder, options);
        var marks = await db.Set<Checkpoint>().AsNoTracking().Where(c => c.Name == SessionNumbers || c.Name == _name).ToDictionaryAsync(c => c.Name, c => c.Position, cancel);
        var lastSession = marks.GetValueOrDefault(SessionNumbers);
        var position = marks.GetValueOrDefault(_name);
        if (_position >= 0 && position != _position && options.IsPostgres)
        {
            // Somebody else folds under this journal's name: a copy of this data folder. What is ours goes on under a new one.
            NameInUse(log, _name);
            (_name, position) = (FoldPosition.Rename(_folder), _position);
        }
        if (lastSession != _lastSession)
        {
            // First look, or another server folded meanwhile: what is in memory is read anew from the rows.
            await sessions.LoadAsync(db, time.GetUtcNow(), cancel);
            await usage.LoadAsync(db, cancel);
            Volatile.Write(ref _lastSession, lastSession);
        }
        Volatile.Write(ref _position, position);
        var records = journal.Unfolded.Next(position, LargestBatch);
        if (records.Count == 0) return null;
        var batch = new FoldBatch(sessions, clock, lastSession) { Position = records[^1].Id, Full = records.Count == LargestBatch };
        await batch.LoadEndedAsync(db, records, cancel);
        foreach (var record in records) batch.Fold(record);
        await batch.SaveAsync(db, cancel);
        await FeedLog.AppendAsync(db, FeedEvents(batch), cancel);
        await BatchCommand.RunAsync(db, "Checkpoints", ["Name"], ["Position"], [[_name, batch.Position], [SessionNumbers, batch.LastSession]], cancel);
        return batch;
    }

    /// <summary>One event tells of all sessions that began, or ended, at one access point in this batch: a power cut's return must not drown the feed.</summary>
    private List<FeedEvent> FeedEvents(FoldBatch batch)
    {
        var network = networks.Current;
        return
        [
            .. batch.Changes.GroupBy(c => (c.AccessPointId, IsOpen: c.EndedAt is null)).Select(changes =>
            {
                var point = changes.Key.AccessPointId is { } id ? network.FindAccessPoint(id) : null;
                return new FeedEvent
                {
                    At = changes.Max(c => c.EndedAt ?? c.StartedAt),
                    Kind = FeedKind.Session,
                    State = changes.Key.IsOpen ? "open" : "ended",
                    AccessPoint = point?.Name,
                    Area = point?.AreaCode,
                    Data = System.Text.Json.JsonSerializer.Serialize(new { sessions = changes.Count() }),
                };
            }),
        ];
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The journal could not be folded; trying again")]
    private static partial void FoldFailed(ILogger log, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Another server folds under this journal's name {Name}: was the data folder copied? This server's journal takes a new name")]
    private static partial void NameInUse(ILogger log, string name);
}
