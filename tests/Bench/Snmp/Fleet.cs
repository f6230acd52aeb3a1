using System.Diagnostics;
using System.Net;
using System.Text;
using HotspotManager.Datagrams;
using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Bench.Snmp;

/// <summary>
/// Access points that live as long as the bench: one wildcard socket is an agent at every address of 127.0.0.0/8. Each has one Ethernet interface whose counters run at a speed of its
/// own. With a way to them: each is 80 to 300 ms away and loses 3 % of the datagrams in either direction, by a seed.
/// </summary>
internal sealed class Fleet : IDisposable
{
    private const double Loss = 0.03;
    private static readonly Oid IfEntry = Oid.Parse("1.3.6.1.2.1.2.2.1");
    private static readonly Oid IfXEntry = Oid.Parse("1.3.6.1.2.1.31.1.1.1");
    private static readonly Oid SysObjectId = Oid.Parse("1.3.6.1.2.1.1.2.0");
    private static readonly Oid SysDescr = Oid.Parse("1.3.6.1.2.1.1.1.0");
    private static readonly Oid SysName = Oid.Parse("1.3.6.1.2.1.1.5.0");
    private static readonly Oid UpTime = Oid.Parse("1.3.6.1.2.1.1.3.0");
    private static readonly byte[] Model = Oid.Parse("1.3.6.1.4.1.99999.1").Encoded.ToArray();

    private readonly DatagramSocket _socket;
    private readonly PriorityQueue<(byte[] Bytes, DatagramPath Path), long>? _underWay;
    private readonly Thread? _way;
    private readonly Random _random = new(4711);
    private readonly long _start = Stopwatch.GetTimestamp();
    private volatile bool _stopped;

    public Fleet(bool withWay)
    {
        if (withWay)
        {
            _underWay = new PriorityQueue<(byte[], DatagramPath), long>();
            (_way = new Thread(Carry) { IsBackground = true, Name = "way" }).Start();
        }
        _socket = new UdpDatagrams().Open(new IPEndPoint(IPAddress.Any, 0), Take, new DatagramOptions { ReceiveBuffer = 16 << 20, Batch = 128, MaxDatagram = 1500 });
    }

    public int Port => _socket.LocalEndPoint.Port;

    public static DatagramEndPoint Address(int device, int port) => DatagramEndPoint.FromIPv4((127u << 24) + (1u << 16) + (uint)device, port);

    public void Dispose()
    {
        _stopped = true;
        _way?.Join();
        _socket.Dispose();
    }

    private void Take(DatagramSocket socket, ReadOnlySpan<byte> datagram, in DatagramPath path)
    {
        if (MessageReader.TryRead(datagram, out var request) != DecodeReason.None)
            return;
        if (_underWay is null)
        {
            Span<byte> buffer = stackalloc byte[1400];
            socket.Send(buffer[..Answer(request, Seed(path.Local), buffer)], path);
            return;
        }
        lock (_underWay)
        {
            if (_random.NextDouble() < Loss || _random.NextDouble() < Loss)
                return;
            var buffer = new byte[1400];
            Array.Resize(ref buffer, Answer(request, Seed(path.Local), buffer));
            var away = 80 + (Seed(path.Local) % 221);
            _underWay.Enqueue((buffer, path), Stopwatch.GetTimestamp() + (away * Stopwatch.Frequency / 1000));
        }
    }

    private void Carry()
    {
        while (!_stopped)
        {
            Thread.Sleep(1);
            lock (_underWay!)
            {
                while (_underWay.TryPeek(out var arrived, out var due) && due <= Stopwatch.GetTimestamp())
                {
                    _underWay.Dequeue();
                    _socket.Send(arrived.Bytes, arrived.Path);
                }
            }
        }
    }

    // What differs between access points, by the address.
    private static uint Seed(in DatagramEndPoint address)
    {
        Span<byte> octets = stackalloc byte[4];
        address.ToAddress().TryWriteBytes(octets, out _);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(octets) * 2654435761u >> 8;
    }

    private int Answer(scoped in MessageReader request, uint self, Span<byte> buffer)
    {
        var writer = new MessageWriter(buffer, request.Version, request.Community, PduType.Response, request.RequestId);
        var asked = request.VarBinds;
        Span<uint> arcs = stackalloc uint[Oid.MaxArcs];
        while (asked.TryRead(out var variable))
        {
            if (!Oid.TryDecode(variable.Name, arcs, out var count))
                continue;
            var name = arcs[..count];
            if (request.Type == PduType.Get)
                Value(ref writer, new Oid(name.ToArray()), name, self);
            else if ((IfEntry.Contains(name) && count == IfEntry.Length + 1) || (IfXEntry.Contains(name) && count == IfXEntry.Length + 1))
            {
                var next = new Oid([.. name, 1]);
                Value(ref writer, next, [.. name, 1], self);
            }
            else
                writer.TryEmpty(new Oid(name.ToArray()), SnmpTag.EndOfMibView);
        }
        return writer.Finish();
    }

    private void Value(ref MessageWriter writer, Oid name, scoped ReadOnlySpan<uint> arcs, uint self)
    {
        var seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        var column = arcs.Length > 1 ? arcs[^2] : 0;
        var octets = (ulong)(seconds * (1000 + (self % 100_000))) + 1;
        var ticks = (ulong)(seconds * 100) + 8_640_000;
        _ = name.Equals(UpTime) ? writer.TryUnsigned(name, SnmpTag.TimeTicks, ticks)
            : name.Equals(SysObjectId) ? writer.TryOctets(name, SnmpTag.ObjectIdentifier, Model)
            : name.Equals(SysDescr) ? writer.TryOctets(name, SnmpTag.OctetString, "Simulated access point, release 1"u8)
            : name.Equals(SysName) ? writer.TryOctets(name, SnmpTag.OctetString, Encoding.ASCII.GetBytes($"ap-{self}"))
            : arcs[^1] != 1 ? writer.TryEmpty(name, SnmpTag.NoSuchInstance)
            : IfEntry.Contains(arcs) ? column switch
            {
                2 => writer.TryOctets(name, SnmpTag.OctetString, "eth0"u8),
                3 => writer.TryInteger(name, 6),
                5 => writer.TryUnsigned(name, SnmpTag.Gauge32, 1_000_000_000),
                8 => writer.TryInteger(name, 1),
                10 or 16 => writer.TryUnsigned(name, SnmpTag.Counter32, octets & uint.MaxValue),
                _ => writer.TryEmpty(name, SnmpTag.NoSuchInstance),
            }
            : IfXEntry.Contains(arcs) ? column switch
            {
                1 => writer.TryOctets(name, SnmpTag.OctetString, "eth0"u8),
                6 or 10 => writer.TryUnsigned(name, SnmpTag.Counter64, octets),
                15 => writer.TryUnsigned(name, SnmpTag.Gauge32, 1000),
                19 => writer.TryUnsigned(name, SnmpTag.TimeTicks, 0),
                _ => writer.TryEmpty(name, SnmpTag.NoSuchInstance),
            }
            : writer.TryEmpty(name, SnmpTag.NoSuchInstance);
    }
}
