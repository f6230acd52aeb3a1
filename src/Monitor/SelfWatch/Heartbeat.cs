using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotspotManager.Monitor.SelfWatch;

/// <summary>
/// Fetches <c>Monitor:HeartbeatUrl</c> every minute as long as all is well inside: polling goes on in time, our own way out is there, the database answers. Whoever waits for it outside
/// (healthchecks.io, Uptime Kuma's push monitor) gives alarm when it stays away, which this server could not do itself. That it fails costs nothing here.
/// </summary>
public sealed partial class Heartbeat : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenComplaints = TimeSpan.FromHours(1);

    private readonly Func<IReadOnlyList<string>> problems;
    private readonly IDbContextFactory<HotspotDb> databases;
    private readonly Uri? url;
    private readonly MonitorMetrics metrics;
    private readonly TimeProvider time;
    private readonly ILogger<Heartbeat> log;
    private readonly HttpClient http;
    private long? complained;

    public Heartbeat(MonitorWatch watch, IDbContextFactory<HotspotDb> databases, IOptions<MonitorOptions> options, MonitorMetrics metrics, TimeProvider time, ILogger<Heartbeat> log)
        : this(() => watch.Problems(indonesian: false), databases, options.Value.HeartbeatUrl, metrics, time, log, new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
    }

    internal Heartbeat(
        Func<IReadOnlyList<string>> problems, IDbContextFactory<HotspotDb> databases, string url, MonitorMetrics metrics, TimeProvider time, ILogger<Heartbeat> log, HttpMessageHandler handler)
    {
        (this.problems, this.databases, this.metrics, this.time, this.log) = (problems, databases, metrics, time, log);
        this.url = url.Length > 0 ? new Uri(url) : null;
        http = new HttpClient(handler) { Timeout = Patience };
    }

    public override void Dispose()
    {
        http.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (url is null)
        {
            return;
        }

        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await BeatAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    /// <summary>Beats once, when all is well; true when it was heard.</summary>
    internal async Task<bool> BeatAsync(CancellationToken cancel)
    {
        try
        {
            if (problems() is [var first, ..])
            {
                Complain(first);
                return false;
            }

            await using (var db = await databases.CreateDbContextAsync(cancel))
            {
                await db.Set<Revision>().AsNoTracking().AnyAsync(cancel);
            }

            using var response = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancel);
            response.EnsureSuccessStatusCode();
            metrics.Heartbeats.Add(1);
            return true;
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            Complain(error.Message);
            return false;
        }
    }

    private void Complain(string why)
    {
        metrics.HeartbeatsMissed.Add(1);
        if (complained is not { } last || time.GetElapsedTime(last) >= BetweenComplaints)
        {
            complained = time.GetTimestamp();
            NotSent(log, why);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No heartbeat went out: {Why}")]
    private static partial void NotSent(ILogger log, string why);
}
