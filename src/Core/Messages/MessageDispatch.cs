using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Core.Messages;

/// <summary>
/// Carries what waits in the outbox: claims a message (so that of several processes one has it), hands it to the first courier of its channel that this process can speak to,
/// then to the next; pauses 2, 4, 8 … 60 s between rounds, until it is through or too late. A message whose process died while sending is tried again: at least once.
/// </summary>
public sealed partial class MessageDispatch(
    IDbContextFactory<HotspotDb> databases, StoreWriter writer, SecretBox secrets, CourierTable couriers, IEnumerable<ICourierKind> kinds, CourierAlarm alarm, TimeProvider time,
    ILogger<MessageDispatch> log) : BackgroundService
{
    private const int AtOnce = 8;

    // Longer than the slowest courier may take (60 s).
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(90), Slowest = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, ICourierKind> _kinds = kinds.ToDictionary(k => k.Kind, StringComparer.Ordinal);
    private readonly Nudge _nudge = new();

    /// <summary>Something new waits.</summary>
    public void Wake() => _nudge.Give();

    /// <summary>The courier that a message of this channel goes to first; null when nobody could take it.</summary>
    public CourierEntry? First(string channel) => couriers.Of(channel).FirstOrDefault(c => _kinds.ContainsKey(c.Kind));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _nudge.WaitAsync(TimeSpan.FromSeconds(1), stoppingToken);
                while (await RoundAsync(stoppingToken) > 0) { }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                CouldNotSend(log, error);
                await Task.Delay(TimeSpan.FromSeconds(2), time, stoppingToken);
            }
        }
    }

    /// <summary>Sends what is due now; returns how many messages it took in hand.</summary>
    public async Task<int> RoundAsync(CancellationToken cancel)
    {
        if (_kinds.Count == 0) return 0;
        var now = time.GetUtcNow();
        List<Message> due;
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            due = await db.Set<Message>().AsNoTracking().Where(m => (m.State == MessageState.Waiting || m.State == MessageState.Sending) && m.NextTryAt <= now)
                .OrderBy(m => m.NextTryAt).Take(AtOnce).ToListAsync(cancel);
        }
        // What no courier of this process can carry is left to another process until it is too late.
        due = [.. due.Where(m => First(m.Channel) is not null || m.ExpiresAt <= now)];
        await Task.WhenAll(due.Select(m => CarryAsync(m, cancel)));
        return due.Count;
    }

    private async Task CarryAsync(Message message, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var claimed = await writer.WriteAsync(db => db.Set<Message>().Where(m => m.Id == message.Id && m.State == message.State && m.NextTryAt == message.NextTryAt)
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.State, MessageState.Sending).SetProperty(x => x.NextTryAt, now + Claim), cancel), cancel);
        if (claimed == 0) return;
        if (message.ExpiresAt <= now || message.TextSealed is null)
        {
            await FinishAsync(message.Id, MessageState.Expired, message.Answer ?? "no courier took it in time", null, null, cancel);
            return;
        }
        var envelope = new Envelope(message.Id, secrets.OpenText(SecretPurpose.MessageRecipient, message.RecipientSealed), secrets.OpenText(SecretPurpose.MessageText, message.TextSealed));
        var (answer, last, refused, unknown) = ("", (CourierEntry?)null, true, 0L);
        foreach (var courier in couriers.Of(message.Channel))
        {
            if (!_kinds.TryGetValue(courier.Kind, out var kind)) continue;
            last = courier;
            var outcome = await HandOverAsync(kind, courier, envelope, cancel);
            answer = $"{courier.Name}: {outcome.Answer}";
            CourierMeter.HandedOver(courier.Name, outcome.Result);
            await alarm.NoteAsync(courier.Name, outcome, cancel);
            if (outcome.Result == HandOverResult.Taken)
            {
                await FinishAsync(message.Id, MessageState.Sent, answer, courier, outcome.Reference, cancel);
                return;
            }
            NotTaken(log, message.Id, courier.Name, outcome.Result, outcome.Answer);
            if (outcome.Result == HandOverResult.Unknown)
            {
                // It may have gone out, and be paid for; a second courier at once would perhaps send it twice.
                (refused, unknown) = (false, courier.RupiahEach);
                break;
            }
            refused &= outcome.Result == HandOverResult.Refused;
        }
        if (refused) await FinishAsync(message.Id, MessageState.Failed, answer, last, null, cancel);
        else await AgainAsync(message, answer, last, unknown, cancel);
    }

    private async Task<HandOver> HandOverAsync(ICourierKind kind, CourierEntry courier, Envelope envelope, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(courier.Settings.TimeoutSeconds) is var own && own < Slowest ? own : Slowest);
        try
        {
            return await kind.SendAsync(courier, envelope, limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new HandOver(HandOverResult.Unknown, $"no answer within {courier.Settings.TimeoutSeconds} s");
        }
    }

    private Task AgainAsync(Message message, string answer, CourierEntry? courier, long cost, CancellationToken cancel) => writer.WriteAsync(async db =>
    {
        var row = await db.Set<Message>().SingleAsync(m => m.Id == message.Id, cancel);
        row.Tries++;
        (row.State, row.Answer, row.Courier) = (MessageState.Waiting, answer, courier?.Name);
        row.Rupiah += cost;
        row.NextTryAt = time.GetUtcNow().AddSeconds(Math.Min(60, 1 << Math.Min(6, row.Tries)));
    }, cancel);

    private Task FinishAsync(long id, string state, string answer, CourierEntry? courier, string? reference, CancellationToken cancel) => writer.WriteAsync(async db =>
    {
        var row = await db.Set<Message>().SingleAsync(m => m.Id == id, cancel);
        if (state != MessageState.Expired) row.Tries++;
        (row.Answer, row.Courier, row.Reference, row.SetAside) = (answer, courier?.Name ?? row.Courier, reference, 0);
        row.State = state;
        if (state == MessageState.Sent)
        {
            row.Rupiah += courier?.RupiahEach ?? 0;
            row.SentAt = time.GetUtcNow();
            // The report of a fast courier may have come first.
            if (row.DeliveredAt is not null) row.State = MessageState.Delivered;
        }
        row.TextSealed = null;
    }, cancel);

    [LoggerMessage(Level = LogLevel.Error, Message = "Messages could not be sent; trying again")]
    private static partial void CouldNotSend(ILogger log, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {Id} was not taken by courier {Courier}: {Result}, {Answer}")]
    private static partial void NotTaken(ILogger log, long id, string courier, HandOverResult result, string answer);
}
