using System.Net;
using HotspotManager.Datagrams;
using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Bench.Snmp;

/// <summary>Simulated agents: one wildcard socket that answers for every address of 127.0.0.0/8, from the address that was asked.</summary>
internal sealed class Agents : IDisposable
{
    /// <summary>What a poll asks: sysUpTime, and ifHCInOctets, ifHCOutOctets and ifHighSpeed of four interfaces.</summary>
    public static readonly Oid[] Names =
    [
        Oid.Parse("1.3.6.1.2.1.1.3.0"),
        .. Enumerable.Range(1, 4).SelectMany(i => (int[])[6, 10, 15], (i, column) => Oid.Parse($"1.3.6.1.2.1.31.1.1.1.{column}.{i}")),
    ];

    private readonly DatagramSocket _socket;
    private long _answered;

    public Agents() => _socket = new UdpDatagrams().Open(new IPEndPoint(IPAddress.Any, 0), Answer, new DatagramOptions { ReceiveBuffer = 16 << 20, Batch = 64 });

    public int Port => _socket.LocalEndPoint.Port;

    public long Answered => Volatile.Read(ref _answered);

    public void Dispose() => _socket.Dispose();

    /// <summary>The answer's values: a TimeTicks, then octets that grow and a speed.</summary>
    public static int Write(scoped in MessageReader request, ulong turn, Span<byte> buffer)
    {
        var answer = new MessageWriter(buffer, request.Version, request.Community, PduType.Response, request.RequestId);
        var variables = request.VarBinds;
        Span<byte> counter = stackalloc byte[9];
        for (var i = 0; variables.TryRead(out var variable); i++)
        {
            var value = i == 0 ? turn & 0x7fff_ffff : i % 3 == 0 ? 1000 : 0x1_2345_6789 + turn;
            var length = Minimal(value, counter);
            answer.TryOctets(variable.Name, i == 0 ? SnmpTag.TimeTicks : i % 3 == 0 ? SnmpTag.Gauge32 : SnmpTag.Counter64, counter[^length..]);
        }
        return answer.Finish();
    }

    private static int Minimal(ulong value, Span<byte> to)
    {
        to.Clear();
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(to[1..], value);
        var at = 1;
        while (at < 8 && to[at] == 0)
            at++;
        return 9 - (to[at] >= 0x80 ? at - 1 : at);
    }

    private void Answer(DatagramSocket socket, ReadOnlySpan<byte> datagram, in DatagramPath path)
    {
        if (MessageReader.TryRead(datagram, out var request) != DecodeReason.None)
            return;
        Span<byte> buffer = stackalloc byte[1400];
        var length = Write(request, (ulong)++_answered, buffer);
        socket.Send(buffer[..length], path);
    }
}
