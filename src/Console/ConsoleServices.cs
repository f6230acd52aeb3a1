using HotspotManager.Console.Live;
using HotspotManager.Console.Measures;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HotspotManager.Console;

/// <summary>Wires the console room. Call after <c>AddCore</c>.</summary>
public static class ConsoleServices
{
    /// <summary>Adds the console; it starts its own web server with the host and stops with it.</summary>
    public static IServiceCollection AddConsole(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(ConsoleOptions.Read(configuration));
        services.AddSingleton<MeterCollector>().AddSingleton<PointReader>();
        services.AddSingleton<LiveCounts>().AddHostedService(p => p.GetRequiredService<LiveCounts>());
        services.AddSingleton<ConsoleServer>().AddHostedService(p => p.GetRequiredService<ConsoleServer>());
        return services;
    }
}
