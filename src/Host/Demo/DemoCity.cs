using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using HotspotManager.City;
using HotspotManager.City.Plan;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Operators;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.SignIns;
using HotspotManager.Core.Store;
using HotspotManager.Core.Vouchers;
using HotspotManager.Datagrams;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Host.Demo;

/// <summary>How a demo is to be.</summary>
public sealed record DemoOptions
{
    public required DemoPorts Ports { get; init; }

    public int AccessPoints { get; init; } = 57;

    /// <summary>The same seed gives the same city.</summary>
    public int Seed { get; init; } = 3573;

    /// <summary>The operator's password; null: a new one.</summary>
    public string? Password { get; init; }
}

/// <summary>
/// The simulated city of a demo, set up in a running server with the same verbs that the commands use, then started against it. Dispose it before the server.
/// </summary>
public sealed class DemoCity : IAsyncDisposable
{
    /// <summary>Who signs in.</summary>
    public const string OperatorName = "admin";

    private const string VoucherPlan = "warga-8-jam", PhonePlan = "nomor-ponsel";
    private const int VouchersForEach = 6, MostVouchers = 1500, Spare = 5, AtOnce = 50;

    private readonly SimulatedCity _city;
    private readonly DemoFile _file;

    private DemoCity(SimulatedCity city, DemoFile file, string password, IReadOnlyList<string> spareVouchers) =>
        (_city, _file, Password, SpareVouchers) = (city, file, password, spareVouchers);

    /// <summary>The operator's password.</summary>
    public string Password { get; }

    /// <summary>Voucher codes that no resident holds, for whoever tries the portal.</summary>
    public IReadOnlyList<string> SpareVouchers { get; }

    public SimulatedCity City => _city;

