using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using HotspotManager.Datagrams;

namespace HotspotManager.Monitor.Polling;

/// <summary>
/// ICMP echo (RFC 792, RFC 4443 section 4.1): one socket for each address family and all that is pinged. A reply counts when its sequence number is one that waits, its
/// payload carries this process's cookie, and it comes from the address that was asked. Nothing runs by itself: what has come is taken by <see cref="TryTake"/>. Of one thread.
/// </summary>
public sealed class Pinger : IDisposable
{
    private const int Length = 24;
    private const byte Request4 = 8;
    private const byte Reply4 = 0;
    private const byte Request6 = 128;
    private const byte Reply6 = 129;

    private readonly (DatagramEndPoint To, int Key, bool Waits)[] waiting = new (DatagramEndPoint, int, bool)[ushort.MaxValue + 1];
    private readonly Queue<int> answered = new();
    private readonly MonitorMetrics metrics;
    private readonly DatagramSocket? four;
    private readonly DatagramSocket? six;
    private readonly ulong cookie;
    private readonly ushort identifier;
    private ushort sequence;

    public Pinger(IDatagrams network, MonitorMetrics metrics)
    {
        this.metrics = metrics;
        Span<byte> random = stackalloc byte[10];
        RandomNumberGenerator.Fill(random);
        (cookie, identifier) = (BinaryPrimitives.ReadUInt64BigEndian(random), BinaryPrimitives.ReadUInt16BigEndian(random[8..]));
        (four, six) = (Open(network, IPAddress.Any), Open(network, IPAddress.IPv6Any));
    }

    /// <summary>Whether this process may ping at all: needs <c>net.ipv4.ping_group_range</c> or the right to raw sockets.</summary>
    public bool IsAvailable => four is not null || six is not null;

    /// <summary>Asks an address; <paramref name="key"/> comes back by <see cref="TryTake"/> when it answers. False: it could not leave.</summary>
    public bool Send(in DatagramEndPoint to, int key)
    {
        if ((to.IsIPv4 ? four : six) is not { } socket)
        {
            return false;
        }

        sequence++;
        Span<byte> message = stackalloc byte[Length];
        message.Clear();
        message[0] = to.IsIPv4 ? Request4 : Request6;
        BinaryPrimitives.WriteUInt16BigEndian(message[4..], identifier);
        BinaryPrimitives.WriteUInt16BigEndian(message[6..], sequence);
        BinaryPrimitives.WriteUInt64BigEndian(message[8..], cookie);
        BinaryPrimitives.WriteUInt16BigEndian(message[16..], sequence);
        if (to.IsIPv4)
        {
            BinaryPrimitives.WriteUInt16BigEndian(message[2..], Checksum(message)); // of ICMPv6 the kernel fills it in
        }

        var address = to.WithPort(0);
        waiting[sequence] = (address, key, true);
        metrics.Pings.Add(1);
        return socket.Send(message, address);
    }

    /// <summary>The key of the next one that answered.</summary>
    public bool TryTake(out int key)
    {
        if (answered.Count == 0)
        {
            four?.Receive();
            six?.Receive();
        }

        return answered.TryDequeue(out key);
    }

    public void Dispose()
    {
        four?.Dispose();
        six?.Dispose();
    }

    private DatagramSocket? Open(IDatagrams network, IPAddress any)
    {
        try
        {
            return network.Open(new IPEndPoint(any, 0), Receive, new DatagramOptions { Name = "ping", Echo = true, Threads = 0, TellsLocal = false, MaxDatagram = 128 });
        }
        catch (SocketException)
        {
            return null; // without the right to, or without IPv6
        }
    }

    private void Receive(DatagramSocket socket, ReadOnlySpan<byte> datagram, in DatagramPath path)
    {
        // A raw IPv4 socket gives the IP header, too (raw(7)).
        if (datagram.Length > 20 && datagram[0] >> 4 == 4 && datagram.Length >= (datagram[0] & 15) * 4)
        {
            datagram = datagram[((datagram[0] & 15) * 4)..];
        }

        if (datagram.Length < Length || datagram[0] != (path.Remote.IsIPv4 ? Reply4 : Reply6) || BinaryPrimitives.ReadUInt64BigEndian(datagram[8..]) != cookie)
        {
            return; // a raw socket hears everybody's
        }

        ref var asked = ref waiting[BinaryPrimitives.ReadUInt16BigEndian(datagram[16..])];
        if (asked.Waits && asked.To == path.Remote.WithPort(0))
        {
            asked.Waits = false;
            answered.Enqueue(asked.Key);
        }
    }

    // RFC 1071.
    private static ushort Checksum(ReadOnlySpan<byte> message)
    {
        var sum = 0u;
        for (var i = 0; i + 1 < message.Length; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(message[i..]);
        }

        sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~(sum + (sum >> 16));
    }
}
