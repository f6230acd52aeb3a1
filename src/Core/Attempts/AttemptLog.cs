using System.Diagnostics.Metrics;
using System.Threading.Channels;
using HotspotManager.Core.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Core.Attempts;

/// <summary>
/// Writes attempts in batches, off the path of the packet or page. They are a record for people, not money: what a whole city gives at once, as after a power cut,
/// is kept; beyond that a flood costs the disk <see cref="PerSecond"/> rows a second of each kind, and the rest is counted only. Refusals have room of their own,
/// so that a flood of accepted ones never hides why somebody was refused.
/// </summary>
public sealed partial class AttemptLog(StoreWriter writer, TimeProvider time, ILogger<AttemptLog> log) : BackgroundService
{
    /// <summary>Kept of one kind, however fast they come.</summary>
    public const int Burst = 40_000;

    /// <summary>Kept of one kind every second of a flood that goes on.</summary>
    public const int PerSecond = 200;

    private readonly Channel<Attempt> _waiting = Channel.CreateUnbounded<Attempt>(new UnboundedChannelOptions { SingleReader = true }); // bounded by the allowances
    private readonly RowAllowance _accepted = new(Burst, PerSecond, time), _refused = new(Burst, PerSecond, time);
    private static readonly Meter Meter = new("HotspotManager.Core");
    private static readonly Counter<long> Kept = Meter.CreateCounter<long>("hotspot_attempts", description: "Attempts written down, by way and by why they ended as they did");
    private static readonly Counter<long> Lost = Meter.CreateCounter<long>("hotspot_attempts_dropped", description: "Attempts that were counted only: a flood, or a full disk");

    private long _dropped;

    /// <summary>How many were dropped since the start.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Whether one more is kept: asked before it is put in words, since those cost more than the decision. True uses up a place.</summary>
    public bool Takes(bool accepted)
    {
        if ((accepted ? _accepted : _refused).TryTake()) return true;
        Interlocked.Increment(ref _dropped);
        Lost.Add(1);
        return false;
    }

    /// <summary>Keeps an attempt for which <see cref="Takes"/> had a place.</summary>
    public void Add(Attempt attempt) => _waiting.Writer.TryWrite(attempt);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                await Task.Delay(100, stoppingToken);
                await FlushAsync(CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await FlushAsync(CancellationToken.None);
        }
    }

    /// <summary>Writes what waits, now.</summary>
    public async Task FlushAsync(CancellationToken cancel)
    {
        var batch = new List<Attempt>();
        while (batch.Count < 2000 && _waiting.Reader.TryRead(out var attempt)) batch.Add(attempt);
        if (batch.Count == 0) return;
        try
        {
            await writer.WriteAsync(db => InsertAsync(db, batch, cancel), cancel);
            // Both names come from closed sets: a few ways, a few dozen reasons.
            foreach (var (kind, count) in batch.CountBy(a => (a.Way, a.Reason)))
                Kept.Add(count, new("way", kind.Way), new("reason", Enum.TryParse<Admission.Reason>(kind.Reason, out var reason) ? Admission.ReasonTexts.Metric(reason) : kind.Reason));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Interlocked.Add(ref _dropped, batch.Count);
            Lost.Add(batch.Count);
            NotWritten(log, batch.Count, error);
        }
    }

    /// <summary>By one prepared command: through the change tracker a row costs several times what the decision it tells of did.</summary>
    private static Task InsertAsync(HotspotDb db, List<Attempt> batch, CancellationToken cancel) => BatchCommand.RunAsync(db, "Attempts", [],
        ["At", "Way", "NasId", "AccessPointId", "UserName", "Mac", "PersonKey", "Accepted", "Reason", "Steps"],
        batch.Select(a => (object?[])[a.At.ToUnixTimeMilliseconds(), a.Way, a.NasId, a.AccessPointId, a.UserName, a.Mac, a.PersonKey, a.Accepted, a.Reason, a.Steps]), cancel);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} attempts could not be written")]
    private static partial void NotWritten(ILogger log, int count, Exception error);
}
