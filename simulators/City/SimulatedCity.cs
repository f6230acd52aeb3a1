using HotspotManager.City.Agent;
using HotspotManager.City.Faults;
using HotspotManager.City.Gateways;
using HotspotManager.City.Nas;
using HotspotManager.City.Network;
using HotspotManager.City.Phones;
using HotspotManager.City.Plan;
using HotspotManager.Datagrams;
using Microsoft.Extensions.Logging;

namespace HotspotManager.City;

/// <summary>
/// A whole city on one machine: access points that are RADIUS clients, SNMP agents and gateways at addresses of their own in 127.0.0.0/8, and residents whose phones come,
/// use the network and go. Three sockets and a second's tick, whatever its size. What happens follows from the plan's seed and the clock.
/// </summary>
public sealed partial class SimulatedCity : IAsyncDisposable
{
    private static readonly TimeSpan Awakening = TimeSpan.FromSeconds(60);

    private readonly CityOptions _options;
    private readonly IDatagrams _datagrams;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly FaultBook _faults;
    private readonly GatewaySite _site;
    private readonly Random _random;
    private readonly CancellationTokenSource _stopping = new();
    private Neighbourhood[] _neighbourhoods = [];
    private NasSocket? _nas;
    private SnmpAgents? _agents;
    private GatewayServer? _server;
    private Task _ticking = Task.CompletedTask;
    private DateTimeOffset _started;

    public SimulatedCity(CityPlan plan, CityOptions options, IDatagrams datagrams, TimeProvider time, ILogger log)
    {
        (Plan, _options, _datagrams, _time, _log) = (plan, options, datagrams, time, log);
        (_faults, _site, _random) = (new FaultBook(plan), new GatewaySite(options, time), new Random(plan.Seed));
        AccessPoints = [.. plan.AccessPoints.Select(p => new SimulatedAccessPoint(p, _faults, time, plan.Seed * 31 + p.Index) { SteadyDemand = options.SteadyDemand })];
        Uplinks = [.. plan.Uplinks.Select(u => new SimulatedUplink(u, AccessPoints.Where(p => p.Plan.Uplink == u.Name), _faults, time, plan.Seed * 17 + u.Index))];
    }

    public CityPlan Plan { get; }

    public IReadOnlyList<SimulatedAccessPoint> AccessPoints { get; }

    public IReadOnlyList<SimulatedUplink> Uplinks { get; }

    /// <summary>Who may sign in to the controllers of the city; the password is the access point's gateway key.</summary>
    public const string ControllerUser = ControllerGateway.User;

