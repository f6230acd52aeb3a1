using HotspotManager.Core.Areas;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Core.Upkeep;

/// <summary>What an administrator would do each night: deletes what is past its retention, makes the back-up and drops old ones, keeps the disk reserve.</summary>
public sealed partial class UpkeepService(
    IDbContextFactory<HotspotDb> databases, StoreWriter writer, DatabaseOptions options, DataFolder folder, DiskReserve reserve, CityClock clock, TimeProvider time,
    ILogger<UpkeepService> log) : BackgroundService
{
    public const int BackupsKept = 14;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), time);
        var lastClean = DateTimeOffset.MinValue;
        try
        {
            do
            {
                try
                {
                    reserve.Ensure();
                    if (time.GetUtcNow() - lastClean > TimeSpan.FromHours(1))
                    {
                        await DeleteOldAsync(stoppingToken);
                        lastClean = time.GetUtcNow();
                    }
                    if (clock.Local(time.GetUtcNow()).Hour is >= 2 and < 5) await BackUpAsync(stoppingToken);
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    CouldNot(log, error);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: upkeep goes on after the next start.
        }
    }

    /// <summary>Deletes rows past their retention, a slice at a time so that nothing else waits long; returns how many.</summary>
    public async Task<int> DeleteOldAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var total = 0;
        foreach (var (entity, rule) in db.Model.GetEntityTypes().SelectMany(e => RetentionMapping.Of(e).Select(r => (e, r))))
        {
            var sql = DeleteSlice(entity, rule);
            var before = time.GetUtcNow().AddDays(-rule.Days).ToUnixTimeMilliseconds();
            int deleted;
            do
            {
                deleted = await writer.WriteAsync(w => w.Database.ExecuteSqlRawAsync(sql, [before], cancel), cancel);
                total += deleted;
            }
            while (deleted > 0 && !cancel.IsCancellationRequested);
        }
        return total;
    }

    /// <summary>Makes tonight's back-up unless it is there, and drops those beyond <see cref="BackupsKept"/>; returns its file.</summary>
    public async Task<string?> BackUpAsync(CancellationToken cancel)
    {
        if (options.IsPostgres) return null;
        var file = Path.Combine(folder.Backups, $"hotspot-{clock.Day(time.GetUtcNow())}.tar.gz");
        if (File.Exists(file)) return file;
        Directory.CreateDirectory(folder.Backups);
        await Backup.WriteAsync(folder, file, cancel: cancel);
        BackedUp(log, file);
        foreach (var old in Directory.EnumerateFiles(folder.Backups, "hotspot-*.tar.gz").OrderDescending(StringComparer.Ordinal).Skip(BackupsKept)) File.Delete(old);
        return file;
    }

    private static string DeleteSlice(IEntityType entity, RetentionRule rule)
    {
        var table = entity.GetTableName();
        var keys = string.Join(", ", entity.FindPrimaryKey()!.Properties.Select(p => $"\"{p.GetColumnName()}\""));
        var filter = rule.OnlyWhere is { } only ? $" AND {only}" : "";
        return $"DELETE FROM \"{table}\" WHERE ({keys}) IN (SELECT {keys} FROM \"{table}\" WHERE \"{rule.Column}\" < {{0}}{filter} LIMIT 2000)";
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Upkeep could not finish; it tries again in a minute")]
    private static partial void CouldNot(ILogger log, Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Back-up written: {File}")]
    private static partial void BackedUp(ILogger log, string file);
}
