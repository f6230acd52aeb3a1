using HotspotManager.Datagrams;
using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Monitor.Polling;

/// <summary>An answer to what was asked of a target: the values are in its slots, or the whole message in <paramref name="Datagram"/> when the target keeps it.</summary>
public readonly record struct SnmpReply(PollTarget Target, int RequestId, ReplyReason Reason, long Timestamp, byte[]? Datagram);

/// <summary>
/// Requests in flight over one socket for each address family: a table of slots, found by the low bits of the request-id; an answer counts only from the address that was
/// asked. Replies are decoded on the socket's thread, straight into the target's slots, and wait in a queue for the flow. Nothing is allocated for an exchange.
/// </summary>
public sealed class SnmpClient : IDisposable
{
    public const int MaxInFlight = 1 << SlotBits;

    private const int SlotBits = 14;
    private const int FirstGeneration = PreparedRequest.FirstRequestId >> SlotBits;
    private const int LastGeneration = int.MaxValue >> SlotBits;
    private const int BatchSize = 64;

    private readonly Lock gate = new();
    private readonly Flight[] flights = new Flight[MaxInFlight];
    private readonly Stack<int> free = new(MaxInFlight);
    private readonly Queue<SnmpReply> replies = new(1024);
    private readonly byte[] buffer = new byte[2048];
    private readonly TimeProvider time;
    private readonly MonitorMetrics metrics;
    private readonly DatagramSocket four;
    private readonly DatagramSocket? six;
    private int generation;

    private struct Flight
    {
        public PollTarget? Target;
        public int RequestId;
        public bool Answered;
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

        var options = new DatagramOptions { Name = "snmp", ReceiveBuffer = 8 << 20, Batch = BatchSize };
        four = network.Open(new System.Net.IPEndPoint(System.Net.IPAddress.Any, 0), Receive, options);
        try
        {
            six = network.Open(new System.Net.IPEndPoint(System.Net.IPAddress.IPv6Any, 0), Receive, options);
        }
        catch (System.Net.Sockets.SocketException)
        {
            // A machine without IPv6 polls what has IPv4.
            six = null;
        }
    }

    /// <summary>Takes a slot for what the target asks next; false when all are taken.</summary>
    public bool TryBegin(PollTarget target)
    {
        lock (gate)
        {
            if (!free.TryPop(out var slot))
            {
                return false;
            }

            generation = generation == LastGeneration ? FirstGeneration : generation + 1;
            ref var flight = ref flights[slot];
            (flight.Target, flight.Answered) = (target, false);
            flight.RequestId = (generation << SlotBits) | slot;
            target.Flight = slot;
            return true;
        }
    }

    /// <summary>Sends the target's request (again). False: it could not leave this machine.</summary>
    public bool Send(PollTarget target)
    {
        var length = target.Request!.Write(flights[target.Flight].RequestId, buffer);
        var socket = target.EndPoint.IsIPv4 ? four : six;
        if (socket is not null && socket.Send(buffer.AsSpan(0, length), target.EndPoint))
        {
            return true;
        }

        metrics.NotSent.Add(1);
        return false;
    }

    /// <summary>Gives the target's slot back: later answers are not expected any more.</summary>
    public void End(PollTarget target)
    {
        lock (gate)
        {
            if (target.Flight >= 0)
            {
                flights[target.Flight].Target = null;
                free.Push(target.Flight);
                target.Flight = -1;
            }
        }
    }

    /// <summary>The next reply that came.</summary>
    public bool TryTake(out SnmpReply reply)
    {
        lock (gate)
        {
            return replies.TryDequeue(out reply);
        }
    }

    /// <summary>True when this reply answers what the target asks now.</summary>
    public bool IsCurrent(in SnmpReply reply) => reply.Target.Flight >= 0 && flights[reply.Target.Flight].RequestId == reply.RequestId;

    public void Dispose()
    {
        four.Dispose();
        six?.Dispose();
    }

    private void Receive(DatagramSocket socket, ReadOnlySpan<byte> datagram, in DatagramPath path)
    {
        if (MessageReader.TryRead(datagram, out var message) != DecodeReason.None)
        {
            metrics.DecodeErrors.Add(1);
            return;
        }

        lock (gate)
        {
            ref var flight = ref flights[message.RequestId & (MaxInFlight - 1)];
            if (message.Type != PduType.Response || flight.RequestId != message.RequestId || flight.Target is not { } target || target.EndPoint != path.Remote)
            {
                metrics.Unexpected.Add(1);
                return;
            }

            if (flight.Answered)
            {
                return;
            }

            var reason = target.Request!.Read(message, target.Slots);
            if (reason == ReplyReason.Malformed)
            {
                metrics.DecodeErrors.Add(1);
                return;
            }

            flight.Answered = true;
            replies.Enqueue(new SnmpReply(target, message.RequestId, reason, time.GetTimestamp(), target.KeepsDatagram ? datagram.ToArray() : null));
        }
    }
}
