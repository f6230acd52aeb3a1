using System.Collections.Frozen;
using HotspotManager.Core.Attempts;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Console.Live;

/// <summary>
/// Counts that pages and pushes show: open sessions by access point, the last hour's attempts, and the incidents that are open. What no book in memory holds is
/// read every few seconds by two indexed queries, whatever the number of open pages.
/// </summary>
public sealed partial class LiveCounts(IDbContextFactory<HotspotDb> databases, SessionBook sessions, TimeProvider time, ILogger<LiveCounts> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);
    private FrozenDictionary<int, (int All, int Accepted)> attempts = FrozenDictionary<int, (int, int)>.Empty;
    private string?[] incidentAreas = [];

    /// <summary>Open sessions at an access point.</summary>
    public int At(int accessPoint) => sessions.CountAt(accessPoint);

    /// <summary>All open sessions.</summary>
    public int Sessions => sessions.Count;

    /// <summary>Attempts at an access point in the last hour, and how many got online.</summary>
    public (int All, int Accepted) AttemptsAt(int accessPoint) => Volatile.Read(ref attempts).GetValueOrDefault(accessPoint);

    /// <summary>Areas of the open incidents; null for one whose area is not known.</summary>
    public IReadOnlyList<string?> IncidentAreas => Volatile.Read(ref incidentAreas);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await ReadAsync(stoppingToken);
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    NotRead(log, error);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>Reads the counts now.</summary>
    internal async Task ReadAsync(CancellationToken cancel)
    {
        var hourAgo = time.GetUtcNow().AddHours(-1);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var tried = await db.Set<Attempt>().Where(a => a.At > hourAgo).GroupBy(a => new { a.AccessPointId, a.Accepted })
            .Select(g => new { g.Key.AccessPointId, g.Key.Accepted, Count = g.Count() }).ToListAsync(cancel);
        var incidents = await db.Set<Incident>().Where(i => i.EndedAt == null).Select(i => i.AreaCode).ToArrayAsync(cancel);
        Volatile.Write(ref attempts, tried.GroupBy(a => a.AccessPointId ?? 0)
            .ToFrozenDictionary(g => g.Key, g => (g.Sum(a => a.Count), g.Where(a => a.Accepted).Sum(a => a.Count))));
        Volatile.Write(ref incidentAreas, incidents);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The console's counts could not be read; the last ones stay")]
    private static partial void NotRead(ILogger log, Exception error);
}
