using System.Globalization;
using System.Net;
using HotspotManager.Peers.Networks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Peers.Gateways.OpenNds;

/// <summary>
/// The internet of a lab: one web server for every name. It answers the phones' connectivity checks as the real ones do, <c>/bytes/N</c> with N octets,
/// takes any POST, and says "internet" for the rest.
/// </summary>
public sealed class InternetServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    private InternetServer(WebApplication server)
    {
        _server = server;
    }

    /// <summary>Starts it in a namespace.</summary>
    public static async Task<InternetServer> StartAsync(NetworkNamespace space, IPAddress address, int port = 80)
    {
        var server = Build(space, address, port);
        server.Run(AnswerAsync);
        await server.StartAsync();
        return new InternetServer(server);
    }

    /// <summary>An empty web application that listens in a namespace: for stand-in portals and the like.</summary>
    public static WebApplication Build(NetworkNamespace space, IPAddress address, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var socket = space.Listen(address, port);
        builder.WebHost.ConfigureKestrel(options => options.ListenHandle((ulong)socket.SafeHandle.DangerousGetHandle()));
        var server = builder.Build();
        server.Lifetime.ApplicationStopped.Register(socket.Dispose);
        return server;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private static async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var path = request.Path.Value ?? "/";
        response.Headers.CacheControl = "no-store";
        if (path.StartsWith("/generate_204", StringComparison.Ordinal) || path == "/gen_204")
        {
            response.StatusCode = StatusCodes.Status204NoContent;
        }
        else if (path.StartsWith("/bytes/", StringComparison.Ordinal) && int.TryParse(path[7..], CultureInfo.InvariantCulture, out var octets))
        {
            response.ContentType = "application/octet-stream";
            response.ContentLength = octets;
            var block = new byte[65_536];
            for (; octets > 0; octets -= block.Length)
            {
                await response.Body.WriteAsync(block.AsMemory(0, Math.Min(octets, block.Length)));
            }
        }
        else
        {
            await request.Body.CopyToAsync(Stream.Null);
            response.ContentType = "text/html; charset=utf-8";
            var text = path == "/hotspot-detect.html" ? "Success" : $"internet: {request.Host.Host}{path}";
            await response.WriteAsync($"<!doctype html><html lang=\"en\"><title>{WebUtility.HtmlEncode(text)}</title><p>{WebUtility.HtmlEncode(text)}</p></html>");
        }
    }
}
