using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Core.Feed;

/// <summary>
/// Follows the feed's rows and hands them to this process's listeners in order: those of this process at once (<see cref="Nudge"/>), those of commands and other nodes
/// within half a second.
/// </summary>
public sealed partial class FeedTail(IDbContextFactory<HotspotDb> databases, TimeProvider time, ILogger<FeedTail> log) : BackgroundService
{
    private readonly Nudge _nudge = new();
    private readonly List<Action<IReadOnlyList<FeedEvent>>> _listeners = [];
    private readonly Lock _gate = new();
    private long _last = -1;

    /// <summary>The newest number handed out.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>Listens from now on; dispose to stop. A listener must be quick and must not throw.</summary>
    public IDisposable Listen(Action<IReadOnlyList<FeedEvent>> listener)
    {
        lock (_gate) _listeners.Add(listener);
        return new Listening(this, listener);
    }

    /// <summary>Rows were just committed in this process: look now.</summary>
    public void Nudge() => _nudge.Give();

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        _last = await db.Set<FeedEvent>().MaxAsync(e => (long?)e.Seq, cancellationToken) ?? 0;
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _nudge.WaitAsync(TimeSpan.FromMilliseconds(500), stoppingToken);
                while (await LookAsync(stoppingToken)) { }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                CouldNotRead(log, error);
                await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken);
            }
        }
    }

    private async Task<bool> LookAsync(CancellationToken cancel)
    {
        const int page = 1000;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var last = _last;
        var rows = await db.Set<FeedEvent>().AsNoTracking().Where(e => e.Seq > last).OrderBy(e => e.Seq).Take(page).ToListAsync(cancel);
        if (rows.Count == 0) return false;
        Action<IReadOnlyList<FeedEvent>>[] listeners;
        lock (_gate) listeners = [.. _listeners];
        foreach (var listener in listeners)
        {
            try
            {
                listener(rows);
            }
            catch (Exception error)
            {
                ListenerFailed(log, error);
            }
        }
        Volatile.Write(ref _last, rows[^1].Seq);
        return rows.Count == page;
    }

    private sealed class Listening(FeedTail tail, Action<IReadOnlyList<FeedEvent>> listener) : IDisposable
    {
        public void Dispose()
        {
            lock (tail._gate) tail._listeners.Remove(listener);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The feed could not be read; trying again")]
    private static partial void CouldNotRead(ILogger log, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "A listener of the feed failed")]
    private static partial void ListenerFailed(ILogger log, Exception error);
}
