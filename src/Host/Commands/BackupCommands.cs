using System.CommandLine;
using HotspotManager.Core.Store;
using HotspotManager.Core.Upkeep;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot backup FILE</c> and <c>hotspot restore FILE</c></summary>
internal static class BackupCommands
{
    private static readonly Argument<string> BackupFile = new("FILE") { Description = "The back-up (.tar.gz); it holds secrets: keep it safe" };

    public static Command CreateBackup() => Common.Command("backup", "Write a back-up of database, keys and settings; a server may run", async (a, store, cancel) =>
    {
        if (store.Settings.Database.IsPostgres) throw new RefusedException("The database is PostgreSQL: back it up with pg_dump, and keep the data folder's keys and hotspot.json with it.");
        using (var progress = new Progress("Backing up")) await Backup.WriteAsync(store.Settings.Folder, a.GetValue(BackupFile)!, progress.At, cancel);
        store.Output.Done($"Back-up written: {a.GetValue(BackupFile)}", new { file = Path.GetFullPath(a.GetValue(BackupFile)!), octets = new FileInfo(a.GetValue(BackupFile)!).Length });
    }, BackupFile);

    // It must not open the store that it is about to replace.
    public static Command CreateRestore()
    {
        var command = new Command("restore", "Put a back-up in place of what the data folder holds; no server may run") { BackupFile, Common.Data, Common.Json };
        command.SetAction(async (a, cancel) =>
        {
            var folder = new DataFolder(Path.GetFullPath(a.GetValue(Common.Data)!));
            FolderOwner.Check(folder);
            using (var progress = new Progress("Restoring")) await Backup.RestoreAsync(folder, a.GetValue(BackupFile)!, TimeProvider.System.GetUtcNow(), progress.At, cancel);
            new Output(a.GetValue(Common.Json)).Done($"Restored into {folder.Path}.", new { data = folder.Path });
            return 0;
        });
        return command;
    }
}
