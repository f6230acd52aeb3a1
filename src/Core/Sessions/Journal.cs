using System.Buffers.Binary;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using HotspotManager.Core.Disk;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Core.Sessions;

/// <summary>
/// The accounting journal: records are only ever added, many at a time in one flush (group commit), and a record counts as stored only once it is on disk.
/// A second copy of a record (a retransmission) is known by its digest and stored once.
/// </summary>
public sealed partial class Journal : BackgroundService
{
    /// <summary>How many records one flush may take along.</summary>
    private const int LargestBatch = 2000;

    private const int CommitOrder = 2;

    private static readonly string[] Columns =
    [
        "ReceivedAt", "Source", "NasId", "AccessPointId", "Status", "AcctSessionId", "UserName", "Mac", "FramedIp", "SessionSeconds", "InputOctets", "OutputOctets",
        "TerminateCause", "DelaySeconds", "PersonKey", "GrantId", "PlanId", "SignIn",
    ];

    private static readonly Meter Meter = new("HotspotManager.Core");
    private static readonly Counter<long> Stored = Meter.CreateCounter<long>("hotspot_journal_records", description: "Accounting records stored");
    private static readonly Counter<long> Twins = Meter.CreateCounter<long>("hotspot_journal_duplicates", description: "Accounting records known already");
    private static readonly Counter<long> Failed = Meter.CreateCounter<long>("hotspot_journal_failures", description: "Accounting records that could not be stored");

    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(100_000) { SingleReader = true });
    private readonly Dictionary<UInt128, Recent> _recent = [];
    private readonly Queue<(DateTimeOffset At, UInt128 Digest)> _ages = new();
    private readonly Lock _gate = new();
    private readonly IDbContextFactory<HotspotDb> _databases;
    private readonly StoreWriter _writer;
    private readonly DiskReserve _reserve;
    private readonly DiskAlarm _disk;
    private readonly TimeProvider _time;
    private readonly ILogger<Journal> _log;

    public Journal(IDbContextFactory<HotspotDb> databases, StoreWriter writer, DiskReserve reserve, DiskAlarm disk, TimeProvider time, ILogger<Journal> log) =>
        (_databases, _writer, _reserve, _disk, _time, _log) = (databases, writer, reserve, disk, time, log);

    private sealed record Waiting(AccountingRecord Record, UInt128 Digest, TaskCompletionSource<bool> Done);

    private sealed record Recent(DateTimeOffset At, DateTimeOffset HappenedAt, Task<bool> Stored);

    /// <summary>Raised after a flush, so that the fold follows at once.</summary>
    public event Action? Appended;

    /// <summary>
    /// Stores a record; ends with true when it is on disk (now, or as an earlier copy), with false when it could not be stored and must not be answered.
    /// </summary>
    public Task<bool> AppendAsync(AccountingRecord record)
    {
        var digest = Digest(record);
        var happenedAt = SessionFold.HappenedAt(record.ReceivedAt, record.DelaySeconds);
        lock (_gate)
        {
            Forget(record.ReceivedAt);
            if (_recent.TryGetValue(digest, out var twin) && !InUseAgain(record, happenedAt, twin))
            {
                Twins.Add(1);
                return twin.Stored;
            }
            // The stored digest carries the instant, so that an id used again hours later is no clash with what was stored then.
            record.Digest = Salted(digest, record.ReceivedAt);
            var waiting = new Waiting(record, digest, new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
            if (!_waiting.Writer.TryWrite(waiting))
            {
                Failed.Add(1);
                return Task.FromResult(false);
            }
            _recent[digest] = new Recent(record.ReceivedAt, happenedAt, waiting.Done.Task);
            _ages.Enqueue((record.ReceivedAt, digest));
            return waiting.Done.Task;
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await _databases.CreateDbContextAsync(cancellationToken);
        var since = _time.GetUtcNow() - SessionFold.TwinWindow;
        var rows = await db.Set<AccountingRecord>().AsNoTracking().Where(r => r.ReceivedAt >= since).OrderBy(r => r.Id)
            .Select(r => new { r.ReceivedAt, r.DelaySeconds, r.Digest }).ToListAsync(cancellationToken);
        lock (_gate)
        {
            foreach (var row in rows)
            {
                var digest = Salted(BinaryPrimitives.ReadUInt128BigEndian(row.Digest), row.ReceivedAt);
                var plain = BinaryPrimitives.ReadUInt128BigEndian(digest);
                _recent[plain] = new Recent(row.ReceivedAt, SessionFold.HappenedAt(row.ReceivedAt, row.DelaySeconds), Task.FromResult(true));
                _ages.Enqueue((row.ReceivedAt, plain));
            }
        }
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Waiting>(LargestBatch);
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken)) await FlushAsync(batch);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            while (_waiting.Reader.TryPeek(out _)) await FlushAsync(batch);
        }
    }

    private async Task FlushAsync(List<Waiting> batch)
    {
        batch.Clear();
        while (batch.Count < LargestBatch && _waiting.Reader.TryRead(out var next)) batch.Add(next);
        if (batch.Count == 0) return;
        try
        {
            await WriteAsync(batch);
            Stored.Add(batch.Count);
            foreach (var waiting in batch) waiting.Done.TrySetResult(true);
            Appended?.Invoke();
        }
        catch (Exception error)
        {
            if (DiskReserve.IsDiskFull(error)) _disk.Raise(batch.Count);
            else NotStored(_log, batch.Count, error);
            Failed.Add(batch.Count);
            lock (_gate)
            {
                foreach (var waiting in batch) _recent.Remove(waiting.Digest);
            }
            foreach (var waiting in batch) waiting.Done.TrySetResult(false);
        }
    }

    private async Task WriteAsync(List<Waiting> batch)
    {
        try
        {
            await WriteOnceAsync(batch);
        }
        catch (Exception error) when (DiskReserve.IsDiskFull(error) && _reserve.Release())
        {
            _disk.Raise(0);
            await WriteOnceAsync(batch);
        }
    }

    private Task WriteOnceAsync(List<Waiting> batch) => _writer.WriteAsync(async db =>
    {
        await StoreWriter.NumberInCommitOrderAsync(db, CommitOrder);
        await using var insert = new BatchCommand(db, "Journal", ["Digest"], Columns, keeping: Columns);
        foreach (var waiting in batch)
        {
            var r = waiting.Record;
            await insert.RunAsync([r.Digest, r.ReceivedAt.ToUnixTimeMilliseconds(), r.Source, r.NasId, r.AccessPointId, (int)r.Status, r.AcctSessionId, r.UserName, r.Mac,
                r.FramedIp, r.SessionSeconds, r.InputOctets, r.OutputOctets, r.TerminateCause, r.DelaySeconds, r.PersonKey, r.GrantId, r.PlanId, r.SignIn], CancellationToken.None);
        }
    });

    /// <summary>
    /// The same words again, but of another session: routers use ids again after a power cut, and their clocks stand at 1970 again. A Start (or Accounting-On) has
    /// no figures that tell it from an earlier one, so it is a copy only while a router may still be trying; where in doubt it is stored, and the fold decides.
    /// </summary>
    private static bool InUseAgain(AccountingRecord record, DateTimeOffset happenedAt, Recent twin) =>
        record.ReceivedAt - twin.At > SessionFold.TwinWindow
        || (record.Status is AcctStatus.Start or AcctStatus.AccountingOn or AcctStatus.AccountingOff && happenedAt - twin.HappenedAt > SessionFold.Slack);

    private void Forget(DateTimeOffset now)
    {
        while (_ages.TryPeek(out var oldest) && now - oldest.At > SessionFold.TwinWindow)
        {
            _ages.Dequeue();
            if (_recent.TryGetValue(oldest.Digest, out var recent) && recent.At == oldest.At) _recent.Remove(oldest.Digest);
        }
    }

    /// <summary>What a record says: never Acct-Delay-Time, Proxy-State or the packet's id, which change with every retransmission.</summary>
    private static UInt128 Digest(AccountingRecord r)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> numbers = stackalloc byte[40];
        BinaryPrimitives.WriteInt32BigEndian(numbers, r.NasId);
        BinaryPrimitives.WriteInt32BigEndian(numbers[4..], (int)r.Status);
        BinaryPrimitives.WriteInt64BigEndian(numbers[8..], r.SessionSeconds);
        BinaryPrimitives.WriteInt64BigEndian(numbers[16..], r.InputOctets);
        BinaryPrimitives.WriteInt64BigEndian(numbers[24..], r.OutputOctets);
        BinaryPrimitives.WriteInt64BigEndian(numbers[32..], r.SignIn ?? 0);
        hash.AppendData(numbers);
        foreach (var text in (string[])[r.Source, r.AcctSessionId, r.UserName, r.Mac])
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            hash.AppendData([0]);
        }
        hash.AppendData(r.EventTimestamp);
        return BinaryPrimitives.ReadUInt128BigEndian(hash.GetHashAndReset());
    }

    /// <summary>Mixes the instant into a digest; doing it twice gives the plain digest back.</summary>
    private static byte[] Salted(UInt128 digest, DateTimeOffset at)
    {
        var salted = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(salted, digest ^ (UInt128)(ulong)at.ToUnixTimeMilliseconds());
        return salted;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} accounting records could not be stored; they are not answered, the gateways will send them again")]
    private static partial void NotStored(ILogger log, int count, Exception error);
}
