using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace HotspotManager.Radius.Server;

/// <summary>
/// What each NAS did, for /metrics: <c>hotspot_radius_nas_packets</c> by NAS and outcome. Read from the counters that the packet path keeps anyway, when the
/// page is asked for: it costs a packet nothing. Outcomes that never happened are left out, so that hundreds of NAS stay a few series each.
/// </summary>
public sealed class NasMeter : IHostedService, IDisposable
{
    private readonly Meter _meter = new("HotspotManager.Radius.Nas");
    private readonly NasClientTable _clients;

    /// <summary>Reads the counters of these.</summary>
    public NasMeter(NasClientTable clients)
    {
        _clients = clients;
        _meter.CreateObservableCounter("hotspot_radius_nas_packets", Read, description: "RADIUS packets by NAS and what became of them");
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Read()
    {
        foreach (var client in _clients.All)
        {
            foreach (var (outcome, count) in Outcomes(client.Health))
            {
                if (count > 0)
                    yield return new Measurement<long>(count, new("nas", client.Name), new("outcome", outcome));
            }
        }
    }

    private static IEnumerable<(string Outcome, long Count)> Outcomes(NasHealth health)
    {
        yield return ("accept", health.Accepts);
        yield return ("reject", health.Rejects);
        yield return ("accounting", health.Accounting);
        yield return ("unreadable_password", health.UnreadablePasswords);
        foreach (var reason in Enum.GetValues<DropReason>())
            yield return (DropTexts.Metric(reason), health.Dropped(reason));
    }
}
