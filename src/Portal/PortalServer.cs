using System.Net;
using HotspotManager.Portal.Login;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Portal;

/// <summary>The portal's own web server, on its own address, with limits for whoever stands outside: nobody here is signed in.</summary>
public sealed partial class PortalServer(PortalOptions options, PortalEndpoints endpoints, ILoggerFactory loggers, TimeProvider time) : IHostedService, IAsyncDisposable
{
    private readonly ILogger<PortalServer> _log = loggers.CreateLogger<PortalServer>();
    private WebApplication? _server;

    /// <summary>Where it listens, once it does; the port is the real one also when 0 was asked for.</summary>
    public Uri? Address { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "HotspotManager.Portal" });
        builder.Configuration.Sources.Clear();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(Configure);
        var server = builder.Build();
        server.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = endpoints.BrokenAsync, SuppressDiagnosticsCallback = _ => false });
        server.Use(HeadersAsync);
        endpoints.Map(server);
        await server.StartAsync(cancellationToken);
        _server = server;
        Address = new Uri(server.Urls.First());
        Listening(_log, Address);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is { } server) await server.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { } server) await server.DisposeAsync();
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = PortalEndpoints.LargestBody;
        // A query of 4,096 characters and the method and path around it.
        limits.MaxRequestLineSize = 8 * 1024;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestHeaderCount = 64;
        limits.RequestHeadersTimeout = options.Patience;
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
        limits.MinRequestBodyDataRate = new MinDataRate(100, options.Patience);
        limits.MinResponseDataRate = new MinDataRate(100, TimeSpan.FromSeconds(20));
        limits.MaxConcurrentConnections = 10_000;
        var shares = new ConnectionShares(options.ConnectionsOfOne);
        foreach (var (end, isHttps) in options.EndPoints!)
        {
            kestrel.Listen(end, listen =>
            {
                listen.Use(shares.Wrap);
                if (isHttps) listen.UseHttps(https => https.ServerCertificateSelector = new CertificateFiles(options.Certificate, options.CertificateKey, time).Select);
            });
        }
    }

    private static Task HeadersAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    }

    /// <summary>The process's host listens for Ctrl-C; this one is only started and stopped.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Portal on {Address}")]
    private static partial void Listening(ILogger log, Uri address);
}
