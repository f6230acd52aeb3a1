using System.Net;
using System.Net.Sockets;
using HotspotManager.Core.Networks;
using HotspotManager.Datagrams;
using HotspotManager.Monitor.Polling;
using HotspotManager.Monitor.Snmp;
using HotspotManager.Monitor.Snmp.Usm;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotspotManager.Monitor.Traps;

/// <summary>
/// Listens for traps and informs (v1, v2c, v3). A trap is only a hint: whatever it says, the devices at its source are asked at once, and the answer
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
    private ILookup<DatagramEndPoint, UsmUser> users = Array.Empty<UsmUser>().ToLookup(_ => default(DatagramEndPoint));
    private UsmReceiver? usm;
    private DatagramEndPoint sending;
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
        var source = path.Remote.WithPort(0);
        Learn();
        if (UsmMessage.TryRead(datagram, out _) == DecodeReason.None)
        {
            ReceiveSafe(from, datagram, path, source);
            return;
        }

        if (Trap.TryRead(datagram, out var trap) != DecodeReason.None)
        {
            metrics.TrapsMalformed.Add(1);
            return;
        }

        if (!byAddress.Contains(source) || !Allowed(source))
        {
            metrics.TrapsIgnored.Add(1);
            return;
        }

        Follow(source, trap.Kind.ToString());
        if (trap.IsInform)
        {
            Span<byte> reply = stackalloc byte[4096 + 32];
            from.Send(reply[..trap.WriteAnswer(datagram, reply)], path);
        }
    }

    private void Follow(DatagramEndPoint source, string what)
    {
        metrics.Traps.Add(1);
        foreach (var deviceId in byAddress[source])
        {
            poller.Pull(deviceId);
        }

        Hint(log, source, what);
    }

    private void ReceiveSafe(DatagramSocket from, ReadOnlySpan<byte> datagram, in DatagramPath path, DatagramEndPoint source)
    {
        if (!byAddress.Contains(source))
        {
            metrics.TrapsIgnored.Add(1);
            return;
        }

        // The users of the devices at this address: two of them may have one name and other passwords elsewhere.
        usm ??= new UsmReceiver(UsmReceiver.NewEngineId(), name => users[sending].FirstOrDefault(user => user.Name == name), time);
        sending = source;
        Span<byte> reply = stackalloc byte[4096 + 256];
        var believed = usm.TryReceive(datagram, reply, out var length, out _, out var message);
        if (believed && Allowed(source))
        {
            Follow(source, message.Type.ToString());
        }
        else if (length == 0)
        {
            metrics.TrapsIgnored.Add(1);
        }

        if (length > 0)
        {
            from.Send(reply[..length], path);
        }
    }

    private void Learn()
    {
        if (ReferenceEquals(known, devices.Current))
        {
            return;
        }

        known = devices.Current;
        users = known.Devices.Where(d => d.Row.SnmpUser is not null).Select(d => (At: new DatagramEndPoint(d.Address, 0), User: UserOf(d)))
            .Where(d => d.User is not null).ToLookup(d => d.At, d => d.User!);
        byAddress = known.Devices.Where(d => d.IsPolled).ToLookup(d => new DatagramEndPoint(d.Address, 0), d => d.Id);
    }

    // One that cannot be read is told by the poller.
    private static UsmUser? UserOf(DeviceEntry device)
    {
        try
        {
            return UsmUser.Parse(device.Row.SnmpUser!, device.SnmpAuth, device.SnmpPriv);
        }
        catch (FormatException)
        {
            return null;
        }
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
    private static partial void Hint(ILogger log, DatagramEndPoint source, string kind);
}
