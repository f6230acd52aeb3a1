using HotspotManager.Datagrams;
using HotspotManager.Monitor.Snmp;
using HotspotManager.Monitor.Snmp.Usm;

namespace HotspotManager.Monitor.Polling;

/// <summary>An answer to what was asked of a target: the values are in its slots, or the whole message in <paramref name="Datagram"/> when the target keeps it.</summary>
public readonly record struct SnmpReply(PollTarget Target, int RequestId, ReplyReason Reason, long Timestamp, byte[]? Datagram);

/// <summary>
/// Requests in flight over one socket for each address family: a table of slots, found by the low bits of the request-id; an answer counts only from the address that was
/// asked. Nothing of it runs by itself: requests leave together by <see cref="Flush"/>, and what has come is taken from the kernel and decoded straight into the targets'
/// slots when <see cref="TryTake"/> finds nothing more. So an answer costs no wake-up of a thread. Of one thread at a time. Nothing is allocated for an exchange.
/// </summary>
public sealed class SnmpClient : IDisposable
{
    public const int MaxInFlight = 1 << SlotBits;

    private const int SlotBits = 16;
    private const int FirstGeneration = PreparedRequest.FirstRequestId >> SlotBits;
    private const int LastGeneration = int.MaxValue >> SlotBits;
    private const int BatchSize = 128;
    private const int MostRounds = 3; // discovery, a clock, and one agent's mistake

    private readonly Flight[] flights = new Flight[MaxInFlight];
    private readonly Stack<int> free = new(MaxInFlight);
    private readonly Queue<SnmpReply> replies = new(1024);
    private readonly byte[] buffer = new byte[2048];
    private readonly byte[] again = new byte[2048];
    private readonly TimeProvider time;
    private readonly MonitorMetrics metrics;
    private readonly Line four;
    private readonly Line? six;
    private int generation;

    private struct Flight
    {
        public PollTarget? Target;
        public int RequestId;
        public bool Answered;

        /// <summary>How often the agent told its engine or clock, so that it was asked again.</summary>
        public int Rounds;
    }

    /// <param name="network">Where to open sockets.</param>
    /// <param name="time">Clock of the replies' time stamps.</param>
    /// <param name="random">Where the request-ids begin: not to be guessed by who cannot see them.</param>
    /// <param name="metrics">Counters.</param>
    public SnmpClient(IDatagrams network, TimeProvider time, Random random, MonitorMetrics metrics)
    {
        (this.time, this.metrics) = (time, metrics);
        generation = random.Next(FirstGeneration, LastGeneration);
        for (var i = MaxInFlight - 1; i >= 0; i--)
        {
            free.Push(i);
        }

        var options = new DatagramOptions { Name = "snmp", ReceiveBuffer = 8 << 20, Batch = BatchSize, Threads = 0, TellsLocal = false };
        four = new Line(network.Open(new System.Net.IPEndPoint(System.Net.IPAddress.Any, 0), Receive, options), metrics);
        try
        {
            six = new Line(network.Open(new System.Net.IPEndPoint(System.Net.IPAddress.IPv6Any, 0), Receive, options), metrics);
        }
        catch (System.Net.Sockets.SocketException)
        {
            // A machine without IPv6 polls what has IPv4.
            six = null;
        }
    }

    /// <summary>Requests in flight.</summary>
    public int InFlight => MaxInFlight - free.Count;

    /// <summary>Takes a slot for what the target asks next; false when all are taken.</summary>
    public bool TryBegin(PollTarget target)
    {
        if (!free.TryPop(out var slot))
        {
            return false;
        }

        generation = generation == LastGeneration ? FirstGeneration : generation + 1;
        ref var flight = ref flights[slot];
        (flight.Target, flight.Answered, flight.Rounds) = (target, false, 0);
        flight.RequestId = (generation << SlotBits) | slot;
        (target.Flight, target.Sent) = (slot, 0);
        return true;
    }

    /// <summary>Has the target's request (again) leave with the next <see cref="Flush"/>; what cannot leave this machine is taken from <see cref="PollTarget.Sent"/> again.</summary>
    public void Send(PollTarget target)
    {
        if ((target.EndPoint.IsIPv4 ? four : six) is not { } line)
        {
            metrics.NotSent.Add(1);
            return;
        }

        line.Add(buffer.AsSpan(0, Write(target, flights[target.Flight].RequestId, buffer)), target);
    }

    /// <summary>Sends what waits.</summary>
    public void Flush()
    {
        four.Flush();
        six?.Flush();
    }

    /// <summary>Whether the agent said something that was not yet an answer: it lives.</summary>
    public bool WasHeard(PollTarget target) => target.Flight >= 0 && flights[target.Flight].Rounds > 0;

    /// <summary>Gives the target's slot back: later answers are not expected any more.</summary>
    public void End(PollTarget target)
    {
        if (target.Flight < 0)
        {
            return;
        }

        if (!flights[target.Flight].Answered)
        {
            target.Usm?.Forget(); // whoever answers there next time is asked who it is
        }

        flights[target.Flight].Target = null;
        free.Push(target.Flight);
        target.Flight = -1;
    }

