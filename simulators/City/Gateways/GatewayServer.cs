using System.Net;
using HotspotManager.City.Network;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HotspotManager.City.Gateways;

/// <summary>
/// One web server that is every gateway: which one, its own address tells; which phone, the address the connection comes from. On 127.0.0.1 it is the city's control.
/// Addresses outside 127.0.0.0/8 get nothing.
/// </summary>
internal sealed class GatewayServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Dictionary<IPAddress, SimulatedAccessPoint> _points;
    private readonly RequestDelegate _control;

    public GatewayServer(IEnumerable<SimulatedAccessPoint> points, int port, RequestDelegate control)
    {
        (_points, _control) = (points.ToDictionary(p => p.Plan.Address), control);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(o =>
        {
            o.Listen(IPAddress.Any, port);
            o.AddServerHeader = false;
        });
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    /// <summary>Starts; the port.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public async Task<int> StartAsync(CancellationToken cancel)
    {
        await _app.StartAsync(cancel);
        return new Uri(_app.Urls.First()).Port;
    }

    public async ValueTask DisposeAsync()
    {
        // A phone behind a cut line holds its request for as long as the line is cut: nobody waits for it here.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }

    private Task ServeAsync(HttpContext http)
    {
        var (local, remote) = (http.Connection.LocalIpAddress, http.Connection.RemoteIpAddress);
        if (local is null || remote is null || !IPAddress.IsLoopback(local) || !IPAddress.IsLoopback(remote)) return NotFound(http);
        if (local.Equals(IPAddress.Loopback)) return _control(http);
        if (!_points.TryGetValue(local, out var point)) return NotFound(http);
        if (!point.IsPowered || !point.Condition.Powered)
        {
            http.Abort();
            return Task.CompletedTask;
        }
        return point.Gateway.ServeAsync(http, Who(point, remote));
    }

    private static Phone Who(SimulatedAccessPoint point, IPAddress remote)
    {
        var octets = remote.GetAddressBytes();
        if (octets[1] == Phone.WalkersNet) return Phone.Walker(octets[3]);
        var index = (octets[1] - 64 << 8) + octets[2];
        return index == point.Plan.Index && octets[3] is >= 2 and < 2 + Phone.MostAtOnePoint ? Phone.Of(index, octets[3] - 2) : Phone.Guest(point.Plan.Index) with { Source = remote };
    }

    private static Task NotFound(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
