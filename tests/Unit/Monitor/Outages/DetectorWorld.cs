using HotspotManager.Core.Outages;
using HotspotManager.Monitor.Outages;

namespace HotspotManager.Unit.Monitor.Outages;

/// <summary>
/// A small network in simulated time: devices that live and die, a poller that asks them as the real one does (two datagrams a try, re-probes after 2, 5 and 10 s), and
/// the detector. Everything it told is in <see cref="Told"/>.
/// </summary>
internal sealed class DetectorWorld
{
    private static readonly double[] Probes = [0, 2, 5, 10];

    private readonly PriorityQueue<(int Device, int Version, bool Timeout), (double, long)> due = new();
    private readonly Dictionary<int, Node> nodes = [];
    private readonly Random random;
    private readonly double interval;
    private readonly double scale;
    private long order;
    private double now;

    private sealed class Node
    {
        public required DeviceFacts Facts { get; init; }
        public int Version { get; set; }
        public bool InFlight { get; set; }
        public int Misses { get; set; }
        public double Base { get; set; }
    }

    public DetectorWorld(IReadOnlyList<DeviceFacts> network, double interval = 60, double loss = 0, int seed = 1)
    {
        (this.interval, Loss, random) = (interval, loss, new Random(seed));
        scale = Math.Min(1, interval / 10);
        Detector = new OutageDetector(DetectorOptions.ForInterval(TimeSpan.FromSeconds(interval)));
        Detector.Configure(network, At);
        foreach (var facts in network)
        {
            nodes.Add(facts.Id, new Node { Facts = facts });
            if (facts.IsPolled)
            {
                Schedule(facts.Id, random.NextDouble() * interval, timeout: false);
            }
        }
    }

    public OutageDetector Detector { get; }

    /// <summary>The share of datagrams lost, each way.</summary>
    public double Loss { get; set; }

    /// <summary>Devices without power.</summary>
    public HashSet<int> Dead { get; } = [];

    /// <summary>Those that die while the poller cannot see them.</summary>
    public HashSet<int> DeadWhenBack { get; } = [];

    /// <summary>The poller's own way out is cut.</summary>
    public bool IsCut { get; set; }

    public List<Detection> Told { get; } = [];

    public DateTimeOffset At => new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(now);

    public IEnumerable<Detection> States(DeviceState state) => Told.Where(t => t.Kind == DetectionKind.State && t.State == state);

    public int Count(DetectionKind kind) => Told.Count(t => t.Kind == kind);

    public int OpenIncidents => Count(DetectionKind.IncidentOpened) + Count(DetectionKind.IncidentReopened) - Count(DetectionKind.IncidentMerged)
        - Count(DetectionKind.IncidentClosed);

    public void Run(double seconds)
    {
        var end = now + seconds;
        while (due.TryPeek(out var next, out var when) && when.Item1 <= end)
        {
            due.Dequeue();
            now = when.Item1;
            Detector.Advance(At);
            var node = nodes[next.Device];
            if (next.Version == node.Version)
            {
                if (next.Timeout)
                {
                    Miss(node);
                }
                else
                {
                    Ask(node);
                }
            }

            Drain();
        }

        now = end;
        Detector.Advance(At);
        Drain();
    }

    private void Ask(Node node)
    {
        var first = Arrives(node);
        if (first || Arrives(node))
        {
            node.Misses = 0;
            Detector.Answered(node.Facts.Id, At, strained: !first);
            Schedule(node.Facts.Id, interval, timeout: false);
            return;
        }

        node.Base = node.Misses == 0 ? now : node.Base;
        node.InFlight = true;
        Schedule(node.Facts.Id, 1.5 * scale, timeout: true);
    }

    private void Miss(Node node)
    {
        node.InFlight = false;
        node.Misses++;
        Detector.Missed(node.Facts.Id, At);
        var state = Detector.StateOf(node.Facts.Id);
        if (node.Misses < Probes.Length && state is not (DeviceState.Down or DeviceState.Unreachable))
        {
            Schedule(node.Facts.Id, (node.Base + (Probes[node.Misses] * scale)) - now + (1.5 * scale), timeout: false);
            return;
        }

        node.Misses = 0;
        Schedule(node.Facts.Id, interval, timeout: false);
    }

    private bool Arrives(Node node)
    {
        if (IsCut)
        {
            return false;
        }

        var at = node;
        for (var i = 0; i < 10; i++)
        {
            if (Dead.Contains(at.Facts.Id))
            {
                return false;
            }

            if (at.Facts.UplinkId is not { } uplink || !nodes.TryGetValue(uplink, out at!))
            {
                break;
            }
        }

        return random.NextDouble() >= Loss && random.NextDouble() >= Loss;
    }

    private void Drain()
    {
        foreach (var wish in Detector.Wishes.ToList())
        {
            if (nodes[wish.DeviceId] is { Misses: 0, InFlight: false })
            {
                Schedule(wish.DeviceId, wish.Delay.TotalSeconds + 0.1, timeout: false);
            }
        }

        Detector.Wishes.Clear();
        Told.AddRange(Detector.Changes);
        Detector.Changes.Clear();
    }

    private void Schedule(int device, double delay, bool timeout) =>
        due.Enqueue((device, ++nodes[device].Version, timeout), (now + delay, order++));
}
