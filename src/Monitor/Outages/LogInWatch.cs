using System.Data.Common;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Attempts;
using HotspotManager.Core.Hours;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Monitor.Outages;

/// <summary>Reads each minute who tried to get online where, and tells the detector where people cannot: the failure that no poll sees.</summary>
public sealed partial class LogInWatch(
    IDbContextFactory<HotspotDb> databases, NetworkTable network, StateBook states, SessionBook sessions, OutageDetector detector, HoursTable hours, CityClock clock,
    TimeProvider time, ILogger<LogInWatch> log) : BackgroundService
{
    private const int AtOnce = 20_000;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Lives = TimeSpan.FromMinutes(30);

    private readonly LogInHabits habits = new(clock.Zone);
    private readonly Dictionary<int, DateTimeOffset> idle = [];
    private long last = -1;

    /// <summary>Looks now.</summary>
    internal async Task LookAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await ReadAsync(now, cancel);
        var current = network.Current;
        var points = current.AccessPoints.Where(a => a.DeviceId is not null).Select(a => Facts(a, states.Of(a.DeviceId!.Value), now));
        foreach (var (point, fault, since) in habits.Judge(points, now))
        {
            if (current.FindAccessPoint(point)?.DeviceId is { } device)
            {
                detector.Tell(new OutsideFact.Service(device, fault, since));
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (Exception error) when (error is DbException or InvalidOperationException or TimeoutException)
                {
                    CouldNotLook(log, error);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    // Of one that does not answer, is worked on or closed, nothing is expected: its time counts from when it is back.
    private PointFacts Facts(AccessPoint point, CurrentState state, DateTimeOffset now)
    {
        if (state.State is not (DeviceState.Up or DeviceState.Degraded or DeviceState.Unknown) || !hours.Of(point.AreaCode, null, now).IsOpen)
        {
            idle[point.Id] = now;
        }

        var since = state.State == DeviceState.Up ? state.Since : default;
        var from = idle.GetValueOrDefault(point.Id);
        return new PointFacts(point.Id, since > from ? since : from, sessions.At(point.Id).Any(s => now - s.UpdatedAt < Lives));
    }

    private async Task ReadAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var begin = now - TimeSpan.FromDays(LogInHabits.Days);
        await using var db = await databases.CreateDbContextAsync(cancel);
        while (true)
        {
            var rows = await db.Set<Attempt>().AsNoTracking().Where(a => a.Id > last && a.At > begin).OrderBy(a => a.Id).Take(AtOnce)
                .Select(a => new { a.Id, a.At, a.AccessPointId, a.Accepted, a.Mac }).ToListAsync(cancel);
            foreach (var row in rows)
            {
                if (row.AccessPointId is { } point)
                {
                    habits.Take(new LogIn(point, row.At, row.Accepted, string.GetHashCode(row.Mac, StringComparison.Ordinal)));
                }

                last = row.Id;
            }

            if (rows.Count < AtOnce)
            {
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Attempts could not be read; trying again in a minute")]
    private static partial void CouldNotLook(ILogger log, Exception error);
}
