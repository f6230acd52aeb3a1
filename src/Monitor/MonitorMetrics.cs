using System.Diagnostics.Metrics;

namespace HotspotManager.Monitor;

/// <summary>What the monitor counts of itself.</summary>
public sealed class MonitorMetrics : IDisposable
{
    public const string MeterName = "HotspotManager.Monitor";

    private readonly Meter meter = new(MeterName);

    public MonitorMetrics()
    {
        Polls = meter.CreateCounter<long>("hotspot.monitor.polls", description: "Polls answered");
        Missed = meter.CreateCounter<long>("hotspot.monitor.timeouts", description: "Tries of a poll that got no answer in time");
        Retries = meter.CreateCounter<long>("hotspot.monitor.retries", description: "Requests sent again");
        DecodeErrors = meter.CreateCounter<long>("hotspot.monitor.decode_errors", description: "Datagrams that were no SNMP message, or a broken one");
        Unexpected = meter.CreateCounter<long>("hotspot.monitor.unexpected", description: "Replies nobody waits for, or from another address");
        NotSent = meter.CreateCounter<long>("hotspot.monitor.not_sent", description: "Requests this machine could not send");
        TooBig = meter.CreateCounter<long>("hotspot.monitor.too_big", description: "Agents that could not fit their answer");
        Implausible = meter.CreateCounter<long>("hotspot.monitor.implausible", description: "Rates thrown away: above the speed of the link");
        Resets = meter.CreateCounter<long>("hotspot.monitor.resets", description: "Counters that began again, restarts included");
        ClockDrift = meter.CreateCounter<long>("hotspot.monitor.clock_drift", description: "Readings whose agent's clock does not run like ours");
        Denied = meter.CreateCounter<long>("hotspot.monitor.denied", description: "Polls that an agent refused our SNMPv3 user");
        Pings = meter.CreateCounter<long>("hotspot.monitor.pings", description: "ICMP echo requests to devices whose SNMP agent was silent");
        Stalls = meter.CreateCounter<long>("hotspot.monitor.stalls", description: "Times this process was late itself, so that nothing was held against devices");
        Slept = meter.CreateCounter<double>("hotspot.monitor.slept", "s", "Time this process slept through: suspended, or starved of its core");
        Heartbeats = meter.CreateCounter<long>("hotspot.monitor.heartbeats", description: "Heartbeats that were heard outside");
        HeartbeatsMissed = meter.CreateCounter<long>("hotspot.monitor.heartbeats_missed", description: "Heartbeats that were not sent, as something is not well, or not heard");
        Traps = meter.CreateCounter<long>("hotspot.monitor.traps", description: "Traps taken as a hint");
        TrapsIgnored = meter.CreateCounter<long>("hotspot.monitor.traps_ignored", description: "Traps from unknown sources, or too many from one");
        TrapsMalformed = meter.CreateCounter<long>("hotspot.monitor.traps_malformed", description: "Datagrams on the trap port that are no trap");
        ScheduleLag = meter.CreateHistogram<double>("hotspot.monitor.schedule_lag", "s", "How late polls start");
    }

    public Counter<long> Polls { get; }
    public Counter<long> Missed { get; }
    public Counter<long> Retries { get; }
    public Counter<long> DecodeErrors { get; }
    public Counter<long> Unexpected { get; }
    public Counter<long> NotSent { get; }
    public Counter<long> TooBig { get; }
    public Counter<long> Implausible { get; }
    public Counter<long> Resets { get; }
    public Counter<long> ClockDrift { get; }
    public Counter<long> Denied { get; }
    public Counter<long> Pings { get; }
    public Counter<long> Stalls { get; }
    public Counter<double> Slept { get; }
    public Counter<long> Heartbeats { get; }
    public Counter<long> HeartbeatsMissed { get; }
    public Counter<long> Traps { get; }
    public Counter<long> TrapsIgnored { get; }
    public Counter<long> TrapsMalformed { get; }
    public Histogram<double> ScheduleLag { get; }

    /// <summary>Whether an instrument is one of these.</summary>
    public bool Owns(Instrument instrument) => ReferenceEquals(instrument.Meter, meter);

    /// <summary>Shows a number that is asked for when somebody looks.</summary>
    public void Show(string name, Func<int> value, string description) => meter.CreateObservableGauge(name, value, description: description);

    /// <summary>Shows how many devices are in each state.</summary>
    public void ShowStates(Func<IEnumerable<Measurement<int>>> states) =>
        meter.CreateObservableGauge("hotspot.monitor.devices", states, description: "Devices by state");

    public void Dispose() => meter.Dispose();
}
