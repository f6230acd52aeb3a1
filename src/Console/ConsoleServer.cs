using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
using HotspotManager.Console.Access;
using HotspotManager.Console.Api;
using HotspotManager.Console.Assets;
using HotspotManager.Console.Live;
using HotspotManager.Console.Measures;
using HotspotManager.Console.Pages;
using HotspotManager.Core.Alerts;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Gardens;
using HotspotManager.Core.Hours;
using HotspotManager.Core.Looks;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Operators;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Panels;
using HotspotManager.Core.People;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Reports;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Series;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.SignIns;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Console;

/// <summary>The console's own web server, on <c>Console:Url</c>, over the singletons that all rooms share.</summary>
public sealed partial class ConsoleServer(IServiceProvider shared, ConsoleOptions options, ILogger<ConsoleServer> log) : IHostedService, IAsyncDisposable
{
    internal const string SignInLimit = "sign-in";
    private WebApplication? app;

    /// <summary>Where it listens, with the port that was given when <c>Console:Url</c> asks for port 0; null before the start.</summary>
    public string? Address { get; private set; }

    /// <summary>Starts the server.</summary>
    /// <exception cref="InvalidOperationException">The settings cannot be used; the message lists everything that is wrong.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Errors() is { Count: > 0 } errors) throw new InvalidOperationException(string.Join(" ", errors));
        app = Build();
        await app.StartAsync(cancellationToken);
        Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        Listening(log, Address ?? options.Url);
    }

    /// <summary>Stops it: open pages are told, and reconnect when it is back.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (app is not null) await app.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (app is not null) await app.DisposeAsync();
        app = null;
    }

    private WebApplication Build()
    {
        // The name of this assembly is how the framework finds the compiled pages, whatever executable it runs in.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(ConsoleServer).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        Listen(builder);
        Share(builder.Services);
        Compose(builder.Services);
        var built = builder.Build();
        Route(built);
        return built;
    }

    private void Listen(WebApplicationBuilder builder)
    {
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            var limits = kestrel.Limits;
            limits.MaxRequestBodySize = 1024 * 1024;
            limits.MaxRequestLineSize = 8 * 1024;
            limits.MaxRequestHeadersTotalSize = 32 * 1024;
            limits.MaxRequestHeaderCount = 100;
            limits.RequestHeadersTimeout = options.Patience;
            limits.MinRequestBodyDataRate = new MinDataRate(100, options.Patience);
            limits.MinResponseDataRate = new MinDataRate(100, TimeSpan.FromSeconds(20));
            limits.MaxConcurrentConnections = 5_000;
            // The live hub's connections are upgraded, and counted apart.
            limits.MaxConcurrentUpgradedConnections = 5_000;
            if (!options.Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase)) return;
            var certificate = new CertificateFile(options.Certificate, options.CertificateKey, shared.GetRequiredService<TimeProvider>(), log);
            kestrel.ConfigureHttpsDefaults(https => https.ServerCertificateSelector = (_, _) => certificate.Current());
        });
        builder.WebHost.UseUrls(options.Url);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(3));
    }

    /// <summary>What all rooms have in common: the same objects, not others of the same kind.</summary>
    private void Share(IServiceCollection services)
    {
        void Same<T>() where T : class => services.AddSingleton(_ => shared.GetRequiredService<T>());
        services.AddSingleton(shared.GetRequiredService<ILoggerFactory>());
        services.AddSingleton(options);
        Same<TimeProvider>();
        Same<DataFolder>();
        Same<CityOptions>();
        Same<CityClock>();
        Same<SecretBox>();
        Same<IDbContextFactory<HotspotDb>>();
        Same<StoreWriter>();
        Same<AreaTable>();
        Same<GardenTable>();
        Same<HoursTable>();
        Same<LookTable>();
        Same<SignInOfferTable>();
        Same<CourierTable>();
        Same<AlertTable>();
        Same<AlertWriter>();
        Same<MessageDispatch>();
        Same<AccountTable>();
        Same<NetworkTable>();
        Same<PlanTable>();
        Same<OperatorTable>();
        Same<FeedTail>();
        Same<StateBook>();
        Same<SessionBook>();
        Same<SampleRing>();
        Same<ReportBook>();
        Same<Core.Disk.DiskAlarm>();
        Same<PointReader>();
        Same<LiveCounts>();
        // Made now, not when /metrics is first asked for: what was counted before would be lost.
        services.AddSingleton(shared.GetRequiredService<MeterCollector>());
        // Only where the portal runs in this process.
        if (shared.GetService<LookPreview>() is { } preview) services.AddSingleton(preview);
        foreach (var panel in shared.GetServices<Panel>()) services.AddSingleton(panel);
    }

    private void Compose(IServiceCollection services)
    {
        services.AddRouting().AddHttpContextAccessor();
        services.AddSingleton<AssetTable>().AddSingleton<SignInGate>().AddSingleton<Disconnects>().AddSingleton<Polls>().AddSingleton<IncidentDesks>().AddSingleton<MaintenanceDesk>().AddSingleton<DayLines>().AddSingleton<SeriesReader>().AddScoped<Frame>();
        services.AddSingleton<FeedHistory>().AddSingleton<MetricsPump>();
        services.AddHostedService(p => p.GetRequiredService<MetricsPump>()).AddHostedService<LiveFeed>();
        OperatorSignIn.Add(services, shared.GetRequiredService<DataFolder>(), options.Https);
        services.AddRazorPages();
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "hotspot-forms";
            o.Cookie.SecurePolicy = options.Https ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            o.SuppressXFrameOptionsHeader = true;
        });
        services.AddSignalR(o =>
        {
            o.KeepAliveInterval = TimeSpan.FromSeconds(5);
            o.ClientTimeoutInterval = TimeSpan.FromSeconds(20);
            o.MaximumReceiveMessageSize = 4096;
        }).AddJsonProtocol(o => Json(o.PayloadSerializerOptions));
        services.ConfigureHttpJsonOptions(o => Json(o.SerializerOptions));
        services.AddOpenApi("v1", o => o.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "HotspotManager";
            return Task.CompletedTask;
        }));
        services.AddRateLimiter(o =>
        {
            o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            o.AddPolicy(SignInLimit, http => HttpMethods.IsPost(http.Request.Method)
                ? RateLimitPartition.GetFixedWindowLimiter(
                    http.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions { PermitLimit = 30, Window = TimeSpan.FromMinutes(1) })
                : RateLimitPartition.GetNoLimiter(""));
        });
        // Behind a proxy on this machine the address of the browser comes in a header; from elsewhere such a header is not believed.
        services.Configure<ForwardedHeadersOptions>(o => o.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
    }

    private void Route(WebApplication built)
    {
        built.UseForwardedHeaders();
        built.UseMiddleware<SafeHeaders>(options.Https);
        built.UseWhen(http => SafeHeaders.IsPage(http.Request.Path), pages =>
        {
            pages.UseExceptionHandler("/problem/500");
            pages.UseStatusCodePagesWithReExecute("/problem/{0}");
        });
        built.UseWhen(http => !SafeHeaders.IsPage(http.Request.Path), others => others.UseMiddleware<ApiProblems>());
        built.UseRouting();
        built.UseRateLimiter();
        built.UseAuthentication();
        built.UseAuthorization();
        built.UseAntiforgery();
        built.Services.GetRequiredService<AssetTable>().Map(built);
        built.MapRazorPages();
        built.MapHub<LiveHub>("/hubs/live");
        built.MapOpenApi().AllowAnonymous();
        SmallEndpoints.Map(built);
        ApiEndpoints.Map(built);
        ReportEndpoints.Map(built);
    }

    internal static void Json(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        json.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
        json.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The console listens on {Address}")]
    private static partial void Listening(ILogger log, string address);
}
