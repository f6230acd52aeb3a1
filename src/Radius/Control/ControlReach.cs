using System.Threading.Channels;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using HotspotManager.Radius.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Radius.Control;

/// <summary>Learns which NAS Disconnect- and CoA-Requests do not reach, so that sign-ins there are given shorter leases, and when they reach it again.</summary>
public sealed partial class ControlReach(StoreWriter writer, TimeProvider time, ILogger<ControlReach> log) : BackgroundService
{
    private readonly Channel<(int Id, string Name, bool Answers)> _learned =
        Channel.CreateUnbounded<(int, string, bool)>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>What came of a request that was sent as often as it is sent.</summary>
    internal void Saw(NasClient nas, bool answers)
    {
        if (answers != nas.IsBeyondControl)
            return; // known already
        _learned.Writer.TryWrite((nas.Id, nas.Name, answers));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var (id, name, answers) in _learned.Reader.ReadAllAsync(stoppingToken))
                await StoreAsync(id, name, answers, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop: what was not stored is learned again.
        }
    }

    private async Task StoreAsync(int id, string name, bool answers, CancellationToken cancel)
    {
        try
        {
            var changed = false;
            await writer.ChangeAsync(async db =>
            {
                if (await db.Set<Nas>().FirstOrDefaultAsync(n => n.Id == id, cancel) is not { } nas || nas.SilentToControlSince is null == answers)
                    return; // many orders to one NAS learn it at once
                nas.SilentToControlSince = answers ? null : time.GetUtcNow();
                changed = true;
            }, cancel);
            if (changed && answers)
                Reached(log, name);
            else if (changed)
                Silent(log, name);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            NotStored(log, name, error);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Nas} does not answer Disconnect- and CoA-Requests: until it does, sign-ins there that could overrun a limit are given shorter leases (Radius:LeaseMinutes)")]
    private static partial void Silent(ILogger log, string nas);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Nas} answers Disconnect- and CoA-Requests again")]
    private static partial void Reached(ILogger log, string nas);

    [LoggerMessage(Level = LogLevel.Error, Message = "Whether {Nas} answers Disconnect- and CoA-Requests could not be stored")]
    private static partial void NotStored(ILogger log, string nas, Exception error);
}
