using System.Collections.Concurrent;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using HotspotManager.Radius.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Radius.Control;

/// <summary>
/// Carries out the session orders of RADIUS sessions as they are written, many at once, and writes down what came of each. Told by the feed; looks by itself
/// every few seconds as well, so that an order outlives a restart.
/// </summary>
public sealed partial class OrderCarrier(
    IDbContextFactory<HotspotDb> databases, StoreWriter writer, FeedTail feed, DisconnectFlow disconnect, RelimitFlow relimit,
    TimeProvider time, ILogger<OrderCarrier> log)
    : BackgroundService
{
    private const int AtOnce = 64;
    private static readonly TimeSpan OwnLook = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<long, Task> _underWay = new();
    private readonly Nudge _nudge = new();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listening = feed.Listen(events =>
        {
            if (events.Any(e => e.Kind == FeedKind.SessionOrder))
                _nudge.Give();
        });
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
                await _nudge.WaitAsync(OwnLook, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error)
            {
                CouldNotLook(log, error);
                await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        await Task.WhenAll(_underWay.Values);
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        foreach (var order in await SessionOrders.PendingAsync(db, RecordSource.Radius, cancel))
        {
            if (_underWay.Count >= AtOnce)
                return; // the next look takes up the rest: each order that ends asks for one
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_underWay.TryAdd(order.Id, done.Task))
                _ = CarryOutAsync(order, done, cancel);
        }
    }

    private async Task CarryOutAsync(SessionOrder order, TaskCompletionSource done, CancellationToken cancel)
    {
        try
        {
            var (pending, session) = await ReadAsync(order, cancel);
            if (!pending)
                return;
            var (state, answer) = session switch
            {
                null => (OrderState.Failed, "The session is no longer on record."),
                { EndedAt: not null } => (OrderState.Done, "The session had ended already."),
                _ when order.Kind == OrderKind.Disconnect => await disconnect.EndAsync(session, cancel),
                _ => await relimit.ChangeAsync(session, cancel),
            };
            await writer.WriteAsync(db => SessionOrders.FinishAsync(db, order.Id, state, answer, time.GetUtcNow(), CancellationToken.None), CancellationToken.None);
            RadiusMeter.Order(state);
            CarriedOut(log, order.Id, order.Kind, order.SessionId, order.Who, order.Why, answer);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Stopping: the order stays pending and is carried out after the next start.
        }
        catch (Exception error)
        {
            NotCarriedOut(log, order.Id, error);
            await Task.Delay(OwnLook, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            _underWay.TryRemove(order.Id, out _);
            done.SetResult();
            if (_underWay.Count == AtOnce - 1)
                _nudge.Give();
        }
    }

    /// <summary>Reads again now that nobody else here has the order: it may have been carried out since the list was read.</summary>
    private async Task<(bool Pending, Session? Session)> ReadAsync(SessionOrder order, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var pending = await db.Set<SessionOrder>().AnyAsync(o => o.Id == order.Id && o.State == OrderState.Pending, cancel);
        return (pending, await db.Set<Session>().AsNoTracking().FirstOrDefaultAsync(s => s.Id == order.SessionId, cancel));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Session orders could not be read; trying again")]
    private static partial void CouldNotLook(ILogger log, Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Order {Order}, {Kind} of session {Session} (by {Who}, {Why}): {Answer}")]
    private static partial void CarriedOut(ILogger log, long order, string kind, long session, string who, string why, string answer);

    [LoggerMessage(Level = LogLevel.Error, Message = "Order {Order} could not be carried out; it is tried again")]
    private static partial void NotCarriedOut(ILogger log, long order, Exception error);
}
