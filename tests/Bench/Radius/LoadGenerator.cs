using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Bench.Radius;

/// <summary>Writes the request with this number; returns its octets.</summary>
internal delegate ReadOnlySpan<byte> RequestMaker(int number, byte identifier, Span<byte> buffer);

/// <summary>
/// Asks a RADIUS server on the loopback as many things at once as it is told to, over several source ports, and checks every answer: code, Response Authenticator,
/// Message-Authenticator. What gets no answer within a second is sent again, as a NAS does, and counted.
/// </summary>
internal sealed class LoadGenerator(IPEndPoint server, SharedSecret secret, RadiusCode expected)
{
    private const int Ports = 8;
    private static readonly long Patience = Stopwatch.Frequency;

    private readonly DatagramEndPoint _server = new(server);

    public long Repeated { get; private set; }

    /// <summary>
    /// Asks <paramref name="count"/> things, numbered from 0, <paramref name="inFlight"/> at once, or <paramref name="perSecond"/> when that is above 0.
    /// </summary>
    /// <exception cref="InvalidOperationException">A wrong answer, or none for half a minute.</exception>
    public Round Run(int count, RequestMaker maker, int inFlight, int perSecond = 0)
    {
        Paced = perSecond > 0;
        var state = new Course(count, maker);
        var lines = Enumerable.Range(0, Ports).Select(_ => new Line(this, state)).ToArray();
        try
        {
            var began = Stopwatch.GetTimestamp();
            if (perSecond == 0)
            {
                for (var i = 0; i < inFlight; i++)
                    lines[i % Ports].Begin((byte)(i / Ports));
            }
            var beforeAnswered = 0;
            var still = 0;
            var paced = 0;
            while (state.Answered < count)
            {
                Thread.Sleep(perSecond == 0 ? 100 : 1);
                if (state.Fault is { } fault)
                    throw new InvalidOperationException(fault);
                var elapsed = Stopwatch.GetElapsedTime(began);
                for (var due = perSecond == 0 ? 0 : Math.Min(count, (int)(elapsed.TotalSeconds * perSecond)); paced < due; paced++)
                    lines[paced % Ports].Begin((byte)(paced / Ports));
                if (elapsed.TotalMilliseconds < still + 100)
                    continue;
                foreach (var line in lines)
                    Repeated += line.Repeat();
                if (state.Answered != beforeAnswered)
                    (beforeAnswered, still) = (state.Answered, (int)elapsed.TotalMilliseconds);
                else if (elapsed.TotalMilliseconds > still + 30_000)
                    throw new InvalidOperationException($"no answer for 30 s after {state.Answered} of {count}");
            }
            var took = Stopwatch.GetElapsedTime(began, state.Last).TotalSeconds;
            return new Round(count, took, 0, state.Percentile(0.5), state.Percentile(0.99));
        }
        finally
        {
            foreach (var line in lines)
                line.Dispose();
        }
    }

    private sealed class Course(int count, RequestMaker maker)
    {
        private readonly int[] _latencies = new int[count];
        private int _next = -1;
        private int _answered;

        public RequestMaker Maker => maker;

        public int Answered => Volatile.Read(ref _answered);

        public long Last { get; private set; }

        public string? Fault { get; set; }

        public bool TryNext(out int number) => (number = Interlocked.Increment(ref _next)) < count;

        public void Done(long latency)
        {
            var at = Interlocked.Increment(ref _answered);
            _latencies[at - 1] = (int)Math.Min(int.MaxValue, latency * 1_000_000 / Stopwatch.Frequency);
            if (at == count)
                Last = Stopwatch.GetTimestamp();
        }

        public double Percentile(double share)
        {
            Array.Sort(_latencies);
            return _latencies[(int)((count - 1) * share)];
        }
    }

    /// <summary>One source port and its 256 identifiers.</summary>
    private sealed class Line : IDisposable
    {
        private struct Flight
        {
            public UInt128 Authenticator;
            public long Began, Sent;
            public int Number;
            public bool Waits;
        }

        private readonly LoadGenerator _owner;
        private readonly Course _run;
        private readonly Flight[] _flights = new Flight[256];
        private readonly Lock _lock = new();
        private readonly DatagramSocket _socket;
        private readonly byte[] _buffer = new byte[RadiusPacket.MaxLength];

        public Line(LoadGenerator owner, Course run)
        {
            (_owner, _run) = (owner, run);
            _socket = new UdpDatagrams().Open(new IPEndPoint(IPAddress.Loopback, 0), Receive);
        }

        public void Begin(byte identifier)
        {
            lock (_lock)
                Ask(identifier);
        }

        public int Repeat()
        {
            var repeated = 0;
            lock (_lock)
            {
                var now = Stopwatch.GetTimestamp();
                for (var id = 0; id < 256; id++)
                {
                    ref var flight = ref _flights[id];
                    if (!flight.Waits || now - flight.Sent < Patience)
                        continue;
                    // The same octets would need keeping; a new packet for the same question costs the server as much.
                    flight.Sent = now;
                    Send((byte)id, flight.Number);
                    repeated++;
                }
            }
            return repeated;
        }

        public void Dispose() => _socket.Dispose();

        private void Ask(byte identifier)
        {
            ref var flight = ref _flights[identifier];
            if (flight.Waits || !_run.TryNext(out var number))
                return;
            flight.Began = flight.Sent = Stopwatch.GetTimestamp();
            (flight.Number, flight.Waits) = (number, true);
            Send(identifier, number);
        }

        private void Send(byte identifier, int number)
        {
            var packet = _run.Maker(number, identifier, _buffer);
            _flights[identifier].Authenticator = BinaryPrimitives.ReadUInt128BigEndian(packet[4..]);
            _socket.Send(packet, _owner._server);
        }

        private void Receive(DatagramSocket socket, ReadOnlySpan<byte> datagram, in DatagramPath path)
        {
            if (!RadiusPacket.TryRead(datagram, out var reply, out var fault))
            {
                _run.Fault = $"a malformed reply: {fault}";
                return;
            }
            lock (_lock)
            {
                ref var flight = ref _flights[reply.Identifier];
                if (!flight.Waits)
                    return; // the answer to one that was sent twice
                Span<byte> authenticator = stackalloc byte[16];
                BinaryPrimitives.WriteUInt128BigEndian(authenticator, flight.Authenticator);
                if (PacketCheck.Reply(reply, reply.Identifier, authenticator, _owner.Secret) != ReplyState.Valid)
                    return; // a late answer to an earlier question under this identifier
                if (reply.Code != _owner.Expected)
                {
                    _run.Fault = $"the answer to question {flight.Number} is {reply.Code}, not {_owner.Expected}";
                    return;
                }
                flight.Waits = false;
                _run.Done(Stopwatch.GetTimestamp() - flight.Began);
                if (!_owner.Paced)
                    Ask(reply.Identifier);
            }
        }
    }

    private SharedSecret Secret => secret;

    private RadiusCode Expected => expected;

    private bool Paced { get; set; }

    /// <summary>Sixteen octets nobody can guess (RFC 2865 section 3), without a system call for each.</summary>
    public static void Fill(Span<byte> authenticator) => Random.Shared.NextBytes(authenticator);

    /// <summary>A port nobody listens on.</summary>
    public static int FreePort()
    {
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Dgram, System.Net.Sockets.ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
