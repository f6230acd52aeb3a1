using System.CommandLine;
using System.Globalization;
using HotspotManager.Core.Store;
using HotspotManager.Host.Demo;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot demo</c> and <c>hotspot fault</c>: a whole city in one process, on a fresh folder that is gone afterwards.</summary>
internal static class DemoCommand
{
    /// <summary>A demo polls every five seconds, so that a failing access point is seen while one is still looking.</summary>
    private const string PollSeconds = "5";

    public static Command Create()
    {
        var points = new Option<int>("--aps") { Description = "How many access points (57)", HelpName = "N", DefaultValueFactory = _ => 57 };
        var portBase = new Option<int>("--port-base") { Description = "First of seven ports: portal P, console P+1, RADIUS P+2 and P+3, traps P+4, RadSec P+5, simulator P+6 (8080)", HelpName = "P", DefaultValueFactory = _ => 8080 };
        var demo = new Command("demo", "A server on a fresh temporary data folder with a simulated city") { points, portBase };
        demo.TreatUnmatchedTokensAsErrors = false;
        demo.SetAction(async (a, cancel) =>
        {
            if (a.GetValue(points) is < 1 or > 5000) throw new UsageException("--aps must be from 1 to 5000.");
            if (a.GetValue(portBase) is < 1024 or > 65000) throw new UsageException("--port-base must be from 1024 to 65000.");
            var folder = Directory.CreateTempSubdirectory("hotspot-demo-").FullName;
            try
            {
                await RunAsync(folder, a.GetValue(points), DemoPorts.From(a.GetValue(portBase)), a.UnmatchedTokens, cancel);
                return 0;
            }
            finally
            {
                Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
                Directory.Delete(folder, recursive: true);
            }
        });
        return demo;
    }

    public static Command CreateFault()
    {
        var kind = new Argument<string>("KIND") { Description = "One of " + string.Join(", ", DemoFault.Kinds) };
        var target = new Argument<string>("NAME|AREA") { Description = "An access point, an uplink, an area code, or all" };
        var seconds = Common.Opt<double?>("--for", "How long; without it until 'hotspot fault restore'", "SECONDS");
        var simulator = Common.Opt<int?>("--simulator", "The simulator's port, when several demos run", "PORT");
        var fault = new Command("fault", "Play a fault in a running demo") { kind, target, seconds, simulator, Common.Json };
        fault.SetAction(async (a, cancel) =>
        {
            if (!DemoFault.Kinds.Contains(a.GetValue(kind))) throw new UsageException($"'{a.GetValue(kind)}' is not a fault: use {string.Join(", ", DemoFault.Kinds)}.");
            var hit = await DemoFault.PlayAsync(a.GetValue(kind)!, a.GetValue(target)!, a.GetValue(seconds), a.GetValue(simulator), cancel);
            new Output(a.GetValue(Common.Json)).Done($"{a.GetValue(kind)}: {string.Join(", ", hit)}", new { kind = a.GetValue(kind), devices = hit });
            return 0;
        });
        return fault;
    }

    private static async Task RunAsync(string folder, int points, DemoPorts ports, IReadOnlyList<string> more, CancellationToken cancel)
    {
        string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
        var settings = Settings.Read(folder,
        [
            "--Portal:Url", Url(ports.Portal), "--Portal:PublicUrl", Url(ports.Portal), "--Console:Url", Url(ports.Console), "--Radius:AuthPort", Text(ports.RadiusAuth),
            "--Radius:AcctPort", Text(ports.RadiusAcct), "--Radius:RadSecPort", Text(ports.RadSec), "--Monitor:TrapPort", Text(ports.Traps),
            "--Monitor:PollSeconds", PollSeconds, "--Database:Connection", "", .. more,
        ]);
        await using var server = await Server.CreateAsync(settings, LogLevel.Warning, cancel);
        await server.StartAsync(cancel);
        await using var city = await DemoCity.StartAsync(server.Services, new DemoOptions { Ports = ports, AccessPoints = points }, cancel);
        Terminal.Out.WriteLine($"""

            Portal   {server.PortalUrl}
            Console  {server.ConsoleUrl}   sign in as {DemoCity.OperatorName} with {city.Password}

            {string.Join('\n', city.Lines)}

            Everything is in {new DataFolder(folder).Path} and is deleted at the end. Stop with Ctrl-C.
            """);
        Terminal.Out.Flush();
        await server.WaitAsync(cancel);
    }
}
