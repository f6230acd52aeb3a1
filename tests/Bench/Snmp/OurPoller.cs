using System.Diagnostics;
using System.Globalization;
using HotspotManager.Datagrams;
using HotspotManager.Monitor;
using HotspotManager.Monitor.Polling;
using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Bench.Snmp;

/// <summary>
/// Our poller's exchange — prepared request, socket, matching, decoding into slots — in a process of its own, as the other side has one. Prints "polls seconds cpu-seconds".
/// </summary>
internal static class OurPoller
{
    public static void Run(string[] arguments)
    {
        var numbers = arguments.Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
        var (port, count, inFlight, warmUp, polls) = (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
        using var metrics = new MonitorMetrics();
        using var client = new SnmpClient(new UdpDatagrams(), TimeProvider.System, Random.Shared, metrics);
        var lane = new UplinkLane(int.MaxValue);
        var targets = Enumerable.Range(0, count).Select(i => new PollTarget(i, DatagramEndPoint.FromIPv4((127u << 24) | (1u << 16) | ((uint)(i / 250) << 8) | (uint)((i % 250) + 1), port),
            "public"u8.ToArray(), lane)
        {
            Request = new PreparedRequest(SnmpVersion.V2c, "public"u8, PduType.Get, Agents.Names),
            Slots = new ValueSlot[Agents.Names.Length],
        }).ToArray();
        Poll(client, targets, inFlight, warmUp);
        var (began, before, garbage) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));
        Poll(client, targets, inFlight, polls);
        var (seconds, cpu) = (Stopwatch.GetElapsedTime(began).TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        garbage = GC.GetTotalAllocatedBytes(precise: true) - garbage;
        Terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{polls} {seconds:F6} {cpu:F6} {garbage}"));
    }

    private static void Poll(SnmpClient client, PollTarget[] targets, int inFlight, int polls)
    {
        var (sent, answered, next, checksum) = (0, 0, 0, 0UL);
        var quiet = Stopwatch.GetTimestamp();
        while (answered < polls)
        {
            for (; sent - answered < inFlight && sent < polls; sent++)
            {
                var target = targets[next];
                next = next + 1 == targets.Length ? 0 : next + 1;
                while (target.IsInFlight)
                {
                    target = targets[next];
                    next = next + 1 == targets.Length ? 0 : next + 1;
                }
                client.TryBegin(target);
                client.Send(target);
            }
            client.Flush();
            var before = answered;
            while (client.TryTake(out var reply))
            {
                if (!client.IsCurrent(reply) || reply.Reason != ReplyReason.None)
                    throw new InvalidOperationException($"an answer that is none: {reply.Reason}");
                foreach (var slot in reply.Target.Slots)
                    checksum += slot.Bits;
                client.End(reply.Target);
                answered++;
            }
            if (answered != before)
                quiet = Stopwatch.GetTimestamp();
            else if (Stopwatch.GetElapsedTime(quiet).TotalSeconds > 5)
                throw new InvalidOperationException($"no answer for 5 s after {answered} of {polls}, checksum {checksum}");
            else
                Thread.Sleep(1); // the poller itself looks every 40 ms; looking all the time would only burn the core that both threads share
        }
    }
}
