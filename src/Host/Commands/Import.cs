using System.CommandLine;
using HotspotManager.Core.Spreadsheets;
using HotspotManager.Core.Store;

namespace HotspotManager.Host.Commands;

/// <summary>Imports from spreadsheets: an error for each line, all lines or none, <c>--dry-run</c>, and importing twice changes nothing.</summary>
internal static class Import
{
    private const int ErrorsShown = 50;

    public static Command Command(string name, string description, string[] needed, Func<SheetRow, HotspotDb, StoreSession, CancellationToken, Task> take)
    {
        var file = new Argument<string>("FILE.csv") { Description = "Spreadsheet as CSV, with a line of column names; ; or , between columns" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check every line, change nothing" };
        return Common.Command(name, description, async (a, store, cancel) =>
        {
            var rows = Spreadsheet.Read(a.GetValue(file)!, needed);
            var errors = new List<string>();
            try
            {
                await store.Writer.ChangeAsync(async db =>
                {
                    using var progress = new Progress("Reading");
                    for (var i = 0; i < rows.Count; i++)
                    {
                        progress.At((i + 1.0) / rows.Count);
                        await TakeRowAsync(rows[i], db, store, take, errors, cancel);
                    }
                    if (errors.Count > 0 || a.GetValue(dryRun)) throw new NothingChanged();
                }, cancel);
            }
            catch (NothingChanged)
            {
                // The transaction is rolled back; what was found is told below.
            }
            foreach (var error in errors.Take(ErrorsShown)) await Terminal.Error.WriteLineAsync(error);
            if (errors.Count > ErrorsShown) await Terminal.Error.WriteLineAsync($"… and {errors.Count - ErrorsShown} more");
            if (errors.Count > 0) throw new RefusedException($"{errors.Count} of {rows.Count} lines are wrong; nothing was imported.");
            store.Output.Done(a.GetValue(dryRun) ? $"{rows.Count} lines are right; nothing was changed (--dry-run)." : $"{rows.Count} lines imported.",
                new { lines = rows.Count, dryRun = a.GetValue(dryRun) });
        }, file, dryRun);
    }

    private static async Task TakeRowAsync(
        SheetRow row, HotspotDb db, StoreSession store, Func<SheetRow, HotspotDb, StoreSession, CancellationToken, Task> take, List<string> errors, CancellationToken cancel)
    {
        try
        {
            await take(row, db, store, cancel);
            await db.SaveChangesAsync(cancel);
        }
        catch (RefusedException error)
        {
            errors.Add($"line {row.Line}: {error.Message}");
        }
        finally
        {
            // What is saved need not be remembered: looking through it again at each row would make long files slow.
            db.ChangeTracker.Clear();
        }
    }

    private sealed class NothingChanged : Exception;
}
