using System.Net;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Store;
using HotspotManager.Monitor.Asking;
using HotspotManager.Monitor.Snmp;
using HotspotManager.Monitor.Snmp.Usm;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Monitor.Topology;

/// <summary>Asks each device that is up for its neighbours, one after another and each four times a day, and writes down likely uplinks for an operator to take over.</summary>
public sealed partial class NeighbourWatch(NetworkTable network, StateBook states, StoreWriter writer, TimeProvider time, ILogger<NeighbourWatch> log) : BackgroundService
{
    private const int MostRows = 2000;
    private static readonly TimeSpan Round = TimeSpan.FromHours(6);
    private static readonly TimeSpan First = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(First, time, stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                var begun = time.GetTimestamp();
                var devices = network.Current.Devices.Where(d => d.IsPolled).Select(d => d.Id).ToList();
                var pause = Round / Math.Max(1, devices.Count) is var even && even < Soonest ? even : Soonest;
                foreach (var id in devices)
                {
                    await AskAsync(id, stoppingToken);
                    await Task.Delay(pause, time, stoppingToken);
                }

                if (Round - time.GetElapsedTime(begun) is var rest && rest > TimeSpan.Zero)
                {
                    await Task.Delay(rest, time, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task AskAsync(int id, CancellationToken cancel)
    {
        var current = network.Current;
        if (current.FindDevice(id) is not { IsPolled: true } device || states.Of(id).State != DeviceState.Up)
        {
            return;
        }

        try
        {
            var user = device.Row.SnmpUser is { } name ? UsmUser.Parse(name, device.SnmpAuth, device.SnmpPriv) : null;
            using var manager = new SnmpManager(new SnmpAgent(new IPEndPoint(device.Address, device.Row.SnmpPort), user is null ? SnmpVersion.V2c : SnmpVersion.V3,
                device.SnmpCommunity ?? "", user)
            { Retries = 1 }, time);
            var seen = Neighbours.OfLldp(await WalkAsync(manager, Neighbours.Lldp, cancel));
            seen.AddRange(Neighbours.OfMikroTik(await WalkAsync(manager, Neighbours.MikroTik, cancel)));
            var found = Neighbours.Suggest(device, seen, current).DistinctBy(s => (s.DeviceId, s.UplinkId)).ToList();
            if (found.Count > 0)
            {
                var now = time.GetUtcNow();
                await writer.WriteAsync(db => UplinkSuggestions.SeeAsync(
                    db, found.ConvertAll(f => new UplinkSuggestion { DeviceId = f.DeviceId, UplinkId = f.UplinkId, Source = f.Source, Port = f.Port, SeenAt = now }), cancel), cancel);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Neighbours are a help, not a duty: the next round asks again.
            NotRead(log, device.Name, error.Message);
        }
    }

    private static async Task<List<SnmpVariable>> WalkAsync(SnmpManager manager, Oid root, CancellationToken cancel)
    {
        var found = new List<SnmpVariable>();
        await foreach (var variable in manager.WalkAsync(root, 10, cancel))
        {
            found.Add(variable);
            if (found.Count >= MostRows)
            {
                break;
            }
        }

        return found;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Neighbours of {Device} could not be read: {Why}")]
    private static partial void NotRead(ILogger log, string device, string why);
}
