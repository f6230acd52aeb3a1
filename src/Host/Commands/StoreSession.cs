using System.CommandLine;
using HotspotManager.Core;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Reports;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HotspotManager.Host.Commands;

/// <summary>What every set-up command works with: the store of a data folder, opened with the same settings as a server would, and the two ways of printing.</summary>
public sealed class StoreSession : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private StoreSession(ServiceProvider services, Settings settings, Output output) => (_services, Settings, Output) = (services, settings, output);

    public Settings Settings { get; }
    public Output Output { get; }
    public StoreWriter Writer => _services.GetRequiredService<StoreWriter>();
    public SecretBox Secrets => _services.GetRequiredService<SecretBox>();
    public ReportBook Reports => _services.GetRequiredService<ReportBook>();
    public CityClock Clock => _services.GetRequiredService<CityClock>();
    public TimeProvider Time => _services.GetRequiredService<TimeProvider>();
    public DateTimeOffset Now => Time.GetUtcNow();

    public HotspotDb Open() => _services.GetRequiredService<IDbContextFactory<HotspotDb>>().CreateDbContext();

    /// <summary>Opens the store that the common options name.</summary>
    /// <exception cref="RefusedException">The folder belongs to another user, or a running server uses another database.</exception>
    public static async Task<StoreSession> OpenAsync(ParseResult arguments, CancellationToken cancel)
    {
        var settings = Settings.Read(arguments.GetValue(Common.Data)!);
        FolderOwner.Check(settings.Folder);
        if (ServerFile.Running(settings.Folder) is { } server && server.Database != settings.Database.Kind)
            throw new RefusedException($"The running server uses {server.Database}, this command would use {settings.Database.Kind}: set Database:Connection in {settings.Folder.Settings}.");
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddStore(settings.Folder, settings.Database, settings.City);
        var session = new StoreSession(services.BuildServiceProvider(), settings, new Output(arguments.GetValue(Common.Json)));
        await CoreServices.PrepareStoreAsync(session._services, cancel);
        return session;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}

/// <summary>Options that all set-up commands take.</summary>
public static class Common
{
    public static readonly Option<string> Data = new("--data") { Description = "The data folder", DefaultValueFactory = _ => "./data", HelpName = "DIR" };
    public static readonly Option<bool> Json = new("--json") { Description = "Print JSON" };

    /// <summary>A set-up command: the work gets the parsed arguments and an open store.</summary>
    public static Command Command(string name, string description, Func<ParseResult, StoreSession, CancellationToken, Task> work, params Symbol[] symbols)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument) command.Arguments.Add(argument);
            else command.Options.Add((Option)symbol);
        }
        command.Options.Add(Data);
        command.Options.Add(Json);
        command.SetAction(async (arguments, cancel) =>
        {
            await using var store = await StoreSession.OpenAsync(arguments, cancel);
            await work(arguments, store, cancel);
            return 0;
        });
        return command;
    }

    public static Argument<string> Name(string what) => new("NAME") { Description = $"Name of the {what}: letters, digits, dots, dashes, underscores; at most 63" };

    public static Option<T> Opt<T>(string name, string description, string? helpName = null, bool required = false) =>
        new(name) { Description = description, HelpName = helpName, Required = required };
}
