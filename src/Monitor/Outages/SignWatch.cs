using System.Data.Common;
using HotspotManager.Core.Attempts;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Monitor.Outages;

/// <summary>
/// Looks for signs of life of devices that answer no poll. A device that is its own NAS lives when it sends RADIUS packets at all; an access point behind another NAS when
/// octets of its phones move, since that NAS goes on reporting phones that are gone.
/// </summary>
public sealed partial class SignWatch(
    StateBook states, SessionBook sessions, NetworkTable network, OutageDetector detector, IDbContextFactory<HotspotDb> databases, TimeProvider time, ILogger<SignWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(12);

    private Dictionary<long, long> octets = [];

    /// <summary>Looks now.</summary>
    internal async Task LookAsync(CancellationToken cancel)
    {
        var current = network.Current;
        var silent = current.Devices.Where(d => d.IsPolled && IsSilent(states.Of(d.Id))).ToList();
        var seen = new Dictionary<long, long>();
        if (silent.Count > 0)
        {
            var nasAt = current.Nas.ToLookup(n => n.Address);
            var asked = await AskedAsync([.. silent.SelectMany(d => nasAt[d.Address]).Select(n => n.Id).Distinct()], cancel);
            var points = current.AccessPoints.Where(a => a.DeviceId is not null).ToLookup(a => a.DeviceId!.Value);
            foreach (var device in silent)
            {
                var own = nasAt[device.Address].ToList();
                var packets = own.SelectMany(n => sessions.OfNas(n.Id)).Where(s => s.Source == RecordSource.Radius).Select(s => s.UpdatedAt)
                    .Concat(own.Where(n => asked.ContainsKey(n.Id)).Select(n => asked[n.Id]));
                var moved = own.Count > 0 ? [] : points[device.Id].SelectMany(a => sessions.At(a.Id)).Where(s => Moved(s, seen)).Select(s => s.UpdatedAt);
                if (packets.Concat(moved).DefaultIfEmpty().Max() is var newest && newest != default)
                {
                    detector.Tell(new OutsideFact.Sign(device.Id, newest));
                }
            }
        }

        octets = seen;
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

    private static bool IsSilent(CurrentState state) =>
        state.State is DeviceState.Down or DeviceState.Unreachable || (state.State == DeviceState.Degraded && state.Cause == OutageCauses.Management);

    // Compared with the last look: what is seen for the first time has not moved.
    private bool Moved(Session session, Dictionary<long, long> seen)
    {
        var now = session.InputOctets + session.OutputOctets;
        seen[session.Id] = now;
        return session.Source == RecordSource.Radius && octets.TryGetValue(session.Id, out var before) && now > before;
    }

    // When each of them last asked whether somebody may come in.
    private async Task<Dictionary<int, DateTimeOffset>> AskedAsync(List<int> nas, CancellationToken cancel)
    {
        if (nas.Count == 0)
        {
            return [];
        }

        var since = time.GetUtcNow() - Recent;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<Attempt>().AsNoTracking().Where(a => a.At > since && a.NasId != null && nas.Contains(a.NasId.Value) && a.Way.StartsWith("radius"))
            .GroupBy(a => a.NasId!.Value).Select(g => new { g.Key, At = g.Max(a => a.At) }).ToDictionaryAsync(g => g.Key, g => g.At, cancel);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Signs of life of silent devices could not be read; trying again in 15 seconds")]
    private static partial void CouldNotLook(ILogger log, Exception error);
}
