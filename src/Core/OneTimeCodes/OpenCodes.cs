using System.Collections.Concurrent;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Core.OneTimeCodes;

/// <summary>A question that waits for its answer, and how far its message has come.</summary>
public sealed record OpenCode(OneTimeCode Row, string MessageState, DateTimeOffset? SentAt);

/// <summary>
/// The questions that stand open, in memory by phone: every page shown asks for them. This process's own are there at once, those of others, and what became of the messages,
/// within a second.
/// </summary>
public sealed partial class OpenCodes(IDbContextFactory<HotspotDb> databases, TimeProvider time, ILogger<OpenCodes> log) : BackgroundService
{
    private readonly ConcurrentDictionary<string, OpenCode> _byPhone = new(StringComparer.Ordinal);

    /// <summary>The question open for a phone in this area.</summary>
    public OpenCode? Of(string mac, string areaCode) =>
        _byPhone.TryGetValue(mac, out var code) && code.Row.AreaCode == areaCode && code.Row.ExpiresAt > time.GetUtcNow() && code.Row.ClosedAt is null ? code : null;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await CatchUpAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    internal void Keep(OneTimeCode row)
    {
        if (row.ClosedAt is not null) _byPhone.TryRemove(row.Mac, out _);
        else _byPhone.AddOrUpdate(row.Mac, _ => new OpenCode(row, MessageState.Waiting, null), (_, had) => had.Row.Id > row.Id ? had
            : had.Row.MessageId == row.MessageId ? had with { Row = row } : new OpenCode(row, MessageState.Waiting, null));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await CatchUpAsync(stoppingToken);
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    CouldNotCatchUp(log, error);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task CatchUpAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rows = await db.Set<OneTimeCode>().AsNoTracking().Where(c => c.ExpiresAt > now && c.ClosedAt == null)
            .Join(db.Set<Message>(), c => c.MessageId, m => m.Id, (c, m) => new { Code = c, m.State, m.SentAt }).OrderBy(r => r.Code.Id).ToListAsync(cancel);
        var known = rows.Select(r => r.Code.Mac).ToHashSet(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var read = new OpenCode(row.Code, row.State, row.SentAt);
            // What was kept since this was read is newer.
            _byPhone.AddOrUpdate(row.Code.Mac, read, (_, had) => had.Row.Id > row.Code.Id || had.Row.Id == row.Code.Id && had.Row.Sends > row.Code.Sends ? had : read);
        }
        foreach (var old in _byPhone.Where(p => p.Value.Row.ExpiresAt <= now || !known.Contains(p.Key) && p.Value.Row.LastSentAt < now.AddSeconds(-30)).ToList()) _byPhone.TryRemove(old);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Open one-time codes could not be read; trying again")]
    private static partial void CouldNotCatchUp(ILogger log, Exception error);
}
