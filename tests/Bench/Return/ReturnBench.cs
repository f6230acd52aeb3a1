using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using HotspotManager.Bench.Radius;
using HotspotManager.City.Plan;
using HotspotManager.City.PowerCuts;
using HotspotManager.Core.Areas;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Bench.Return;

/// <summary>
/// <c>./bench return</c>: power is back in the whole city. 551 access points, 33,060 phones (<c>--requests</c>: others) sign in and start accounting within 30
/// seconds, a voucher each, tries 300 ms apart; several cuts one after another. Nobody may be lost; the figure is the 99th percentile of the answers.
/// </summary>
internal static class ReturnBench
{
    private const int Routers = 551;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    public static void Run(Options options)
    {
        using var work = new WorkFolder(options.Keep);
        var each = options.Requests > 0 ? Math.Max(1, options.Requests / Routers) : 60;
        Terminal.WriteLine($"setting up {Routers} access points and {Routers * each:N0} vouchers …");
        var (data, plan) = (work.Folder("ours"), CityPlan.Make(AreaList.KotaMalang(), Routers, 3573));
        var sheet = new StringBuilder("name,area,address,secret,nas-id,brand\n");
        foreach (var p in plan.AccessPoints) sheet.AppendLine(CultureInfo.InvariantCulture, $"{p.Name},{p.Area},{p.Address},{p.Secret},{p.Name},mikrotik");
        var csv = Path.Combine(work.Path, "ap.csv");
        File.WriteAllText(csv, sheet.ToString());
        OurServer.Hotspot("ap", "import", csv, "--data", data);
        OurServer.Hotspot("plan", "add", "warga", "--minutes", "600", "--devices", "1", "--down-kbps", "4000", "--up-kbps", "1000", "--data", data);
        using var made = JsonDocument.Parse(OurServer.Hotspot("voucher", "create", "--plan", "warga", "--count", (Routers * each).ToString(CultureInfo.InvariantCulture), "--json", "--data", data));
        var codes = made.RootElement.EnumerateArray().Select(v => v.GetProperty("code").GetString()!).ToArray();
        var (server, authentication, accounting) = OurServer.Start(work, data);
        using var ends = server;
        WaitUntilUp(server, plan.AccessPoints[0], authentication);
        using var city = new CutCity(plan, new CutOptions { RadiusAuth = authentication, RadiusAcct = accounting, Phones = each }, codes, new UdpDatagrams(), TimeProvider.System);
        for (var round = 1; round <= options.Rounds; round++)
        {
            var cpu = server.CpuSeconds();
            ReturnAsync(city).GetAwaiter().GetResult();
            var lost = city.Phones - city.Online;
            var trouble = city.Trouble;
            server.WaitUntilQuiet(TimeSpan.FromSeconds(30));
            Terminal.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  return {round}{(round == 1 ? " (the server has just started)" : "")}: {city.Phones:N0} phones, {lost} lost, {trouble.Repeated} requests sent again so far, {city.Rejected} refused so far"));
            Print("sign-in", city.AccessLatencies);
            Print("accounting", city.AccountingLatencies);
            Terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {server.CpuSeconds() - cpu:N1} s of CPU, attempts and sessions written down included"));
            if (round < options.Rounds) city.MoveAsync(TimeSpan.FromSeconds(10), default).GetAwaiter().GetResult();
            city.AccessLatencies.Clear();
            city.AccountingLatencies.Clear();
            city.Cut();
            city.Return();
        }
    }

    /// <summary>It is up when it answers a Status-Server (RFC 5997) of one of the routers.</summary>
    private static void WaitUntilUp(Peer server, PlannedAccessPoint router, IPEndPoint authentication)
    {
        var writer = new RadiusWriter(new byte[64], RadiusCode.StatusServer, 1);
        writer.SetAuthenticator(Guid.NewGuid().ToByteArray());
        writer.AddMessageAuthenticator();
        var packet = writer.Finish(new SharedSecret(router.Secret)).ToArray();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 300 };
        socket.Bind(new IPEndPoint(router.Address, 0));
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromMinutes(1);)
        {
            server.CpuSeconds(); // says so when it has ended
            try
            {
                socket.SendTo(packet, authentication);
                socket.Receive(new byte[4096]);
                return;
            }
            catch (SocketException)
            {
                Thread.Sleep(100);
            }
        }
        throw new InvalidOperationException("the server did not answer within a minute");
    }

    private static async Task ReturnAsync(CutCity city)
    {
        await city.SignInAsync(Within, default);
        for (var waited = Stopwatch.StartNew(); (city.Waiting > 0 || city.Online < city.Phones) && waited.Elapsed < TimeSpan.FromSeconds(10);) await Task.Delay(50);
    }

    private static void Print(string what, List<double> latencies)
    {
        latencies.Sort();
        Terminal.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"    {what,-10} {latencies.Count,7:N0} answers, p50 {At(0.5):N1} ms, p90 {At(0.9):N1} ms, p99 {At(0.99):N1} ms, longest {At(1):N0} ms"));

        double At(double share) => latencies.Count == 0 ? 0 : latencies[(int)((latencies.Count - 1) * share)];
    }
}
