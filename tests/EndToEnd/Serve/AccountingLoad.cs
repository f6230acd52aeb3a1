using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using HotspotManager.Radius.Wire;

namespace HotspotManager.EndToEnd.Serve;

/// <summary>
/// Routers that tell of sessions as fast as they are answered: Start, three updates, Stop, one after another; each sends a record again until it is answered. What
/// was answered is written down here, as the promise that it is on disk.
/// </summary>
internal sealed class AccountingLoad(int port, string name, int seed)
{
    private static readonly SharedSecret Secret = new(ServedCity.Secret);
    private readonly ConcurrentDictionary<string, long> _promised = new();
    private int _answers;

    /// <summary>Answers so far.</summary>
    public int Answers => Volatile.Read(ref _answers);

    /// <summary>By Acct-Session-Id, the octets of the last record that was answered.</summary>
    public IReadOnlyDictionary<string, long> Promised => _promised;

    /// <summary>Runs until cancelled, a socket for each router.</summary>
    /// <param name="patience">How long a router waits before it sends a record again.</param>
    public Task RunAsync(int routers, TimeSpan patience, CancellationToken cancel) =>
        Task.WhenAll(Enumerable.Range(0, routers).Select(n => Task.Run(() => RouterAsync(n, patience, cancel), CancellationToken.None)));

    private async Task RouterAsync(int number, TimeSpan patience, CancellationToken cancel)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(IPAddress.Loopback, port);
        var (random, identifier) = (new Random(seed * 1000 + number), (byte)0);
        try
        {
            for (var count = 0; ; count++)
            {
                var (session, octets) = ($"{name}-{number}-{count}", 0L);
                for (var step = 0; step < 5; step++)
                {
                    var status = step switch { 0 => AcctStatusType.Start, 4 => AcctStatusType.Stop, _ => AcctStatusType.InterimUpdate };
                    octets += step == 0 ? 0 : random.NextInt64(1, 3_000_000_000);
                    var packet = Record(status, identifier++, session, number, (uint)step, (ulong)octets);
                    while (!await AskAsync(socket, packet, patience, cancel)) cancel.ThrowIfCancellationRequested();
                    _promised[session] = octets;
                    Interlocked.Increment(ref _answers);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }

    private static async Task<bool> AskAsync(Socket socket, byte[] packet, TimeSpan patience, CancellationToken cancel)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        wait.CancelAfter(patience);
        var buffer = new byte[4096];
        try
        {
            await socket.SendAsync(packet, wait.Token);
            while (true)
            {
                var length = await socket.ReceiveAsync(buffer, wait.Token);
                if (RadiusPacket.TryRead(buffer.AsSpan(0, length), out var reply, out _)
                    && PacketCheck.Reply(reply, packet[1], packet.AsSpan(4, 16), Secret) == ReplyState.Valid) return true;
            }
        }
        catch (SocketException)
        {
            // Nobody listens just now.
            await Task.Delay(20, cancel);
            return false;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>One record of the router <c>plain</c>.</summary>
    public static byte[] Record(AcctStatusType status, byte identifier, string session, int phone, uint seconds, ulong octets)
    {
        var writer = new RadiusWriter(new byte[512], RadiusCode.AccountingRequest, identifier);
        writer.Add(Ietf.AcctStatusType, (uint)status);
        writer.Add(Ietf.NasIdentifier, "plain");
        writer.Add(Ietf.AcctSessionId, session);
        writer.Add(Ietf.UserName, session);
        writer.Add(Ietf.CallingStationId, $"02-00-00-01-{phone >> 8 & 255:X2}-{phone & 255:X2}");
        writer.Add(Ietf.AcctSessionTime, seconds);
        writer.Add(Ietf.AcctOutputOctets, Gigawords.Octets(octets));
        writer.Add(Ietf.AcctOutputGigawords, Gigawords.Words(octets));
        return writer.Finish(Secret).ToArray();
    }
}
