using System.CommandLine;
using HotspotManager.Core.Store;

namespace HotspotManager.Host.Commands;

/// <summary>The root: exit code 0, or 1 with a one-line error, or 2 for wrong usage.</summary>
public sealed class HotspotCommand(string description) : RootCommand(description)
{
    public async Task<int> RunAsync(string[] args)
    {
        var result = Parse(args);
        if (result.Errors.Count > 0 && !args.Any(a => a is "--help" or "-h" or "-?"))
        {
            var what = result.UnmatchedTokens.Count > 0 ? $"'{result.UnmatchedTokens[0]}' is not a command or option here." : result.Errors[0].Message;
            await Terminal.Error.WriteLineAsync($"hotspot: {what} (see hotspot{Path(result)} --help)");
            return 2;
        }
        try
        {
            return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (UsageException error)
        {
            await Terminal.Error.WriteLineAsync($"hotspot: {error.Message}");
            return 2;
        }
        catch (Exception error) when (Explain(error) is { } message)
        {
            await Terminal.Error.WriteLineAsync($"hotspot: {message}");
            return 1;
        }
    }

    /// <summary>The operator's sentence for what may go wrong outside the program; null for a bug, which shows itself whole.</summary>
    private static string? Explain(Exception error) => error switch
    {
        RefusedException or StoreException or SettingsException => error.Message,
        Microsoft.Extensions.Options.OptionsValidationException wrong => string.Join(" ", wrong.Failures),
        OperationCanceledException => "Stopped.",
        Microsoft.Data.Sqlite.SqliteException sqlite => $"The database cannot be used: {sqlite.Message}",
        _ when error.GetBaseException() is Npgsql.NpgsqlException postgres => $"PostgreSQL cannot be used: {postgres.Message}",
        UnauthorizedAccessException => $"Not allowed: {error.Message}",
        IOException => error.Message,
        Microsoft.EntityFrameworkCore.DbUpdateException { InnerException: { } inner } => $"The change could not be stored: {inner.Message}",
        _ => null,
    };

    private static string Path(ParseResult result)
    {
        var names = new Stack<string>();
        for (System.CommandLine.Parsing.SymbolResult? at = result.CommandResult; at is System.CommandLine.Parsing.CommandResult { Command: not RootCommand } command; at = at.Parent)
            names.Push(command.Command.Name);
        return string.Concat(names.Select(n => " " + n));
    }
}

/// <summary>Options that do not fit together: exit code 2.</summary>
public sealed class UsageException(string message) : Exception(message);
