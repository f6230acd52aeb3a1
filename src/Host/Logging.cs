using System.Globalization;
using HotspotManager.Core.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;

namespace HotspotManager.Host;

/// <summary>The one place that knows Serilog: to the console, and to a file for each day in the data folder, kept 30 days and 1 GiB.</summary>
public static class Logging
{
    private const string Line = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff zzz} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}";
    private const string ShortLine = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}";

    public static IServiceCollection AddLogs(this IServiceCollection services, DataFolder folder, LogLevel least)
    {
        var level = least switch { LogLevel.Debug => LogEventLevel.Debug, LogLevel.Warning => LogEventLevel.Warning, _ => LogEventLevel.Information };
        var logger = new LoggerConfiguration().MinimumLevel.Is(level)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning).MinimumLevel.Override("System", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore", LogEventLevel.Error)
            // A start that fails is told in one line by the command; the framework would print its stack as well.
            .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Fatal)
            .WriteTo.Console(outputTemplate: ShortLine, formatProvider: CultureInfo.InvariantCulture, standardErrorFromLevel: LogEventLevel.Verbose)
            .WriteTo.Async(to => to.File(Path.Combine(folder.Logs, "hotspot-.log"), outputTemplate: Line, formatProvider: CultureInfo.InvariantCulture,
                rollingInterval: RollingInterval.Day, retainedFileCountLimit: 30, fileSizeLimitBytes: 100_000_000, rollOnFileSizeLimit: true), bufferSize: 10_000)
            .CreateLogger();
        return services.AddLogging(logs => logs.ClearProviders().SetMinimumLevel(least).AddSerilog(logger, dispose: true));
    }
}
