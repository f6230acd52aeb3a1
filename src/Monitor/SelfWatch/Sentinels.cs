using System.Globalization;
using System.Net;
using HotspotManager.Datagrams;
using HotspotManager.Monitor.Outages;
using HotspotManager.Monitor.Polling;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotspotManager.Monitor.SelfWatch;

/// <summary>
/// Pings what always answers, every 3 s: this machine's default gateway and the addresses of <c>Monitor:Sentinels</c>. When the gateway, or all of the addresses, have been silent for
/// 10 s, it may be our own way out that is lost, and the detector is told. What has never answered says nothing: many gateways answer no ping.
/// </summary>
public sealed partial class Sentinels : IHostedService, IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(10);

    private readonly OutageDetector detector;
    private readonly TimeProvider time;
    private readonly ILogger<Sentinels> log;
    private readonly Pinger pinger;
    private readonly Watched[] watched;
    private readonly Lock gate = new();
    private ITimer? timer;
    private bool stopped;

    public Sentinels(IDatagrams network, OutageDetector detector, IOptions<MonitorOptions> options, MonitorMetrics metrics, TimeProvider time, ILogger<Sentinels> log)
        : this(network, detector, DefaultGateway(File.Exists("/proc/net/route") ? File.ReadLines("/proc/net/route") : []), MonitorOptions.Addresses(options.Value.Sentinels)!, metrics, time, log)
    {
    }

    internal Sentinels(
        IDatagrams network, OutageDetector detector, IPAddress? gateway, IReadOnlyList<IPAddress> addresses, MonitorMetrics metrics, TimeProvider time, ILogger<Sentinels> log)
    {
        (this.detector, this.time, this.log) = (detector, time, log);
        pinger = new Pinger(network, metrics);
        watched = [.. addresses.Select(a => new Watched(a, false)), .. gateway is null ? (Watched[])[] : [new Watched(gateway, true)]];
    }

    /// <summary>Whether they say that our way out is silent.</summary>
    public bool IsSilent { get; private set; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (watched.Length > 0 && pinger.IsAvailable)
        {
            timer = time.CreateTimer(static sentinels => ((Sentinels)sentinels!).Step(), this, TimeSpan.Zero, Every);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        timer?.Dispose();
        lock (gate)
        {
            if (!stopped)
            {
                stopped = true;
                pinger.Dispose();
            }
        }
    }

    /// <summary>The gateway of the default route in the lines of /proc/net/route (proc(5): numbers in hexadecimal, in the machine's byte order).</summary>
    internal static IPAddress? DefaultGateway(IEnumerable<string> routes)
    {
        foreach (var line in routes.Skip(1))
        {
            var fields = line.Split((char[])['\t', ' '], StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 7 && fields[1] == "00000000" && fields[7] == "00000000"
                && uint.TryParse(fields[2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var gateway) && gateway != 0)
            {
                return new IPAddress(BitConverter.GetBytes(gateway));
            }
        }

        return null;
    }

    private void Step()
    {
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

            while (pinger.TryTake(out var key))
            {
                watched[key].Heard = time.GetTimestamp();
            }

            Judge();
            for (var i = 0; i < watched.Length; i++)
            {
                pinger.Send(watched[i].To, i);
            }
        }
        finally
        {
            gate.Exit();
        }
    }

    private void Judge()
    {
        var isSilent = IsGroupSilent(isGateway: true) || IsGroupSilent(isGateway: false);
        if (isSilent == IsSilent)
        {
            return;
        }

        IsSilent = isSilent;
        detector.Tell(new OutsideFact.OwnWay(isSilent));
        if (isSilent)
        {
            Silent(log, string.Join(", ", watched.Select(w => w.To.ToAddress())));
        }
        else
        {
            Back(log);
        }
    }

    private bool IsGroupSilent(bool isGateway)
    {
        var known = watched.Where(w => w.IsGateway == isGateway && w.Heard is not null).ToList();
        return known.Count > 0 && known.TrueForAll(w => time.GetElapsedTime(w.Heard!.Value) > SilentAfter);
    }

    private sealed class Watched(IPAddress address, bool isGateway)
    {
        public DatagramEndPoint To { get; } = new(address, 0);

        public bool IsGateway { get; } = isGateway;

        public long? Heard { get; set; }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "This server's own way out seems lost: no ping comes back from {Addresses}. If the devices are silent, too, nothing is held against them")]
    private static partial void Silent(ILogger log, string addresses);

    [LoggerMessage(Level = LogLevel.Information, Message = "This server's own way out is back")]
    private static partial void Back(ILogger log);
}
