using System.ComponentModel;
using System.Diagnostics;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using HotspotManager.Core.Tunnels;
using HotspotManager.Monitor.Outages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Monitor.Tunnels;

/// <summary>
/// Reads each half minute when the tunnels' two sides last agreed on keys, where this machine has <c>wg</c> and any tunnel, and keeps it with the tunnel. A fresh handshake is a sign of
/// life of the device that has the tunnel's name: when it answers no poll, it is its SNMP agent that does not.
/// </summary>
public sealed partial class TunnelWatch(IDbContextFactory<HotspotDb> databases, StoreWriter writer, NetworkTable network, OutageDetector detector, TimeProvider time, ILogger<TunnelWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30), Patience = TimeSpan.FromSeconds(10);

    private bool _isMissing;

    /// <summary>Takes handshakes by public key.</summary>
    public async Task TakeAsync(IReadOnlyDictionary<string, DateTimeOffset> handshakes, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var tunnels = await db.Set<Tunnel>().AsNoTracking().ToListAsync(cancel);
        var newer = tunnels.Where(t => handshakes.TryGetValue(t.PublicKey, out var at) && at > (t.HandshakeAt ?? DateTimeOffset.MinValue)).ToDictionary(t => t.Id, t => handshakes[t.PublicKey]);
        if (newer.Count > 0)
        {
            await writer.WriteAsync(async w =>
            {
                foreach (var tunnel in await w.Set<Tunnel>().Where(t => newer.Keys.Contains(t.Id)).ToListAsync(cancel)) tunnel.HandshakeAt = newer[tunnel.Id];
            }, cancel);
        }
        foreach (var tunnel in tunnels.Where(t => newer.ContainsKey(t.Id)))
            if (network.Current.FindDevice(tunnel.Name) is { IsPolled: true } device) detector.Tell(new OutsideFact.Sign(device.Id, newer[tunnel.Id]));
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
                    if (await HasTunnelsAsync(stoppingToken) && await AskAsync(stoppingToken) is { } text) await TakeAsync(Handshakes.Read(text), stoppingToken);
                }
                catch (Exception error) when (error is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
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

    private async Task<bool> HasTunnelsAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<Tunnel>().AnyAsync(cancel);
    }

    private async Task<string?> AskAsync(CancellationToken cancel)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("wg", ["show", "all", "latest-handshakes"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(Patience);
            var text = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0 ? text : null;
        }
        catch (Win32Exception)
        {
            if (!_isMissing) Missing(log);
            _isMissing = true;
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "There are tunnels, but this machine has no 'wg' (package wireguard-tools): their handshakes are not seen")]
    private static partial void Missing(ILogger log);

    [LoggerMessage(Level = LogLevel.Error, Message = "The tunnels' handshakes could not be read")]
    private static partial void CouldNotLook(ILogger log, Exception error);
}
