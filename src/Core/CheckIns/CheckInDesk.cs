using System.Net;
using System.Threading.Channels;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Core.CheckIns;

/// <summary>What became of a report.</summary>
public enum CheckInOutcome
{
    /// <summary>It is on disk.</summary>
    Stored,

    /// <summary>Its number was used before: it was recorded and sent again, or its answer was lost. Nothing was taken.</summary>
    Used,

    /// <summary>It could not be stored; the device keeps it.</summary>
    NotStored,
}

/// <summary>
/// Takes reports that have proved genuine: a report is answered once it is on disk, with what makes a second one of the same number worth nothing, in one transaction; those
/// that come at once share it. A device's new address is then noted with its NAS, so that its RADIUS packets are known there.
/// </summary>
public sealed partial class CheckInDesk(StoreWriter writer, NetworkTable network, TimeProvider time, ILogger<CheckInDesk> log) : BackgroundService
{
    private const int Together = 500, MostWaiting = 5_000;

    private sealed record Waiting(DeviceEntry Device, CheckInReport Report, long Number, IPAddress From, DateTimeOffset At, TaskCompletionSource<CheckInOutcome> Done);

    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    /// <summary>Stores a report under the number that <see cref="CheckInNumbers"/> has read from it.</summary>
    public Task<CheckInOutcome> TakeAsync(DeviceEntry device, CheckInReport report, long number, IPAddress from)
    {
        var done = new TaskCompletionSource<CheckInOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        from = from.IsIPv4MappedToIPv6 ? from.MapToIPv4() : from;
        return _waiting.Writer.TryWrite(new Waiting(device, report, number, from, time.GetUtcNow(), done)) ? done.Task : Task.FromResult(CheckInOutcome.NotStored);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        while (_waiting.Reader.TryRead(out var late)) late.Done.TrySetResult(CheckInOutcome.NotStored);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Waiting>(Together);
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                batch.Clear();
                while (batch.Count < Together && _waiting.Reader.TryRead(out var next)) batch.Add(next);
                await StoreAsync(batch);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: whoever waits gets no answer and sends again.
        }
    }

    private async Task StoreAsync(List<Waiting> batch)
    {
        var outcomes = new CheckInOutcome[batch.Count];
        try
        {
            await writer.WriteAsync(db => WriteAsync(db, batch, outcomes));
            await FollowAsync(batch, outcomes);
        }
        catch (Exception error)
        {
            NotStored(log, error);
            Array.Fill(outcomes, CheckInOutcome.NotStored);
        }
        for (var i = 0; i < batch.Count; i++) batch[i].Done.TrySetResult(outcomes[i]);
    }

    private static async Task WriteAsync(HotspotDb db, List<Waiting> batch, CheckInOutcome[] outcomes)
    {
        var devices = batch.Select(w => w.Device.Id).Distinct().ToList();
        var states = await db.Set<CheckInState>().Where(s => devices.Contains(s.DeviceId)).ToDictionaryAsync(s => s.DeviceId);
        for (var i = 0; i < batch.Count; i++)
        {
            var waiting = batch[i];
            if (!states.TryGetValue(waiting.Device.Id, out var state))
            {
                states[waiting.Device.Id] = state = new CheckInState { DeviceId = waiting.Device.Id, Address = waiting.From.ToString(), AddressSince = waiting.At, Uptime = -1 };
                db.Add(state);
            }
            if (waiting.Number <= state.Number)
            {
                outcomes[i] = CheckInOutcome.Used;
                continue;
            }
            db.Add(new CheckIn { DeviceId = waiting.Device.Id, ReceivedAt = waiting.At, Report = Take(state, waiting).Write() });
            outcomes[i] = CheckInOutcome.Stored;
        }
    }

    /// <summary>Brings the state up to the report; gives the report with those samples that were not taken before.</summary>
    private static CheckInReport Take(CheckInState state, Waiting waiting)
    {
        var (report, at) = (waiting.Report, waiting.At);
        var started = at.AddSeconds(-report.Uptime);
        // The same run of the device has the same start, but for the way of the reports and a clock that runs a little wrong.
        var tolerance = TimeSpan.FromSeconds(90) + ((at - state.LastAt).Duration() * 0.01);
        var isSameRun = state.Uptime >= 0 && report.Uptime >= state.Uptime && (started - state.StartedAt).Duration() < tolerance;
        var fresh = isSameRun ? [.. report.Samples.Where(s => s.Uptime > state.Uptime)] : report.Samples;
        (state.Number, state.LastAt, state.StartedAt) = (waiting.Number, at, started);
        state.Uptime = fresh.Count > 0 ? fresh[^1].Uptime : isSameRun ? state.Uptime : -1;
        state.Late = Math.Max(0, fresh.Count - 1);
        state.About = report.About ?? state.About;
        if (fresh.Count > 0) (state.Clients, state.Leases, state.Pool) = (fresh[^1].Clients, fresh[^1].Leases, fresh[^1].Pool);
        if (state.Address != waiting.From.ToString()) (state.Address, state.AddressSince) = (waiting.From.ToString(), at);
        return report with { Number = "-", About = null, Samples = fresh };
    }

    // Only of a router that is NAS and device at once: a controller's address says nothing of the access points behind it.
    private async Task FollowAsync(List<Waiting> batch, CheckInOutcome[] outcomes)
    {
        var moved = new Dictionary<int, string>();
        for (var i = 0; i < batch.Count; i++)
        {
            if (outcomes[i] == CheckInOutcome.Stored && batch[i].Device.AccessPoint is { } point && network.Current.FindNas(point.NasId) is { } nas && nas.Name == batch[i].Device.Name
                && !(nas.SeenAddress ?? nas.Address).Equals(batch[i].From)) moved[nas.Id] = batch[i].From.ToString();
        }
        if (moved.Count == 0) return;
        await writer.ChangeAsync(async db =>
        {
            foreach (var nas in await db.Set<Nas>().Where(n => moved.Keys.Contains(n.Id)).ToListAsync()) nas.SeenAddress = moved[nas.Id] == nas.Address ? null : moved[nas.Id];
        });
        Followed(log, moved.Count);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Reports of devices could not be stored; they keep them and send them again")]
    private static partial void NotStored(ILogger log, Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} routers report themselves from another address; their RADIUS packets are known there now")]
    private static partial void Followed(ILogger log, int count);
}
