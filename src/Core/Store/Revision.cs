using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Core.Store;

/// <summary>One row, raised by every change of set-up.</summary>
public sealed class Revision
{
    public int Id { get; set; }
    public long Number { get; set; }
}

internal sealed class RevisionMapping : IEntityTypeConfiguration<Revision>
{
    public void Configure(EntityTypeBuilder<Revision> entity)
    {
        entity.ToTable("Revision");
        entity.Property(r => r.Id).ValueGeneratedNever();
    }
}

/// <summary>Something read from the store into memory and swapped whole when the set-up changes.</summary>
public interface ISnapshot
{
    /// <summary>Reads the rows and publishes the new snapshot.</summary>
    Task ReloadAsync(HotspotDb db, CancellationToken cancel);
}

/// <summary>
/// Reads the revision twice a second and reloads every snapshot when it moved, so that a command beside a running server is seen within two seconds.
/// The first load is complete before listeners open (<see cref="StartAsync"/>); a failed reload keeps the last good snapshots and is tried again.
/// </summary>
public sealed partial class RevisionWatch(
    IDbContextFactory<HotspotDb> databases, IEnumerable<ISnapshot> snapshots, StoreWriter writer, TimeProvider time, ILogger<RevisionWatch> log) : BackgroundService
{
    private readonly Nudge _nudge = new();
    private long _seen = -1;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        writer.Changed += _nudge.Give;
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _nudge.WaitAsync(TimeSpan.FromMilliseconds(500), stoppingToken);
                await LookAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                ReloadFailed(log, error);
                await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken);
            }
        }
    }

    /// <summary>Looks once, now: used at start and by tests.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var number = await db.Set<Revision>().Select(r => r.Number).SingleAsync(cancel);
        if (number == _seen) return;
        foreach (var snapshot in snapshots) await snapshot.ReloadAsync(db, cancel);
        _seen = number;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Set-up could not be read again; the last good one stays in force")]
    private static partial void ReloadFailed(ILogger log, Exception error);
}