    /// <summary>The next reply that came; false when there is none now.</summary>
    public bool TryTake(out SnmpReply reply)
    {
        if (replies.Count == 0)
        {
            four.Socket.Receive();
            six?.Socket.Receive();
        }

        return replies.TryDequeue(out reply);
    }

    /// <summary>True when this reply answers what the target asks now.</summary>
    public bool IsCurrent(in SnmpReply reply) => reply.Target.Flight >= 0 && flights[reply.Target.Flight].RequestId == reply.RequestId;

    public void Dispose()
    {
        four.Dispose();
        six?.Dispose();
    }

    private static int Write(PollTarget target, int requestId, Span<byte> to)
    {
        if (target.Usm is not { } usm)
        {
            return target.Request!.Write(requestId, to);
        }

        Span<byte> pdu = stackalloc byte[target.Request!.Length];
        return usm.Write(pdu[..target.Request.WritePdu(requestId, pdu)], requestId, to);
    }

    private void Receive(DatagramSocket socket, ReadOnlySpan<byte> datagram, in DatagramPath path)
    {
        var reason = MessageReader.TryRead(datagram, out var message);
        if (reason == DecodeReason.UnknownVersion && UsmMessage.TryRead(datagram, out var safe) == DecodeReason.None)
        {
            ReceiveSafe(socket, datagram, safe.Id, path);
            return;
        }

        if (reason != DecodeReason.None)
        {
            metrics.DecodeErrors.Add(1);
            return;
        }

        ref var flight = ref flights[message.RequestId & (MaxInFlight - 1)];
        if (message.Type != PduType.Response || !IsFrom(flight, message.RequestId, path) || flight.Target!.Usm is not null)
        {
            metrics.Unexpected.Add(1);
            return;
        }

        Take(ref flight, message, datagram);
    }

    // An SNMPv3 exchange has the same number as msgID and as request-id.
    private void ReceiveSafe(DatagramSocket socket, ReadOnlySpan<byte> datagram, int id, in DatagramPath path)
    {
        ref var flight = ref flights[id & (MaxInFlight - 1)];
        if (!IsFrom(flight, id, path) || flight.Target!.Usm is not { } usm)
        {
            metrics.Unexpected.Add(1);
            return;
        }

        if (flight.Answered)
        {
            return;
        }

        switch (usm.Read(datagram, id, out _, out var message))
        {
            case UsmStep.AskAgain when flight.Rounds++ < MostRounds:
                socket.Send(again.AsSpan(0, Write(flight.Target, id, again)), path.Remote);
                break;
            case UsmStep.Answer when message.RequestId == id:
                Take(ref flight, message, default);
                break;
            case UsmStep.Fault:
                flight.Answered = true;
                replies.Enqueue(new SnmpReply(flight.Target, id, ReplyReason.Denied, time.GetTimestamp(), null));
                break;
        }
    }

    private static bool IsFrom(in Flight flight, int id, in DatagramPath path) =>
        flight.RequestId == id && flight.Target is { } target && target.EndPoint == path.Remote;

    private void Take(ref Flight flight, in MessageReader message, ReadOnlySpan<byte> datagram)
    {
        if (flight.Answered)
        {
            return;
        }

        var target = flight.Target!;
        var reason = target.Request!.Read(message, target.Slots);
        if (reason == ReplyReason.Malformed)
        {
            metrics.DecodeErrors.Add(1);
            return;
        }

        flight.Answered = true;
        replies.Enqueue(new SnmpReply(target, message.RequestId, reason, time.GetTimestamp(), target.KeepsDatagram ? Copy(message, datagram) : null));
    }

    // What was hidden is kept in the frame that everybody reads.
    private static byte[] Copy(in MessageReader message, ReadOnlySpan<byte> datagram)
    {
        if (message.Version != SnmpVersion.V3)
        {
            return datagram.ToArray();
        }

        var frame = new byte[message.Pdu.Length + 16];
        return frame[..CommunityFrame.Write(frame, SnmpVersion.V2c, "", message.Pdu)];
    }

    /// <summary>One address family: its socket, and what waits to leave by it.</summary>
    private sealed class Line : IDisposable
    {
        private const int Together = 256;

        private readonly DatagramBatch batch;
        private readonly PollTarget?[] targets = new PollTarget?[Together];
        private readonly Action<int> failed;
        private int count;

        public Line(DatagramSocket socket, MonitorMetrics metrics)
        {
            (Socket, batch) = (socket, socket.OpenBatch(Together));
            failed = place =>
            {
                targets[place]!.Sent--;
                metrics.NotSent.Add(1);
            };
        }

        public DatagramSocket Socket { get; }

        public void Add(ReadOnlySpan<byte> datagram, PollTarget target)
        {
            if (count == Together)
            {
                Flush();
            }

            targets[count++] = target;
            target.Sent++;
            batch.Add(datagram, new DatagramPath(target.EndPoint, default));
        }

        public void Flush()
        {
            if (count > 0)
            {
                batch.Flush(failed);
                targets.AsSpan(0, count).Clear();
                count = 0;
            }
        }

        public void Dispose()
        {
            batch.Dispose();
            Socket.Dispose();
        }
    }
}
