using System.Collections.Frozen;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using HotspotManager.Radius.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Radius.RadSec;

/// <summary>Writes down which NAS are connected, for commands and pages: what changed within a second, in one transaction.</summary>
internal sealed partial class ConnectionBook(
    StreamTable streams, IDbContextFactory<HotspotDb> databases, StoreWriter writer, TimeProvider time, ILogger<ConnectionBook> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private FrozenDictionary<int, NasConnection>? _written;

    /// <summary>How it stands with a NAS; null: it was never connected.</summary>
    public NasConnection? Of(int nasId) => Volatile.Read(ref _written)?.GetValueOrDefault(nasId);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: the next start finds the connections gone.
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        try
        {
            var written = _written;
            if (written is null)
            {
                await using var db = await databases.CreateDbContextAsync(cancel);
                written = (await db.Set<NasConnection>().AsNoTracking().ToListAsync(cancel)).ToFrozenDictionary(c => c.NasId);
                Volatile.Write(ref _written, written);
            }
            var (open, now) = (Open(), time.GetUtcNow());
            var changed = open.Where(o => written.GetValueOrDefault(o.Key) is not { IsOpen: true } row || row.Remote != o.Value)
                .Select(o => new NasConnection { NasId = o.Key, Remote = o.Value, Since = now, IsOpen = true })
                .Concat(written.Values.Where(row => row.IsOpen && !open.ContainsKey(row.NasId))
                    .Select(row => new NasConnection { NasId = row.NasId, Remote = row.Remote, Since = now })).ToList();
            if (changed.Count == 0)
                return;
            await writer.WriteAsync(db => PutAsync(db, changed, cancel), cancel);
            var all = written.ToDictionary();
            foreach (var row in changed)
                all[row.NasId] = row;
            Volatile.Write(ref _written, all.ToFrozenDictionary());
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            NotWritten(log, error);
        }
    }

    /// <summary>Each NAS that is connected, and from where it was heard last.</summary>
    private Dictionary<int, string> Open()
    {
        var open = new Dictionary<int, string>();
        foreach (var stream in streams.Open.OrderBy(s => s.HeardAt))
        {
            foreach (var nas in stream.Peers)
                open[nas.Id] = stream.RemoteEndPoint.ToString();
        }
        return open;
    }

    private static async Task PutAsync(HotspotDb db, List<NasConnection> changed, CancellationToken cancel)
    {
        var ids = changed.Select(c => c.NasId).ToList();
        await db.Set<NasConnection>().Where(c => ids.Contains(c.NasId) || !db.Set<Nas>().Any(n => n.Id == c.NasId)).ExecuteDeleteAsync(cancel);
        db.AddRange(changed);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Which NAS are connected could not be written down; tried again")]
    private static partial void NotWritten(ILogger log, Exception error);
}
