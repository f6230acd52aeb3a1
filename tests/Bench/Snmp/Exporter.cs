using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace HotspotManager.Bench.Snmp;

/// <summary>prometheus-snmp-exporter, as Prometheus asks it: one HTTP request for each poll of the same 13 variables of the same agents, so many at once.</summary>
internal static class Exporter
{
    private const string Program = "/usr/bin/prometheus-snmp-exporter";
    private const int AtOnce = 50;

    /// <summary>Its CPU for so many polls, as fast as it goes on the server's core.</summary>
    /// <exception cref="InvalidOperationException">It is missing, or gives other values than were asked for.</exception>
    public static Round Run(WorkFolder work, int agents, int targets, int polls)
    {
        if (!File.Exists(Program))
            throw new InvalidOperationException($"{Program} is missing: apt install prometheus-snmp-exporter");
        var file = Path.Combine(work.Path, "snmp.yml");
        File.WriteAllText(file, Configuration());
        var port = Radius.LoadGenerator.FreePort();
        using var exporter = Peer.Start("prometheus-snmp-exporter", work.Path, Machine.ServerCore, Program, $"--config.file={file}", $"--web.listen-address=127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(30) };
        for (var tries = 0; ; tries++)
        {
            try
            {
                Check(http.GetStringAsync(Target(0)).GetAwaiter().GetResult());
                break;
            }
            catch (HttpRequestException) when (tries < 50)
            {
                Thread.Sleep(100);
            }
        }
        Scrape(polls / 4);
        var before = exporter.CpuSeconds();
        var began = Stopwatch.GetTimestamp();
        Scrape(polls);
        return new Round(polls, Stopwatch.GetElapsedTime(began).TotalSeconds, exporter.CpuSeconds() - before);

        string Target(int number) => string.Create(CultureInfo.InvariantCulture, $"/snmp?module=bench&target=127.0.{number % targets / 250}.{(number % targets % 250) + 1}:{agents}");

        void Scrape(int count) => Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, cancel) =>
            Check(await http.GetStringAsync(Target(number), cancel))).GetAwaiter().GetResult();
    }

    private static void Check(string metrics)
    {
        if (!metrics.Contains("ifHCInOctets{ifIndex=\"4\"}", StringComparison.Ordinal) || !metrics.Contains("sysUpTime ", StringComparison.Ordinal))
            throw new InvalidOperationException($"the exporter gives other values: {metrics}");
    }

    private static string Configuration()
    {
        var text = new StringBuilder("bench:\n  get:\n");
        foreach (var name in Agents.Names)
            text.Append("  - ").Append(name).Append('\n');
        text.Append("  metrics:\n  - name: sysUpTime\n    oid: 1.3.6.1.2.1.1.3\n    type: gauge\n");
        foreach (var (name, oid, type) in new[] { ("ifHCInOctets", 6, "counter"), ("ifHCOutOctets", 10, "counter"), ("ifHighSpeed", 15, "gauge") })
        {
            text.Append(CultureInfo.InvariantCulture, $"  - name: {name}\n    oid: 1.3.6.1.2.1.31.1.1.1.{oid}\n    type: {type}\n    indexes:\n    - labelname: ifIndex\n      type: gauge\n");
        }
        return text.Append("  version: 2\n  max_repetitions: 25\n  timeout: 5s\n  auth:\n    community: public\n").ToString();
    }
}
