using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using HotspotManager.Core.Disk;
using HotspotManager.Core.Journals;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Core.Sessions;

/// <summary>
/// The accounting journal: records are only ever added, many at a time in one flush (group commit: while one group is flushed the next one gathers), and a record counts as
/// stored only once it is on disk. It lies in files of its own (<see cref="SegmentFolder"/>), so that neither a busy nor an absent database keeps a gateway waiting; what is
/// durable here is folded into sessions by <see cref="JournalFollower"/>.
/// </summary>
public sealed partial class Journal : IHostedService, IDisposable
{
    /// <summary>Records that may wait for a flush; beyond them gateways are told nothing and try again.</summary>
    private const int LargestGroup = 50_000;

    /// <summary>Copies are known among so many records, at most ten minutes back.</summary>
    private const int TwinsKept = 200_000;

    /// <summary>Segments are kept after they are folded, to fold anew should the database be lost or a fault be found; at most so long and so many octets.</summary>
    private const int KeepDays = 30;
    private const long KeepOctets = 2L * 1024 * 1024 * 1024;

    [ThreadStatic]
    private static bool t_telling;

    private static readonly Meter Meter = new("HotspotManager.Core");
    private static readonly Counter<long> StoredRecords = Meter.CreateCounter<long>("hotspot_journal_records", description: "Accounting records stored");
    private static readonly Counter<long> TwinRecords = Meter.CreateCounter<long>("hotspot_journal_duplicates", description: "Accounting records known already");
    private static readonly Counter<long> FailedRecords = Meter.CreateCounter<long>("hotspot_journal_failures", description: "Accounting records that could not be stored");

    private readonly SegmentFolder _folder;
    private readonly IDbContextFactory<HotspotDb> _databases;
    private readonly DatabaseOptions _options;
    private readonly DiskReserve _reserve;
    private readonly DiskAlarm _disk;
    private readonly TimeProvider _time;
    private readonly ILogger<Journal> _log;
    private readonly Lock _gate = new();
    private readonly Twins _twins = new(TwinsKept);
    private readonly ManualResetEventSlim _some = new();
    private readonly Thread _thread;
    private SegmentWriter? _segments;
    private JournalGroup _gathering = new();
    private JournalGroup _flushing = new();
    private long _last;
    private long _lastFlush;
    private bool _stopping;

    public Journal(IDbContextFactory<HotspotDb> databases, DataFolder folder, DatabaseOptions options, DiskReserve reserve, DiskAlarm disk, TimeProvider time, ILogger<Journal> log)
    {
        (_databases, _options, _reserve, _disk, _time, _log) = (databases, options, reserve, disk, time, log);
        _folder = new SegmentFolder(folder.Journal);
        Unfolded = new UnfoldedRecords(_folder, (file, error) => Unreadable(_log, file, error));
        _thread = new Thread(Run) { IsBackground = true, Name = "journal" };
    }

    /// <summary>Raised after a flush, so that the fold follows at once.</summary>
    public event Action? Appended;

    /// <summary>Raised on the journal's thread when every waiter of a flush has been told: now their answers can leave together.</summary>
    public event Action? Told;

    /// <summary>Whether this is a journal's thread: <see cref="Told"/> comes.</summary>
    public static bool IsTelling => t_telling;

    /// <summary>Whether records came just now.</summary>
    internal bool IsBusy => _time.GetElapsedTime(Volatile.Read(ref _lastFlush)) < TimeSpan.FromMilliseconds(50);

    /// <summary>What is on disk and waits to be folded.</summary>
    internal UnfoldedRecords Unfolded { get; }

    /// <summary>Stores a record; ends with true when it is on disk (now, or as an earlier copy), with false when it could not be stored and must not be answered.</summary>
    public Task<bool> AppendAsync(AccountingRecord record)
    {
        var waiter = new JournalWaiter();
        Append(record, waiter);
        return waiter.Task;
    }

