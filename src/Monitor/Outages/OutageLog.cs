using System.Data.Common;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using HotspotManager.Monitor.Polling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Monitor.Outages;

/// <summary>
/// Writes what the detector found: state intervals, outages and incidents, and the feed's events in the same transaction; then the states in
/// memory and the push. A batch
/// that cannot be written is tried again until it can, in order, so that nothing is lost while a disk is full.
/// </summary>
public sealed partial class OutageLog(
    PollResults results, StoreWriter writer, IDbContextFactory<HotspotDb> databases, NetworkTable network, SessionBook sessions, StateBook states,
    FeedTail feed, TimeProvider time, ILogger<OutageLog> log) : BackgroundService
{
    private readonly Dictionary<long, long> incidentIds = [];
    private readonly Dictionary<long, int?> openRoots = [];
    private readonly List<OpenOutage> openOutages = [];
    private readonly List<StateInterval> openStates = [];

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Gives the detector what was open when the process ended.</summary>
    public void Resume(OutageDetector detector)
    {
        foreach (var (id, key) in detector.Restore(openOutages, openRoots))
        {
            incidentIds[key] = id;
        }

        foreach (var state in openStates)
        {
            if (state.State is DeviceState.Up or DeviceState.Degraded)
            {
                detector.RestoreUp(state.DeviceId, state.State, state.From);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        results.Detections.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        while (results.Detections.Reader.TryRead(out var batch))
        {
            await WriteAsync(batch, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var batch in results.Detections.Reader.ReadAllAsync(stoppingToken))
            {
                await WriteUntilDoneAsync(batch, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: StopAsync writes what is left.
        }
    }

    private async Task WriteUntilDoneAsync(Detection[] batch, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                // Not cut by a stop: what was taken from the queue is written.
                await WriteAsync(batch, CancellationToken.None);
                return;
            }
            catch (Exception error) when (error is DbException or DbUpdateException or IOException or TimeoutException)
            {
                CouldNotWrite(log, error);
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancel);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // A bug: trying again would hold up every later outage.
                Dropped(log, error);
                return;
            }
        }
    }

    internal async Task WriteAsync(Detection[] batch, CancellationToken cancel)
    {
        var ids = new Dictionary<long, long>();
        await writer.WriteAsync(async db =>
        {
            ids.Clear();
            long IdOf(long key) => ids.TryGetValue(key, out var id) ? id : incidentIds[key];
            var transcript = new OutageTranscript(db, network.Current, sessions, IdOf, cancel);
            foreach (var detection in batch)
            {
                if (await transcript.WriteAsync(detection) is { } opened)
                {
                    ids[detection.Incident] = opened;
                }
            }

            await FeedLog.AppendAsync(db, await transcript.EventsAsync(), cancel);
        }, cancel);

        foreach (var (key, id) in ids)
        {
            incidentIds[key] = id;
        }

        foreach (var detection in batch.Where(d => d.Kind == DetectionKind.State))
        {
            states.Set(detection.DeviceId, new CurrentState(detection.State, OutageTranscript.CauseOf(detection, network.Current), detection.Since));
            if (network.Current.FindDevice(detection.DeviceId) is { } device && detection.Before != detection.State)
            {
                Changed(log, device.Name, DeviceStates.Name(detection.State), OutageTranscript.CauseOf(detection, network.Current) ?? "");
            }
        }

        feed.Nudge();
    }

    internal async Task LoadAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var polled = network.Current.Devices.ToDictionary(d => d.Id, d => d.IsWatched);
        var byName = network.Current.Devices.ToDictionary(d => d.Name, d => d.Id, StringComparer.OrdinalIgnoreCase);
        openStates.AddRange(await db.Set<StateInterval>().AsNoTracking().Where(s => s.To == null).ToListAsync(cancel));
        var open = await db.Set<Outage>().AsNoTracking().Where(o => o.EndedAt == null).ToListAsync(cancel);
        foreach (var incident in await db.Set<Incident>().AsNoTracking().Where(i => i.EndedAt == null).ToListAsync(cancel))
        {
            openRoots[incident.Id] = incident.RootDeviceId;
        }

        foreach (var outage in open.Where(o => (polled.GetValueOrDefault(o.DeviceId) || (o.State == DeviceState.Degraded && polled.ContainsKey(o.DeviceId))) && openRoots.ContainsKey(o.IncidentId)))
        {
            var (cause, causeDevice) = OutageTranscript.ReadCause(outage.Cause, byName);
            openOutages.Add(new OpenOutage(outage.DeviceId, outage.State, outage.StartedAt, cause, causeDevice, outage.IncidentId));
        }

        await EndForgottenAsync(cancel);
    }

    // What nobody polls any more is not down either; an incident without an open outage is over.
    private async Task EndForgottenAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var kept = openOutages.Select(o => o.DeviceId).ToHashSet();
        var incidents = openOutages.Select(o => o.IncidentId).ToHashSet();
        var polled = network.Current.Devices.Where(d => d.IsWatched).Select(d => d.Id).ToHashSet();
        await writer.WriteAsync(async db =>
        {
            var outages = await db.Set<Outage>().Where(o => o.EndedAt == null).ToListAsync(cancel);
            foreach (var outage in outages.Where(o => !kept.Contains(o.DeviceId)))
            {
                outage.EndedAt = now;
            }

            var open = await db.Set<Incident>().Where(i => i.EndedAt == null).ToListAsync(cancel);
            var over = open.Where(i => !incidents.Contains(i.Id)).ToList();
            foreach (var incident in over)
            {
                // What had an outage lost its device; what had none had been going up and down.
                var ending = outages.Exists(o => o.IncidentId == incident.Id) ? IncidentEndings.Removed : IncidentEndings.Recovered;
                (incident.EndedAt, incident.Ending, incident.IsFlapping) = (now, ending, false);
                db.Add(new IncidentNote { IncidentId = incident.Id, At = now, Kind = IncidentNotes.Closed, Text = ending });
            }

            await db.SaveChangesAsync(cancel);
            var events = over.ConvertAll(i => IncidentEvents.Of(i, i.RootDeviceId is { } root ? network.Current.FindDevice(root)?.Name : null, now, IncidentNotes.Closed));
            await FeedLog.AppendAsync(db, events, cancel);
            var states = await db.Set<StateInterval>().Where(s => s.To == null).ToListAsync(cancel);
            foreach (var state in states.Where(s => !polled.Contains(s.DeviceId)))
            {
                state.To = now;
            }
        }, cancel);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Device} is {State} {Cause}")]
    private static partial void Changed(ILogger log, string device, string state, string cause);

    [LoggerMessage(Level = LogLevel.Critical, Message = "What the outage detector found could not be written and is dropped")]
    private static partial void Dropped(ILogger log, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Outages could not be written; trying again in a second")]
    private static partial void CouldNotWrite(ILogger log, Exception error);
}