    /// <summary>The site that an access point's controller has it in; null for brands without.</summary>
    public static string? SiteOf(PlannedAccessPoint point) => point.Gateway switch
    {
        "unifi" => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"site{point.Index}"),
        "omada" => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Site{point.Index}"),
        _ => null,
    };

    /// <summary>Where faults are played: the control's address, once started.</summary>
    public Uri Address => new($"http://127.0.0.1:{_site.HttpPort}/");

    /// <summary>Where a browser on this machine becomes a guest's phone at an access point.</summary>
    public Uri GatewayOf(SimulatedAccessPoint point) => new($"http://{point.Plan.Address}:{_site.HttpPort}/");

    /// <summary>The port of all SNMP agents, once started.</summary>
    public int SnmpPort => _agents?.Port ?? _options.SnmpPort;

    /// <summary>The port of all NAS, once started.</summary>
    public int NasPort => _nas?.Port ?? _options.NasPort;

    /// <summary>Opens the sockets; every router says that it has started, and the residents begin to come.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">A UDP port is taken.</exception>
    /// <exception cref="IOException">The TCP port is taken.</exception>
    public async Task StartAsync(CancellationToken cancel = default)
    {
        Open();
        _server = new GatewayServer(AccessPoints, _options.HttpPort, new Control(this).ServeAsync);
        _site.HttpPort = await _server.StartAsync(cancel);
        var share = AccessPoints.Count == 0 ? 0 : _options.Vouchers.Count / AccessPoints.Count;
        _neighbourhoods = [.. AccessPoints.Select((p, i) => new Neighbourhood(p, _site, [.. _options.Vouchers.Skip(i * share).Take(share)], Plan.Seed * 13 + i))];
        _started = _time.GetUtcNow();
        foreach (var point in AccessPoints) (point.Gateway as RadiusGateway)?.TellStarted(_started);
        _ticking = Task.Run(() => TickAsync(_stopping.Token), cancel);
    }

    /// <summary>Opens the datagram sockets only: routers and agents that tests tick by hand.</summary>
    internal void Open()
    {
        _nas = new NasSocket(_datagrams, _options.NasPort);
        foreach (var point in AccessPoints) point.Attach(Gateway(point, _nas));
        _agents = new SnmpAgents(_datagrams, _options.SnmpPort, Devices(), _time);
    }

    /// <summary>A second's work.</summary>
    internal void Tick(DateTimeOffset now)
    {
        _faults.Expire(now);
        Happen(now);
        foreach (var uplink in Uplinks)
            if (uplink.Tick(now) && _options.Traps is { } traps) _agents!.TellColdStart(uplink.Plan.Address, traps);
        foreach (var point in AccessPoints)
        {
            var before = point.BootedAt;
            point.Tick(now);
            if (point.IsPowered && point.BootedAt != before && _options.Traps is { } traps) _agents!.TellColdStart(point.Plan.Address, traps);
        }
        if (_options.Residents) Come(now);
    }

    /// <summary>Plays a fault, or ends those of a target with <see cref="FaultKind.Restore"/>.</summary>
    /// <param name="target">An access point, an uplink, an area's code, or <c>all</c>.</param>
    /// <param name="duration">Null: until it is restored.</param>
    /// <returns>The devices it hits.</returns>
    /// <exception cref="ArgumentException">Nothing is called that.</exception>
    public IReadOnlySet<string> Fault(FaultKind kind, string target, TimeSpan? duration = null)
    {
        var devices = _faults.Begin(kind, target, duration, _time.GetUtcNow());
        FaultBegun(_log, kind, target, devices.Count);
        return devices;
    }

    /// <summary>How every access point is.</summary>
    public IReadOnlyList<AccessPointState> State() => [.. AccessPoints.Select(p =>
    {
        lock (p.Gate)
        {
            p.Advance(_time.GetUtcNow());
            var condition = p.Condition;
            return new AccessPointState(p.Plan.Name, p.Plan.Area, p.Plan.Address.ToString(), p.Plan.Gateway, p.Plan.Uplink, condition.Powered, condition.Reachable, p.Clients, p.Down, p.Up);
        }
    })];

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _ticking;
        if (_server is not null) await _server.DisposeAsync();
        _agents?.Dispose();
        _nas?.Dispose();
        foreach (var point in AccessPoints.Where(_ => _nas is not null)) (point.Gateway as IDisposable)?.Dispose();
        _stopping.Dispose();
    }

    private async Task TickAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), _time);
        try
        {
            do Tick(_time.GetUtcNow());
            while (await timer.WaitForNextTickAsync(cancel));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Being put away.
        }
    }

    /// <summary>Residents come, in an order that favours nobody.</summary>
    private void Come(DateTimeOffset now)
    {
        _random.Shuffle(_neighbourhoods);
        // Those already on their way count: a slow portal must not be met by a growing crowd.
        var most = Math.Min(_options.ArrivalsPerSecond, _options.ArrivalsPerSecond * 4 - _neighbourhoods.Sum(n => n.Visiting));
        foreach (var neighbourhood in _neighbourhoods)
        {
            if (most <= 0) break;
            most -= neighbourhood.Arrive(now, now - _started < Awakening, Math.Min(most, 2), _stopping.Token);
        }
    }

    /// <summary>Faults that come by themselves.</summary>
    private void Happen(DateTimeOffset now)
    {
        if (_random.NextDouble() >= _options.FaultsPerHour / 3600) return;
        var kind = (FaultKind)_random.Next((int)FaultKind.Restore);
        Fault(kind, AccessPoints[_random.Next(AccessPoints.Count)].Plan.Name, TimeSpan.FromSeconds(_random.Next(60, 600)));
    }

    private CityGateway Gateway(SimulatedAccessPoint point, NasSocket nas)
    {
        var seed = Plan.Seed * 7 + point.Plan.Index;
        return point.Plan.Gateway switch
        {
            "coova" => new CoovaGateway(point, _site, new NasClient(point, nas, _options, _time, seed)),
            "mikrotik" => new MikrotikGateway(point, _site, new NasClient(point, nas, _options, _time, seed)),
            "opennds" => new OpenNdsGateway(point, _site),
            "unifi" => new UnifiGateway(point, _site),
            "omada" => new OmadaGateway(point, _site),
            "wifidog" => new WifidogGateway(point, _site),
            "generic" => new FormGateway(point, _site, new NasClient(point, nas, _options, _time, seed)),
            _ => throw new InvalidOperationException($"the city has no gateway '{point.Plan.Gateway}'"),
        };
    }

    private IEnumerable<AgentDevice> Devices()
    {
        foreach (var point in AccessPoints)
        {
            var mib = Machines.Of(point, _time);
            yield return new AgentDevice(point.Plan.Address, point.Plan.Community, () => point.Condition, point.Passes, mib);
        }
        foreach (var uplink in Uplinks)
            yield return new AgentDevice(uplink.Plan.Address, uplink.Plan.Community, () => uplink.Condition, uplink.Passes, Machines.Of(uplink, _time));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Fault {Kind} at {Target}: {Devices} devices")]
    private static partial void FaultBegun(ILogger log, FaultKind kind, string target, int devices);
}
