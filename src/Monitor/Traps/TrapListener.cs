using System.Net;
using System.Net.Sockets;
using HotspotManager.Core.Networks;
using HotspotManager.Datagrams;
using HotspotManager.Monitor.Polling;
using HotspotManager.Monitor.Snmp;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotspotManager.Monitor.Traps;

/// <summary>
/// Listens for traps and informs (v1, v2c). A trap is only a hint: whatever it says, the devices at its source are asked at once, and the answer
/// decides. Informs are answered.
/// Unknown sources, more than one trap in two seconds from a source, and garbage only raise counters.
/// </summary>
public sealed partial class TrapListener(
    IDatagrams network, NetworkTable devices, Poller poller, IOptions<MonitorOptions> options, MonitorMetrics metrics, TimeProvider time,
    ILogger<TrapListener> log)
    : IHostedService, IDisposable
{
    private const int MostSources = 10_000;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    private readonly Dictionary<DatagramEndPoint, long> lastBySource = [];
    private ILookup<DatagramEndPoint, int> byAddress = Array.Empty<int>().ToLookup(_ => default(DatagramEndPoint));
    private NetworkSnapshot known = NetworkSnapshot.Empty;
    private DatagramSocket? socket;

    /// <summary>Where it listens; null when it does not.</summary>
    public IPEndPoint? LocalEndPoint => socket?.LocalEndPoint;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.TrapPort == 0)
        {
            return Task.CompletedTask;
        }

        try
        {
            socket = network.Open(new IPEndPoint(IPAddress.Any, options.Value.TrapPort), Receive, new DatagramOptions { Name = "traps" });
        }
        catch (SocketException error)
        {
            throw new SocketException((int)error.SocketErrorCode,
                $"UDP port {options.Value.TrapPort} (Monitor:TrapPort) cannot be used: {error.Message}");
        }

        Listening(log, socket.LocalEndPoint.Port);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        socket?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => socket?.Dispose();

    // Runs on the socket's one thread.
    private void Receive(DatagramSocket from, ReadOnlySpan<byte> datagram, in DatagramPath path)
    {
        if (Trap.TryRead(datagram, out var trap) != DecodeReason.None)
        {
            metrics.TrapsMalformed.Add(1);
            return;
        }

        var source = path.Remote.WithPort(0);
        Learn();
        if (!byAddress.Contains(source) || !Allowed(source))
        {
            metrics.TrapsIgnored.Add(1);
            return;
        }

        metrics.Traps.Add(1);
        foreach (var deviceId in byAddress[source])
        {
            poller.Pull(deviceId);
        }

        Hint(log, source, trap.Kind);
        if (trap.IsInform)
        {
            Span<byte> reply = stackalloc byte[4096 + 32];
            from.Send(reply[..trap.WriteAnswer(datagram, reply)], path);
        }
    }

    private void Learn()
    {
        if (ReferenceEquals(known, devices.Current))
        {
            return;
        }

        known = devices.Current;
        byAddress = known.Devices.Where(d => d.SnmpCommunity is not null).ToLookup(d => new DatagramEndPoint(d.Address, 0), d => d.Id);
    }

    private bool Allowed(DatagramEndPoint source)
    {
        var now = time.GetTimestamp();
        if (lastBySource.TryGetValue(source, out var last) && time.GetElapsedTime(last, now) < Between)
        {
            return false;
        }

        if (lastBySource.Count >= MostSources)
        {
            lastBySource.Clear();
        }

        lastBySource[source] = now;
        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Listening for traps on UDP port {Port}")]
    private static partial void Listening(ILogger log, int port);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Trap from {Source} ({Kind}): asking it now")]
    private static partial void Hint(ILogger log, DatagramEndPoint source, TrapKind kind);
}
