using System.Text;
using HotspotManager.Datagrams;
using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Unit.Monitor.Polling;

/// <summary>An SNMP agent on the network in memory: a sorted list of variables whose values are asked for as they are read.</summary>
internal sealed class SimulatedAgent : IDisposable
{
    private readonly SortedList<Oid, (SnmpTag Tag, Func<ulong> Number, string? Text)> variables = [];
    private readonly TimeProvider time;
    private readonly DatagramSocket socket;
    private readonly byte[] buffer = new byte[1472];
    private DateTimeOffset booted;

    public SimulatedAgent(MemoryDatagrams network, TimeProvider time, string address, string sysObjectId, string sysDescr)
    {
        (this.time, booted) = (time, time.GetUtcNow().AddDays(-1));
        EndPoint = new DatagramEndPoint(System.Net.IPAddress.Parse(address), 161);
        Text("1.3.6.1.2.1.1.1.0", sysDescr);
        ObjectId("1.3.6.1.2.1.1.2.0", sysObjectId);
        Text("1.3.6.1.2.1.1.5.0", address);
        Number("1.3.6.1.2.1.1.3.0", SnmpTag.TimeTicks, () => Ticks);
        socket = network.Open(EndPoint.ToIPEndPoint(), Receive);
    }

    public DatagramEndPoint EndPoint { get; }

    public bool IsDead { get; set; }

    /// <summary>Its machine answers ICMP echo, whatever the agent does.</summary>
    public bool AnswersPing { get; set; }

    /// <summary>Requests with more variables than this are answered with tooBig.</summary>
    public int MostVariables { get; set; } = int.MaxValue;

    public int Requests { get; private set; }

    /// <summary>Sees the length of each datagram that arrives, also when it is dead.</summary>
    public Action<int>? Sniff { get; set; }

    /// <summary>When it was asked, by our clock.</summary>
    public List<DateTimeOffset> AskedAt { get; } = [];

    public ulong Ticks => (ulong)((time.GetUtcNow() - booted).TotalMilliseconds / 10);

    public void Reboot() => booted = time.GetUtcNow();

    public SimulatedAgent Text(string oid, string text) => Set(oid, SnmpTag.OctetString, () => 0, text);

    public SimulatedAgent ObjectId(string oid, string value) => Set(oid, SnmpTag.ObjectIdentifier, () => 0, value);

    public SimulatedAgent Number(string oid, SnmpTag tag, Func<ulong> number) => Set(oid, tag, number, null);

    /// <summary>A row of ifTable and ifXTable that carries so many octets a second.</summary>
    public SimulatedAgent Interface(uint index, string name, double inBps, double outBps, bool isUp = true, int type = 6, bool hc = true)
    {
        var born = time.GetUtcNow();
        ulong In() => (ulong)((time.GetUtcNow() - born).TotalSeconds * inBps);
        ulong Out() => (ulong)((time.GetUtcNow() - born).TotalSeconds * outBps);
        Text($"1.3.6.1.2.1.2.2.1.2.{index}", name);
        Number($"1.3.6.1.2.1.2.2.1.3.{index}", SnmpTag.Integer, () => (ulong)type);
        Number($"1.3.6.1.2.1.2.2.1.5.{index}", SnmpTag.Gauge32, () => 1_000_000_000);
        Number($"1.3.6.1.2.1.2.2.1.8.{index}", SnmpTag.Integer, () => isUp ? 1UL : 2);
        Number($"1.3.6.1.2.1.2.2.1.10.{index}", SnmpTag.Counter32, In);
        Number($"1.3.6.1.2.1.2.2.1.16.{index}", SnmpTag.Counter32, Out);
        if (hc)
        {
            Text($"1.3.6.1.2.1.31.1.1.1.1.{index}", name);
            Number($"1.3.6.1.2.1.31.1.1.1.6.{index}", SnmpTag.Counter64, In);
            Number($"1.3.6.1.2.1.31.1.1.1.10.{index}", SnmpTag.Counter64, Out);
            Number($"1.3.6.1.2.1.31.1.1.1.15.{index}", SnmpTag.Gauge32, () => 1000);
            Number($"1.3.6.1.2.1.31.1.1.1.19.{index}", SnmpTag.TimeTicks, () => 0);
        }

        return this;
    }

    public void Dispose() => socket.Dispose();

    private SimulatedAgent Set(string oid, SnmpTag tag, Func<ulong> number, string? text)
    {
        variables[Oid.Parse(oid)] = (tag, number, text);
        return this;
    }

    private void Receive(DatagramSocket from, ReadOnlySpan<byte> datagram, in DatagramPath path)
    {
        Sniff?.Invoke(datagram.Length);
        if (IsDead || MessageReader.TryRead(datagram, out var request) != DecodeReason.None)
        {
            return;
        }

        Requests++;
        AskedAt.Add(time.GetUtcNow());
        var asked = new List<Oid>();
        var reader = request.VarBinds;
        while (reader.TryRead(out var variable))
        {
            asked.Add(Oid.Decode(variable.Name)!);
        }

        var length = 0;
        if (asked.Count > MostVariables)
        {
            var tooBig = new MessageWriter(buffer, request.Version, request.Community, PduType.Response, request.RequestId, (int)ErrorStatus.TooBig);
            length = tooBig.Finish();
        }
        else
        {
            var writer = new MessageWriter(buffer, request.Version, request.Community, PduType.Response, request.RequestId);
            Answer(ref writer, request, asked);
            length = writer.Finish();
        }

        from.Send(buffer.AsSpan(0, length), path);
    }

    private void Answer(ref MessageWriter writer, scoped in MessageReader request, List<Oid> asked)
    {
        if (request.Type == PduType.Get)
        {
            foreach (var name in asked)
            {
                _ = variables.ContainsKey(name) ? Write(ref writer, name) : writer.TryEmpty(name, SnmpTag.NoSuchInstance);
            }

            return;
        }

        var rows = request.Type == PduType.GetBulk ? request.MaxRepetitions : 1;
        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < asked.Count; i++)
            {
                var next = variables.Keys.FirstOrDefault(k => k > asked[i]);
                if (!(next is null ? writer.TryEmpty(asked[i], SnmpTag.EndOfMibView) : Write(ref writer, next)))
                {
                    return;
                }

                asked[i] = next ?? asked[i];
            }
        }
    }

    private bool Write(ref MessageWriter writer, Oid name)
    {
        var (tag, number, text) = variables[name];
        return tag switch
        {
            SnmpTag.OctetString => writer.TryOctets(name, tag, Encoding.ASCII.GetBytes(text!)),
            SnmpTag.ObjectIdentifier => writer.TryOctets(name, tag, Oid.Parse(text!).Encoded),
            SnmpTag.Integer => writer.TryInteger(name, (long)number()),
            _ => writer.TryUnsigned(name, tag, number()),
        };
    }
}
