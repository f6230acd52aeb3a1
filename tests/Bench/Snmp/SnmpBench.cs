using System.Globalization;

namespace HotspotManager.Bench.Snmp;

/// <summary><c>./bench snmp</c>: CPU for each poll of 13 values, ours beside net-snmp's asynchronous C API; and the codec beside the framework's.</summary>
internal static class SnmpBench
{
    private const int Targets = 900;
    private const int WarmUp = 300_000; // until the run-time has compiled for speed: what a poller does for months is measured
    private static readonly int[] InFlight = [50, 200, 800];

    public static void Run(Options options)
    {
        if (options.Wants("codec"))
            CodecFigures.Print(options.Rounds);
        if (options.Only is "million" or "village" or "server")
        {
            Action<Options> fleet = options.Only switch { "million" => FleetBench.Million, "village" => FleetBench.Village, _ => FleetBench.Server };
            fleet(options);
            return;
        }
        if (!options.Wants("poll") && options.Only != "ours")
            return;
        using var work = new WorkFolder(options.Keep);
        var program = Path.Combine(work.Path, "netsnmp-poll");
        Peer.Run("gcc", "-O2", "-o", program, Path.Combine(AppContext.BaseDirectory, "netsnmp-poll.c"), "-lnetsnmp");
        using var agents = new Agents();
        var polls = options.Requests > 0 ? options.Requests : 200_000;
        foreach (var inFlight in InFlight)
        {
            var rounds = new Rounds($"SNMP: sysUpTime and 12 interface values, {inFlight} in flight", "polls");
            for (var round = 0; round < options.Rounds; round++)
            {
                string[] what = [Text(agents.Port), Text(Targets), Text(inFlight), Text(Math.Max(polls / 2, WarmUp)), Text(polls)];
                rounds.Add("HotspotManager, SnmpClient", Read("dotnet", [typeof(SnmpBench).Assembly.Location, "snmp-poll", .. what]));
                if (options.Only != "ours") rounds.Add("net-snmp, asynchronous C API", Read(program, what));
            }
            rounds.Print();
        }
        if (options.Only == "ours")
            return;
        var beside = new Rounds("SNMP: the same poll, ours with 200 in flight, the exporter's with 50 requests at once", "polls");
        for (var round = 0; round < options.Rounds; round++)
        {
            beside.Add("HotspotManager, SnmpClient", Read("dotnet", [typeof(SnmpBench).Assembly.Location, "snmp-poll", Text(agents.Port), Text(Targets), "200", Text(WarmUp), Text(polls)]));
            beside.Add("prometheus-snmp-exporter", Exporter.Run(work, agents.Port, Targets, polls / 20));
        }
        beside.Print();
    }

    private static Round Read(string program, string[] arguments)
    {
        var said = Peer.Run("taskset", ["-c", Text(Machine.ServerCore), program, .. arguments]).Split(' ', StringSplitOptions.TrimEntries);
        double Number(int at) => double.Parse(said[at], CultureInfo.InvariantCulture);
        return new Round((long)Number(0), Number(1), Number(2));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
