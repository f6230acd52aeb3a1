using System.Threading.Channels;
using HotspotManager.Core.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Core.Attempts;

/// <summary>Writes attempts in batches, off the path of the packet or page. Under a flood the newest are dropped and counted: they are a record for people, not money.</summary>
public sealed partial class AttemptLog(StoreWriter writer, ILogger<AttemptLog> log) : BackgroundService
{
    private readonly Channel<Attempt> _waiting = Channel.CreateBounded<Attempt>(new BoundedChannelOptions(20_000)
    {
        FullMode = BoundedChannelFullMode.DropWrite,
        SingleReader = true,
    });
    private long _dropped;

    /// <summary>How many were dropped since the start.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    public void Add(Attempt attempt)
    {
        if (_waiting.Reader.CanCount && _waiting.Reader.Count >= 20_000) Interlocked.Increment(ref _dropped);
        else _waiting.Writer.TryWrite(attempt);
    }

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
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Interlocked.Add(ref _dropped, batch.Count);
            NotWritten(log, batch.Count, error);
        }
    }

    /// <summary>By one prepared command: through the change tracker a row costs several times what the decision it tells of did.</summary>
    private static async Task InsertAsync(HotspotDb db, List<Attempt> batch, CancellationToken cancel)
    {
        await using var insert = new BatchCommand(db, "Attempts", [],
            ["At", "Way", "NasId", "AccessPointId", "UserName", "Mac", "PersonKey", "Accepted", "Reason", "Steps"]);
        foreach (var a in batch)
        {
            await insert.RunAsync([a.At.ToUnixTimeMilliseconds(), a.Way, a.NasId, a.AccessPointId, a.UserName, a.Mac, a.PersonKey, a.Accepted, a.Reason, a.Steps], cancel);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} attempts could not be written")]
    private static partial void NotWritten(ILogger log, int count, Exception error);
}
