using HotspotManager.Core.Conditions;
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
    private readonly List<DeviceFacts> told = [];
    private readonly List<(int Controller, ControlledFacts Facts)> controlled = [];
    private readonly Dictionary<int, DeviceCondition> conditions = [];
    private readonly SnmpClient client;
    private readonly Pinger pinger;

    public PollWorld(double interval = 60, DatagramFate? fate = null, int seed = 7, string? profile = null)
    {
        Network = new MemoryDatagrams(Time, fate);
        var timing = PollTiming.ForInterval(TimeSpan.FromSeconds(interval));
        Detector = new OutageDetector(DetectorOptions.ForInterval(timing.Interval));
        client = new SnmpClient(Network, Time, new Random(seed), Metrics);
        pinger = new Pinger(Network, Metrics);
        Network.AnswersPing = address => agents.Any(a => a.EndPoint.WithPort(0) == address && a.AnswersPing);
        Ring.Size((int)interval, 100, 64);
        Flow = new PollFlow(timing, client, pinger, new InventoryFlow(Profiles(profile)), Detector, new SampleKeeper(Ring, Results, timing, Metrics),
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

    /// <summary>Adds an agent that answers from a recording under Vectors/Snmprec.</summary>
    public SimulatedAgent AddRecording(int id, string name)
    {
        var agent = Add(id);
        Snmprec.Load(agent, name, Time);
        return agent;
    }

    /// <summary>Adds an access point that the controller <paramref name="controller"/> tells of; it is found there by one of these keys.</summary>
    public void AddControlled(int id, int controller, params string[] keys)
    {
        controlled.Add((controller, new ControlledFacts(id, keys)));
        told.Add(new DeviceFacts(id, null, "", IsPolled: true));
    }

    public PollWorld Configure()
    {
        Flow.Configure([.. facts, .. told], facts.Select((f, i) => new PolledDevice(f.Id, agents[i].EndPoint, "public"u8.ToArray(),
            Controls: [.. controlled.Where(c => c.Controller == f.Id).Select(c => c.Facts)])));
        return this;
    }

    /// <summary>What a device told of itself last, as <c>part role = value</c>, sorted; what else devices told is lost.</summary>
    public List<string> Condition(int id)
    {
        while (Results.Conditions.Reader.TryRead(out var condition))
        {
            conditions[condition.DeviceId] = condition;
        }

        return conditions.GetValueOrDefault(id) is { } found
            ? [.. found.Values().Select(v => FormattableString.Invariant($"{v.Part} {ConditionRoles.Name(v.Role)} = {v.Number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? v.Text}").Trim()).Order(StringComparer.Ordinal)]
            : [];
    }

    public string? ProfileOf(int id) => conditions.GetValueOrDefault(id)?.Profile;

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

    private static ProfileTable Profiles(string? own)
    {
        if (own is null)
        {
            return ProfileTable.Load(null);
        }

        var folder = Directory.CreateTempSubdirectory("hotspot-profiles");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "own.json"), own);
            return ProfileTable.Load(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
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
