using System.Globalization;

namespace HotspotManager.Bench;

/// <summary>One round against one program: so many requests answered in so many seconds for so much CPU.</summary>
internal readonly record struct Round(long Requests, double Seconds, double CpuSeconds, double P50 = 0, double P99 = 0)
{
    public double PerSecond => Requests / Seconds;

    public double CpuMicroseconds => CpuSeconds / Requests * 1e6;
}

/// <summary>Rounds of several programs, taken in turn, and the table of their medians. The first one named is ours.</summary>
internal sealed class Rounds(string title, string unit)
{
    private readonly List<(string Name, List<Round> Taken)> _all = [];

    public void Add(string name, Round round)
    {
        var at = _all.FindIndex(a => a.Name == name);
        if (at < 0)
        {
            at = _all.Count;
            _all.Add((name, []));
        }
        _all[at].Taken.Add(round);
        Terminal.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {name,-44} {round.PerSecond,10:N0} {unit}/s {round.CpuMicroseconds,9:N1} µs CPU{Latency(round)}"));
    }

    public void Print()
    {
        Terminal.WriteLine();
        Terminal.WriteLine($"{title}: medians of {_all.Max(a => a.Taken.Count)} rounds");
        Terminal.WriteLine($"| program | {unit}/s on one core | CPU µs each | its CPU ÷ ours | our throughput ÷ its |");
        Terminal.WriteLine("|---|---|---|---|---|");
        var (ourCpu, ourSpeed) = (Median(_all[0].Taken, r => r.CpuMicroseconds), Median(_all[0].Taken, r => r.PerSecond));
        for (var i = 0; i < _all.Count; i++)
        {
            var (cpu, speed) = (Median(_all[i].Taken, r => r.CpuMicroseconds), Median(_all[i].Taken, r => r.PerSecond));
            var ratios = i == 0 ? "| | |" : string.Create(CultureInfo.InvariantCulture, $"| {cpu / ourCpu:N1} | {ourSpeed / speed:N1} |");
            Terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {_all[i].Name} | {speed:N0} | {cpu:N1} {ratios}"));
        }
        Terminal.WriteLine();
    }

    private static string Latency(Round round) =>
        round.P99 == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"   p50 {round.P50:N0} µs, p99 {round.P99:N0} µs");

    private static double Median(IEnumerable<Round> rounds, Func<Round, double> of)
    {
        var sorted = rounds.Select(of).Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