    /// <summary>What to print behind the addresses: how to play, one line each.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            var point = _city.AccessPoints.MaxBy(p => p.Plan.Popularity)!;
            return
            [
                $"Simulated city: {_city.AccessPoints.Count} access points behind {_city.Uplinks.Count} uplinks.",
                $"  End an access point    hotspot fault down {point.Plan.Name} --for 60",
                $"  Cut an uplink          hotspot fault uplink {point.Plan.Uplink} --for 120",
                $"  Power cut of an area   hotspot fault power {point.Plan.Area} --for 60",
                "  All well again         hotspot fault restore all",
                $"  Be a resident          open {_city.GatewayOf(point)} in a browser; voucher {SpareVouchers[0]}, or one tap,",
                "                         or any number 08…: the code that would go out by SMS is written here",
            ];
        }
    }

    /// <summary>Sets the city up in the store and starts it. The server must listen already.</summary>
    /// <param name="services">The running server's services.</param>
    /// <exception cref="RefusedException">The store refuses (a data folder that is not new).</exception>
    /// <exception cref="SettingsException">A port of the simulator is taken.</exception>
    public static async Task<DemoCity> StartAsync(IServiceProvider services, DemoOptions options, CancellationToken cancel = default)
    {
        var (ports, time) = (options.Ports, services.GetRequiredService<TimeProvider>());
        var plan = CityPlan.Make(AreaList.KotaMalang(), options.AccessPoints, options.Seed);
        var password = options.Password ?? RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 12);
        var codes = await EnrolAsync(services, plan, ports, password, time.GetUtcNow(), cancel);
        await DemoHistory.WriteAsync(services.GetRequiredService<StoreWriter>(), plan, time.GetUtcNow(), cancel);
        await TakenUpAsync(services, plan, time, cancel);

        var city = new SimulatedCity(plan, new HotspotManager.City.CityOptions
        {
            RadiusAuth = new IPEndPoint(IPAddress.Loopback, ports.RadiusAuth),
            RadiusAcct = new IPEndPoint(IPAddress.Loopback, ports.RadiusAcct),
            Traps = new IPEndPoint(IPAddress.Loopback, ports.Traps),
            Portal = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ports.Portal}")),
            HttpPort = ports.Simulator,
            SnmpPort = ports.Agents,
            NasPort = ports.Nas,
            Vouchers = codes[Spare..],
        }, new UdpDatagrams(), time, services.GetRequiredService<ILoggerFactory>().CreateLogger<SimulatedCity>());
        try
        {
            await city.StartAsync(cancel);
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
        {
            await city.DisposeAsync();
            throw new SettingsException($"The simulated city cannot listen: {error.Message} Choose other ports with --port-base.");
        }
        var file = new DemoFile(Environment.ProcessId, ports.Simulator, time.GetUtcNow());
        file.Write();
        return new DemoCity(city, file, password, codes[..Spare]);
    }

    public async ValueTask DisposeAsync()
    {
        _file.Remove();
        await _city.DisposeAsync();
    }

    /// <summary>The network, a plan, vouchers and an operator; the vouchers' codes.</summary>
    private static async Task<string[]> EnrolAsync(IServiceProvider services, CityPlan plan, DemoPorts ports, string password, DateTimeOffset now, CancellationToken cancel)
    {
        var (writer, secrets) = (services.GetRequiredService<StoreWriter>(), services.GetRequiredService<SecretBox>());
        await writer.ChangeAsync(async db =>
        {
            await OperatorList.AddAsync(db, OperatorName, Roles.Admin, null, password, now, cancel);
            await PlanList.AddAsync(db, new Plan { Name = PhonePlan, Minutes = 120, DailyMinutes = 240, DailyMb = 1000, DownKbps = 4000, UpKbps = 1000 }, cancel);
            await db.SaveChangesAsync(cancel); // the offer looks it up
            await SignInOfferList.SetAsync(db, null, new SignInOfferInput(null, null, PhonePlan, null, 500_000), cancel);
            await CourierList.AddAsync(db, secrets, "demo", new CourierInput { Kind = "log", Rupiah = 350 }, cancel);
            await PlanList.AddAsync(db, new Plan { Name = VoucherPlan, Minutes = 480, Mb = 4000, DownKbps = 8000, UpKbps = 2000 }, cancel);
            foreach (var uplink in plan.Uplinks)
            {
                await NetworkList.AddDeviceAsync(db, secrets, uplink.Name, new NetworkInput
                {
                    Address = uplink.Address.ToString(),
                    Kind = uplink.Kind,
                    Area = uplink.Area,
                    SnmpCommunity = uplink.Community,
                    SnmpPort = ports.Agents,
                    Provider = uplink.Provider,
                    ContractMbps = uplink.ContractMbps,
                    MonthlyCost = uplink.MonthlyCost,
                }, cancel);
            }
        }, cancel);
        foreach (var some in plan.AccessPoints.Chunk(AtOnce))
        {
            await writer.ChangeAsync(async db =>
            {
                foreach (var point in some) await NetworkList.AddAccessPointAsync(db, secrets, point.Name, Input(point, ports), cancel);
            }, cancel);
        }
        var count = Spare + Math.Min(MostVouchers, plan.AccessPoints.Count * VouchersForEach);
        var vouchers = await writer.ChangeAsync(db => VoucherList.CreateAsync(db, secrets, VoucherPlan, count, 30, null, now, cancel), cancel);
        return [.. vouchers.Select(v => v.Code)];
    }

    private static NetworkInput Input(PlannedAccessPoint point, DemoPorts ports) => new()
    {
        Area = point.Area,
        Address = point.Address.ToString(),
        Secret = point.Secret,
        NasId = point.Name,
        Gateway = point.Gateway,
        GatewayKey = point.GatewayKey,
        GatewayUrl = point.Gateway is "unifi" or "omada" ? string.Create(CultureInfo.InvariantCulture, $"http://{point.Address}:{ports.Simulator}") : null,
        GatewayUser = point.Gateway is "unifi" or "omada" ? SimulatedCity.ControllerUser : null,
        GatewaySite = SimulatedCity.SiteOf(point),
        SnmpCommunity = point.Community,
        SnmpPort = ports.Agents,
        CoaPort = ports.Nas,
        Uplink = point.Uplink,
        Mac = point.Mac,
        Lat = point.Latitude,
        Lon = point.Longitude,
    };

    /// <summary>Waits until the server knows the last of the new access points; without it the first packets would come from strangers.</summary>
    private static async Task TakenUpAsync(IServiceProvider services, CityPlan plan, TimeProvider time, CancellationToken cancel)
    {
        var (network, last) = (services.GetRequiredService<NetworkTable>(), plan.AccessPoints[^1].Name);
        for (var i = 0; i < 100 && network.Current.FindAccessPoint(last) is null; i++) await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancel);
    }
}
