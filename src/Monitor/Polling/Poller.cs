using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Series;
using HotspotManager.Datagrams;
using HotspotManager.Monitor.CheckIns;
using HotspotManager.Monitor.Snmp.Usm;
using HotspotManager.Monitor.Outages;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotspotManager.Monitor.Polling;

/// <summary>Drives <see cref="PollFlow"/>: steps it 25 times a second, gives it the network when it changes, and what others ask for.</summary>
public sealed partial class Poller(
    PollFlow flow, CheckInWatch checkIns, OutageDetector detector, OutageLog outages, NetworkTable network, SampleRing ring, PollTiming timing, IOptions<MonitorOptions> options,
    MonitorMetrics metrics, TimeProvider time, ILogger<Poller> log) : IHostedService, IDisposable
{
    private static readonly TimeSpan StepEvery = TimeSpan.FromMilliseconds(40);

    private static readonly TimeSpan BetweenDenials = TimeSpan.FromHours(1);

    private readonly Dictionary<int, long> denied = [];
    private readonly Lock gate = new();
    private readonly ConcurrentQueue<(int DeviceId, bool IsOrder)> pulls = new();
    private ITimer? timer;
    private NetworkSnapshot configured = NetworkSnapshot.Empty;
    private ILookup<int, DeviceEntry> controls = Array.Empty<DeviceEntry>().ToLookup(d => d.Id);
    private bool stopped;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        ring.Size(options.Value.PollSeconds, network.Current.Devices.Count, options.Value.RingMiB);
        lock (gate)
        {
            Configure();
            outages.Resume(detector);
        }

        flow.Denied = TellDenied;
        metrics.ShowStates(CountStates);
        timer = time.CreateTimer(static poller => ((Poller)poller!).Step(), this, TimeSpan.Zero, StepEvery);
        Started(log, configured.Devices.Count(d => d.IsPolled), timing.Interval.TotalSeconds);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        timer?.Dispose();
        lock (gate)
        {
            stopped = true;
            flow.Flush();
        }

        return Task.CompletedTask;
    }

    /// <summary>When it last did its work (a time stamp); null before the first time.</summary>
    public long? LastStep { get; private set; }

    public TimeSpan Interval => timing.Interval;

    /// <summary>How many devices it polls.</summary>
    public int Devices => configured.Devices.Count(d => d.IsPolled);

    /// <summary>Requests in flight, and polls that wait because enough are in flight behind their uplink.</summary>
    public (int InFlight, int BehindUplinks) Load
    {
        get
        {
            lock (gate)
            {
                return flow.Load;
            }
        }
    }

    /// <summary>Devices whose answers take above a second, the slowest first.</summary>
    public IReadOnlyList<(string Name, double Milliseconds)> Slowest(int most)
    {
        lock (gate)
        {
            return [.. flow.Slow(TimeSpan.FromSeconds(1)).OrderByDescending(s => s.Milliseconds).Take(most)
                .Select(s => (configured.FindDevice(s.DeviceId)?.Name ?? "?", (double)s.Milliseconds))];
        }
    }

    /// <summary>Has a device asked soon. From any thread.</summary>
    public void Pull(int deviceId) => pulls.Enqueue((deviceId, false));

    /// <summary>Has a device asked at once; what comes of it is told to <see cref="PollResults.Ordered"/>. From any thread.</summary>
    public void PollNow(int deviceId) => pulls.Enqueue((deviceId, true));

    public void Dispose() => timer?.Dispose();

    private void Step()
    {
        // A step that takes long is not joined by the next one.
        if (!gate.TryEnter())
        {
            return;
        }

        try
        {
            if (stopped)
            {
                return;
            }

            if (!ReferenceEquals(configured, network.Current))
            {
                Configure();
            }

            while (pulls.TryDequeue(out var pull))
            {
                if (pull.IsOrder)
                {
                    flow.PollNow(pull.DeviceId);
                }
                else
                {
                    flow.Pull(pull.DeviceId, TimeSpan.Zero);
                }
            }

            // Before the poller's own step, which hands on what the detector found.
            checkIns.Step();
            flow.Step();
            LastStep = time.GetTimestamp();
        }
        catch (Exception error)
        {
            StepFailed(log, error);
        }
        finally
        {
            gate.Exit();
        }
    }

    private void Configure()
    {
        configured = network.Current;
        controls = configured.Devices.Where(d => d.CheckInKey is null && d.Row.ControllerId is { } id && configured.FindDevice(id)?.IsPolled == true).ToLookup(d => d.Row.ControllerId!.Value);
        flow.Configure(
            [.. configured.Devices.Select(d => new DeviceFacts(d.Id, d.Row.UplinkId, d.AreaCode, d.IsWatched))],
            configured.Devices.Where(d => d.IsPolled).Select(Polled).OfType<PolledDevice>());
        checkIns.Configure(configured.Devices.Where(d => d.CheckInKey is not null).Select(d => d.Id));
    }

    private PolledDevice? Polled(DeviceEntry device)
    {
        try
        {
            var user = device.Row.SnmpUser is { } name ? UsmUser.Parse(name, device.SnmpAuth, device.SnmpPriv) : null;
            return new PolledDevice(device.Id, new DatagramEndPoint(device.Address, device.Row.SnmpPort), System.Text.Encoding.UTF8.GetBytes(device.SnmpCommunity ?? ""), user,
                [.. controls[device.Id].Select(d => new ControlledFacts(d.Id, [.. new[] { d.Row.ControllerKey, d.AccessPoint?.Mac, d.Name }.OfType<string>()]))]);
        }
        catch (FormatException error)
        {
            CannotAsk(log, device.Name, error.Message);
            return null;
        }
    }

    // Once an hour for each device: it is refused every minute.
    private void TellDenied(int deviceId, UsmFault fault)
    {
        if (denied.TryGetValue(deviceId, out var last) && time.GetElapsedTime(last) < BetweenDenials)
        {
            return;
        }

        denied[deviceId] = time.GetTimestamp();
        Denied(log, configured.FindDevice(deviceId)?.Name ?? "?", fault == UsmFault.None ? "silence after its engine was told: most likely the privacy password or protocol" : UsmFaults.English(fault));
    }

    private IEnumerable<Measurement<int>> CountStates()
    {
        lock (gate)
        {
            return [.. flow.CountStates().Select(s => new Measurement<int>(s.Value, new KeyValuePair<string, object?>("state", DeviceStates.Name(s.Key))))];
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Polling {Devices} devices every {Seconds} s")]
    private static partial void Started(ILogger log, int devices, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "A step of the poller failed; polling goes on")]
    private static partial void StepFailed(ILogger log, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Device} is not polled: {Why}")]
    private static partial void CannotAsk(ILogger log, string device, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Device} lives but gives no values to our SNMPv3 user: {Why}")]
    private static partial void Denied(ILogger log, string device, string why);
}
