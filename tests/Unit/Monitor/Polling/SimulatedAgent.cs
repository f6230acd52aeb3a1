using System.Text;
using HotspotManager.Datagrams;
using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Unit.Monitor.Polling;

/// <summary>An SNMP agent on the network in memory: a sorted list of variables whose values are asked for as they are read.</summary>
internal sealed class SimulatedAgent : IDisposable
{
    private readonly SortedList<Oid, (SnmpTag Tag, Func<ulong> Number, byte[]? Octets)> variables = [];
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

    /// <summary>Rows × columns of a GETBULK above this are answered with tooBig.</summary>
    public int MostCells { get; set; } = int.MaxValue;

    /// <summary>Answers longer than this many octets get lost on the way.</summary>
    public int LongestAnswer { get; set; } = int.MaxValue;

    /// <summary>A GET for one of these is answered with genErr.</summary>
    public HashSet<Oid> Broken { get; } = [];

    /// <summary>Instead of genErr the variables come back as NULL, without an error-status, as snmpsim's do.</summary>
    public bool FailsSilently { get; set; }

    /// <summary>GETBULK and GETNEXT give what is there in the order of this walk, not of the MIB.</summary>
    public List<Oid>? Order { get; set; }

    /// <summary>It puts at most so many values into the answer to a GETBULK, and leaves the rest out.</summary>
    public int Most { get; set; } = int.MaxValue;

    /// <summary>Does something to each answer before it is sent.</summary>
    public Func<byte[], byte[]>? Mangle { get; set; }

    /// <summary>The most values that one request asked for.</summary>
    public int LargestRequest { get; set; }

    public string SysDescr => Encoding.UTF8.GetString(variables[Oid.Parse("1.3.6.1.2.1.1.1.0")].Octets!);

    public string SysObjectId => Oid.Decode(variables[Oid.Parse("1.3.6.1.2.1.1.2.0")].Octets)!.ToString();

    public void Remove(string subtree)
    {
        var root = Oid.Parse(subtree);
        variables.Keys.Where(root.Contains).ToList().ForEach(k => variables.Remove(k));
    }

    public SimulatedAgent Text(string oid, string text) => Set(oid, SnmpTag.OctetString, () => 0, Encoding.UTF8.GetBytes(text));

    public SimulatedAgent ObjectId(string oid, string value) => Set(oid, SnmpTag.ObjectIdentifier, () => 0, Oid.Parse(value).Encoded.ToArray());

    /// <summary>A value of these content octets, right or wrong.</summary>
    public SimulatedAgent Octets(string oid, SnmpTag tag, params byte[] octets) => Set(oid, tag, () => 0, octets);

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

    private SimulatedAgent Set(string oid, SnmpTag tag, Func<ulong> number, byte[]? octets)
    {
        variables[Oid.Parse(oid)] = (tag, number, octets);
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

        var cells = request.Type == PduType.GetBulk ? asked.Count * request.MaxRepetitions : asked.Count;
        LargestRequest = Math.Max(LargestRequest, cells);
        var fault = request.Type == PduType.GetBulk ? cells > MostCells ? ErrorStatus.TooBig : ErrorStatus.NoError
            : asked.Count > MostVariables ? ErrorStatus.TooBig : asked.Any(Broken.Contains) ? ErrorStatus.GenErr : ErrorStatus.NoError;
        var isSilent = FailsSilently && fault == ErrorStatus.GenErr;
        var writer = new MessageWriter(buffer, request.Version, request.Community, PduType.Response, request.RequestId, isSilent ? 0 : (int)fault);
        if (isSilent)
        {
            foreach (var name in asked)
            {
                writer.TryEmpty(name, SnmpTag.Null);
            }
        }
        else if (fault == ErrorStatus.NoError)
        {
            Answer(ref writer, request, asked);
        }

        var answer = buffer[..writer.Finish()];
        if (answer.Length <= LongestAnswer)
        {
            from.Send(Mangle?.Invoke(answer) ?? answer, path);
        }
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
                if ((row * asked.Count) + i >= Most)
                {
                    return;
                }

                var next = Order is { } order ? order[(order.IndexOf(asked[i]) + 1) % order.Count] : variables.Keys.FirstOrDefault(k => k > asked[i]);
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
        var (tag, number, octets) = variables[name];
        return octets is not null ? writer.TryOctets(name, tag, octets) : tag switch
        {
            SnmpTag.Integer => writer.TryInteger(name, (long)number()),
            _ => writer.TryUnsigned(name, tag, number()),
        };
    }
}
