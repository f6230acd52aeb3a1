using System.Diagnostics;
using System.Globalization;
using System.Net;
using HotspotManager.Bench.Radius;

namespace HotspotManager.Bench.Snmp;

/// <summary>
/// <c>./bench snmp --only million|village|server [--devices N] [--minutes M]</c>: the whole poller against agents on the other core. <c>million</c>: as many as there can be.
/// <c>village</c>: behind links of 80 to 300 ms that lose 3 % in either direction. <c>server</c>: <c>hotspot serve</c> with SQLite and every role.
/// </summary>
internal static class FleetBench
{
    public static void Million(Options options) => Poll(options, options.Devices > 0 ? options.Devices : 1_000_000, withWay: false);

    public static void Village(Options options) => Poll(options, options.Devices > 0 ? options.Devices : 5000, withWay: true);

    public static void Server(Options options)
    {
        var (devices, minutes) = (options.Devices > 0 ? options.Devices : 5000, options.Minutes > 0 ? options.Minutes : 10);
        using var work = new WorkFolder(options.Keep);
        using var fleet = new Fleet(withWay: false);
        var data = work.Folder("ours");
        var list = Path.Combine(work.Path, "points.csv");
        File.WriteAllLines(list, Enumerable.Range(1, devices).Select(i =>
                $"AP-{i},35.73.05.1011/{(i % 99) + 1:D2},{Fleet.Address(i, 1).ToAddress()},{Requests.SecretText},public,{fleet.Port}")
            .Prepend("name,area,address,secret,snmp-community,snmp-port"));
        OurServer.Hotspot("ap", "import", list, "--data", data);
        string[] ports = ["--Radius:AuthPort", "--Radius:AcctPort", "--Radius:RadSecPort", "--Monitor:TrapPort"];
        using var ours = Peer.Start("HotspotManager", work.Path, Machine.ServerCore, "dotnet",
        [
            OurServer.Program, "serve", "--data", data, "--Radius:Bind", "127.0.0.1", .. ports.SelectMany(p => (string[])[p, Text(LoadGenerator.FreePort())]),
            "--Portal:Url", $"http://127.0.0.1:{LoadGenerator.FreePort()}", "--Console:Url", $"http://127.0.0.1:{LoadGenerator.FreePort()}",
        ]);
        Terminal.WriteLine($"hotspot serve, every role, SQLite, {devices} access points; two minutes to warm up");
        Thread.Sleep(TimeSpan.FromMinutes(2));
        var (first, began) = (ours.CpuSeconds(), Stopwatch.GetTimestamp());
        var before = first;
        for (var minute = 1; minute <= minutes; minute++)
        {
            Thread.Sleep(TimeSpan.FromMinutes(1));
            var now = ours.CpuSeconds();
            Terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  minute {minute}: {(now - before) / 60 * 100:F1} % of one core, {ours.ResidentMiB()} MiB"));
            before = now;
        }
        Terminal.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{devices} access points, {minutes} minutes: {(before - first) / Stopwatch.GetElapsedTime(began).TotalSeconds * 100:F2} % of one core, {ours.ResidentMiB()} MiB"));
    }

    private static void Poll(Options options, int devices, bool withWay)
    {
        using var work = new WorkFolder(options.Keep);
        using var fleet = new Fleet(withWay);
        using var ours = Peer.Start("poller", work.Path, Machine.ServerCore, "dotnet", typeof(FleetBench).Assembly.Location, "snmp-fleet", Text(fleet.Port), Text(devices),
            Text(options.Minutes > 0 ? options.Minutes : 10));
        var (log, said) = (Path.Combine(work.Path, "poller.log"), 0);
        while (true)
        {
            Thread.Sleep(1000);
            var lines = Read(log);
            foreach (var line in lines.Skip(said))
                Terminal.WriteLine("  " + line);
            said = lines.Length;
            if (ours.HasEnded)
                break;
        }
    }

    private static string[] Read(string log)
    {
        using var text = new StreamReader(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return [.. text.ReadToEnd().Split('\n').SkipLast(1).Where(l => l.Length > 0)];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
