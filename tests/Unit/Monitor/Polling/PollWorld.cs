using HotspotManager.Core.Outages;
using HotspotManager.Core.Series;
using HotspotManager.Datagrams;
using HotspotManager.Monitor;
using HotspotManager.Monitor.Outages;
using HotspotManager.Monitor.Polling;

namespace HotspotManager.Unit.Monitor.Polling;

/// <summary>The poller whole, without store: on simulated time over the network in memory.</summary>
internal sealed class PollWorld : IDisposable
{
    private const int StepMilliseconds = 50;

    private readonly List<SimulatedAgent> agents = [];
    private readonly List<DeviceFacts> facts = [];
    private readonly SnmpClient client;
    private readonly Pinger pinger;

    public PollWorld(double interval = 60, DatagramFate? fate = null, int seed = 7)
    {
        Network = new MemoryDatagrams(Time, fate);
        var timing = PollTiming.ForInterval(TimeSpan.FromSeconds(interval));
        Detector = new OutageDetector(DetectorOptions.ForInterval(timing.Interval));
        client = new SnmpClient(Network, Time, new Random(seed), Metrics);
        pinger = new Pinger(Network, Metrics);
        Network.AnswersPing = address => agents.Any(a => a.EndPoint.WithPort(0) == address && a.AnswersPing);
        Ring.Size((int)interval, 100, 64);
        Flow = new PollFlow(timing, client, pinger, new InventoryFlow(ProfileTable.Load(null)), Detector, new SampleKeeper(Ring, Results, timing, Metrics),
            Results, Time, Metrics);
    }

    public SimulatedTime Time { get; } = new();
    public MemoryDatagrams Network { get; }
    public MonitorMetrics Metrics { get; } = new();
    public SampleRing Ring { get; } = new();
    public PollResults Results { get; } = new();
    public OutageDetector Detector { get; }
    public PollFlow Flow { get; }

    /// <summary>Adds an agent as device <paramref name="id"/>; call <see cref="Configure"/> after the last.</summary>
    public SimulatedAgent Add(int id, string sysObjectId = "1.3.6.1.4.1.8072.3.2.10", string sysDescr = "Linux ap", int? uplink = null)
    {
        var agent = new SimulatedAgent(Network, Time, $"10.0.{id / 250}.{(id % 250) + 1}", sysObjectId, sysDescr);
        agents.Add(agent);
        facts.Add(new DeviceFacts(id, uplink, "", IsPolled: true));
        return agent;
    }

    public PollWorld Configure()
    {
        Flow.Configure(facts, facts.Select((f, i) => new PolledDevice(f.Id, agents[i].EndPoint, "public"u8.ToArray())));
        return this;
    }

    public void Run(double seconds)
    {
        for (var i = 0; i < seconds * 1000 / StepMilliseconds; i++)
        {
            Time.Advance(StepMilliseconds);
            Flow.Step();
        }
    }

    public List<Detection> Told()
    {
        var told = new List<Detection>();
        while (Results.Detections.Reader.TryRead(out var batch))
        {
            told.AddRange(batch);
        }

        return told;
    }

    public DeviceState StateOf(int id) => Detector.StateOf(id);

    public void Dispose()
    {
        client.Dispose();
        pinger.Dispose();
        agents.ForEach(a => a.Dispose());
        Metrics.Dispose();
        Network.Dispose();
    }
}
