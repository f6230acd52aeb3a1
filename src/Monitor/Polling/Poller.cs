using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Series;
using HotspotManager.Datagrams;
using HotspotManager.Monitor.Outages;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotspotManager.Monitor.Polling;

/// <summary>Drives <see cref="PollFlow"/>: steps it 25 times a second, gives it the network when it changes, and what others ask for.</summary>
public sealed partial class Poller(
    PollFlow flow, OutageDetector detector, OutageLog outages, NetworkTable network, SampleRing ring, PollTiming timing, IOptions<MonitorOptions> options,
    MonitorMetrics metrics, TimeProvider time, ILogger<Poller> log) : IHostedService, IDisposable
{
    private static readonly TimeSpan StepEvery = TimeSpan.FromMilliseconds(40);

    private readonly Lock gate = new();
    private readonly ConcurrentQueue<int> pulls = new();
    private ITimer? timer;
    private NetworkSnapshot configured = NetworkSnapshot.Empty;
    private bool stopped;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        ring.Size(options.Value.PollSeconds, network.Current.Devices.Count, options.Value.RingMiB);
        lock (gate)
        {
            Configure();
            outages.Resume(detector);
        }

        metrics.ShowStates(CountStates);
        timer = time.CreateTimer(static poller => ((Poller)poller!).Step(), this, TimeSpan.Zero, StepEvery);
        Started(log, configured.Devices.Count(d => d.SnmpCommunity is not null), timing.Interval.TotalSeconds);
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

    /// <summary>Has a device asked soon. From any thread.</summary>
    public void Pull(int deviceId) => pulls.Enqueue(deviceId);

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

            while (pulls.TryDequeue(out var deviceId))
            {
                flow.Pull(deviceId, TimeSpan.Zero);
            }

            flow.Step();
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
        flow.Configure(
            [.. configured.Devices.Select(d => new DeviceFacts(d.Id, d.Row.UplinkId, d.AreaCode, d.SnmpCommunity is not null))],
            configured.Devices.Where(d => d.SnmpCommunity is not null)
                .Select(d => (d.Id, new DatagramEndPoint(d.Address, d.Row.SnmpPort), System.Text.Encoding.UTF8.GetBytes(d.SnmpCommunity!))));
        foreach (var device in configured.Devices.Where(d => d.SnmpCommunity is null && d.Row.SnmpUser is not null))
        {
            OnlyV3(log, device.Name);
        }
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Device} has an SNMPv3 user but no community: it is not polled")]
    private static partial void OnlyV3(ILogger log, string device);
}
