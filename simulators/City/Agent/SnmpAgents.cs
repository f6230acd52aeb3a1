using System.Net;
using System.Text;
using HotspotManager.City.Faults;
using HotspotManager.Datagrams;
using HotspotManager.Monitor.Snmp;

namespace HotspotManager.City.Agent;

/// <summary>One device as an agent: who may ask, how it is off, what it knows.</summary>
internal sealed record AgentDevice(IPAddress Address, string Community, Func<Condition> Condition, Func<bool> Passes, Mib Mib)
{
    public byte[] CommunityOctets { get; } = Encoding.UTF8.GetBytes(Community);
}

/// <summary>
/// All SNMP agents of the city behind one UDP socket, each at its own address: v1 and v2c, Get, GetNext and GetBulk (RFC 3416 section 4.2). A wrong community gets
/// silence; a device without power or line as well.
/// </summary>
internal sealed class SnmpAgents : IDisposable
{
    private const int LargestAnswer = 1472, MostRepetitions = 64;
    private static readonly Oid SysUpTime = Oid.Parse("1.3.6.1.2.1.1.3.0"), SnmpTrapOid = Oid.Parse("1.3.6.1.6.3.1.1.4.1.0"), ColdStart = Oid.Parse("1.3.6.1.6.3.1.1.5.1");

    private readonly Dictionary<DatagramEndPoint, AgentDevice> _devices;
    private readonly DatagramSocket _socket;
    private readonly TimeProvider _time;

    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public SnmpAgents(IDatagrams datagrams, int port, IEnumerable<AgentDevice> devices, TimeProvider time)
    {
        (_time, _devices) = (time, devices.ToDictionary(d => new DatagramEndPoint(d.Address, 0)));
        _socket = datagrams.Open(new IPEndPoint(IPAddress.Any, port), Receive, new DatagramOptions { Name = "city snmp" });
    }

    public int Port => _socket.LocalEndPoint.Port;

    public void Dispose() => _socket.Dispose();

    /// <summary>Tells a trap receiver that this device has started (RFC 3418 section 2, coldStart).</summary>
    public void TellColdStart(IPAddress device, IPEndPoint receiver)
    {
        var local = new DatagramEndPoint(device, 0);
        if (!_devices.TryGetValue(local, out var from) || !from.Passes()) return;
        Span<byte> buffer = stackalloc byte[256];
        var writer = new MessageWriter(buffer, SnmpVersion.V2c, from.CommunityOctets, PduType.TrapV2, 1);
        writer.TryUnsigned(SysUpTime, SnmpTag.TimeTicks, 0);
        writer.TryOctets(SnmpTrapOid, SnmpTag.ObjectIdentifier, ColdStart.Encoded);
        _socket.Send(buffer[..writer.Finish()], new DatagramPath(new DatagramEndPoint(receiver), local));
    }

    private void Receive(DatagramSocket socket, ReadOnlySpan<byte> datagram, in DatagramPath path)
    {
        if (!_devices.TryGetValue(path.Local.WithPort(0), out var device) || !device.Passes()) return;
        if (MessageReader.TryRead(datagram, out var request) != DecodeReason.None || !request.Community.SequenceEqual(device.CommunityOctets)) return;
        Span<byte> buffer = stackalloc byte[LargestAnswer];
        var length = Answer(device.Mib, request, buffer);
        if (length == 0 || !device.Passes()) return;
        if (device.Condition().Delay is { Ticks: > 0 } delay) _ = SendLaterAsync(buffer[..length].ToArray(), path, delay);
        else socket.Send(buffer[..length], path);
    }

    private async Task SendLaterAsync(byte[] answer, DatagramPath path, TimeSpan delay)
    {
        await Task.Delay(delay, _time);
        _socket.Send(answer, path);
    }

    /// <summary>Writes the response; its length, 0 for none.</summary>
    internal static int Answer(Mib mib, in MessageReader request, Span<byte> buffer) => request.Type switch
    {
        PduType.Get or PduType.GetNext => One(mib, request, buffer),
        PduType.GetBulk when request.Version == SnmpVersion.V2c => Bulk(mib, request, buffer),
        PduType.Set => Fail(request, buffer, request.Version == SnmpVersion.V1 ? ErrorStatus.ReadOnly : ErrorStatus.NotWritable, 1),
        _ => 0,
    };

    private static int One(Mib mib, in MessageReader request, Span<byte> buffer)
    {
        var writer = new MessageWriter(buffer, request.Version, request.Community, PduType.Response, request.RequestId);
        var variables = request.VarBinds;
        for (var index = 1; variables.TryRead(out var variable); index++)
        {
            if (Oid.Decode(variable.Name) is not { } name) return 0;
            var row = request.Type == PduType.Get ? mib.Find(name) : mib.Next(name);
            if (row is null && request.Version == SnmpVersion.V1) return Fail(request, buffer, ErrorStatus.NoSuchName, index);
            var fits = row is not null ? row.Value(ref writer, row.Name)
                : writer.TryEmpty(name, request.Type == PduType.GetNext ? SnmpTag.EndOfMibView : mib.HasObject(name) ? SnmpTag.NoSuchInstance : SnmpTag.NoSuchObject);
            if (!fits) return Fail(request, buffer, ErrorStatus.TooBig, 0);
        }
        return variables.Reason == DecodeReason.None ? writer.Finish() : 0;
    }

    private static int Bulk(Mib mib, in MessageReader request, Span<byte> buffer)
    {
        var writer = new MessageWriter(buffer, request.Version, request.Community, PduType.Response, request.RequestId);
        var variables = request.VarBinds;
        var repeated = new List<Oid>();
        for (var index = 0; variables.TryRead(out var variable); index++)
        {
            if (Oid.Decode(variable.Name) is not { } name) return 0;
            if (index >= Math.Max(0, request.NonRepeaters)) repeated.Add(name);
            else if (!Write(mib.Next(name), name, ref writer)) return writer.Finish();
        }
        if (variables.Reason != DecodeReason.None) return 0;
        for (var repetition = 0; repetition < Math.Clamp(request.MaxRepetitions, 0, MostRepetitions); repetition++)
        {
            var ended = true;
            for (var i = 0; i < repeated.Count; i++)
            {
                var row = mib.Next(repeated[i]);
                // Full: the manager goes on from here with another request.
                if (!Write(row, repeated[i], ref writer)) return writer.Finish();
                if (row is null) continue;
                (repeated[i], ended) = (row.Name, false);
            }
            if (ended) break;
        }
        return writer.Finish();
    }

    private static bool Write(MibRow? row, Oid asked, ref MessageWriter writer) => row is null ? writer.TryEmpty(asked, SnmpTag.EndOfMibView) : row.Value(ref writer, row.Name);

    private static int Fail(in MessageReader request, Span<byte> buffer, ErrorStatus status, int index)
    {
        var writer = new MessageWriter(buffer, request.Version, request.Community, PduType.Response, request.RequestId, (int)status, index);
        var variables = request.VarBinds;
        while (variables.TryRead(out var variable)) writer.TryCopy(variable);
        return writer.Finish();
    }
}