    /// <summary>As <see cref="AppendAsync"/>, telling a waiter of one's own.</summary>
    [SkipLocalsInit]
    public void Append(AccountingRecord record, JournalWaiter waiter)
    {
        Span<byte> buffer = stackalloc byte[RecordFormat.Longest];
        var payload = buffer[..RecordFormat.Write(buffer, record)];
        bool known, first = false, full = false;
        lock (_gate)
        {
            known = _twins.Knows(record);
            full = !known && (_stopping || _gathering.Count >= LargestGroup);
            if (!known && !full)
            {
                record.Id = ++_last;
                _gathering.Add(record, payload, waiter);
                first = _gathering.Count == 1;
            }
        }
        if (first) _some.Set();
        if (known) TwinRecords.Add(1);
        if (full) FailedRecords.Add(1);
        if (!known && !full) return;
        waiter.Tell(known);
        waiter.TrySetResult(known);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _segments = SegmentWriter.Open(_folder, (file, error) => Unreadable(_log, file, error));
        await using var db = await _databases.CreateDbContextAsync(cancellationToken);
        var folded = await FoldPosition.ReadAsync(db, _folder, _options, cancellationToken);
        // A restored database may be ahead of the files that are left: a number is never used twice.
        _last = Math.Max(_segments.Last, folded);
        var since = _time.GetUtcNow() - SessionFold.TwinWindow;
        foreach (var (first, file) in _folder.List().Reverse())
        {
            if (System.IO.File.GetLastWriteTimeUtc(file) < since.UtcDateTime) break;
            KnowTwins(first, file, since);
        }
        Unfolded.Begin(_last);
        _thread.Start();
        DeleteOld(folded);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate) _stopping = true;
        _some.Set();
        if (_thread.IsAlive) _thread.Join();
        _segments?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _some.Dispose();

    /// <summary>Deletes segments past their time, all of whose records are folded.</summary>
    public int DeleteOld(long folded) => _folder.DeleteOld(folded, _time.GetUtcNow().AddDays(-KeepDays), KeepOctets);

    private void KnowTwins(long first, string file, DateTimeOffset since)
    {
        try
        {
            var segment = SegmentFolder.ReadWhole(file);
            for (var position = 0; Frame.TryNext(segment, ref position, out var number, out var payload);)
            {
                var record = RecordFormat.Read(number, payload);
                if (record.ReceivedAt >= since) _twins.Add(record);
            }
        }
        catch (IOException error)
        {
            Unreadable(_log, file, error);
        }
    }

    private void Run()
    {
        t_telling = true;
        while (true)
        {
            _some.Wait();
            JournalGroup group;
            lock (_gate)
            {
                _some.Reset();
                group = _gathering;
                if (group.Count == 0 && _stopping) return;
                (_gathering, _flushing) = (_flushing, _gathering);
            }
            if (group.Count > 0) Flush(group);
            group.Clear();
            if (Volatile.Read(ref _stopping)) _some.Set();
        }
    }

    private void Flush(JournalGroup group)
    {
        var stored = Write(group);
        Volatile.Write(ref _lastFlush, _time.GetTimestamp());
        if (stored)
        {
            StoredRecords.Add(group.Count);
            Unfolded.Add(group.Records);
            lock (_gate)
            {
                foreach (var record in group.Records) _twins.Add(record);
            }
        }
        else
        {
            FailedRecords.Add(group.Count);
        }
        foreach (var waiter in group.Waiters) waiter.Tell(stored);
        Told?.Invoke();
        foreach (var waiter in group.Waiters) waiter.TrySetResult(stored);
        if (stored) Appended?.Invoke();
    }

    private bool Write(JournalGroup group)
    {
        try
        {
            try
            {
                group.WriteTo(_segments!);
            }
            catch (IOException error) when (DiskReserve.IsDiskFull(error) && _reserve.Release())
            {
                _disk.Raise(0);
                group.WriteTo(_segments!);
            }
            return true;
        }
        catch (Exception error)
        {
            if (DiskReserve.IsDiskFull(error)) _disk.Raise(group.Count);
            else NotStored(_log, group.Count, error);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} accounting records could not be stored; they are not answered, the gateways will send them again")]
    private static partial void NotStored(ILogger log, int count, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "{File} of the journal cannot be read; what it holds and is not folded yet is missing until it can be")]
    private static partial void Unreadable(ILogger log, string file, Exception error);
}
