using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Core.Messages;

/// <summary>
/// Carries what waits in the outbox: claims a message (so that of several processes one has it), hands it to the first courier of its channel that this process can speak to,
/// then to the next; pauses 2, 4, 8 … 60 s between rounds, or as long as the courier asks for, until it is through or too late. Channels do not wait for each other; messages of
/// one thread do. A message whose process died while sending is tried again: at least once.
/// </summary>
public sealed partial class MessageDispatch(
    IDbContextFactory<HotspotDb> databases, StoreWriter writer, DatabaseOptions database, SecretBox secrets, CourierTable couriers, IEnumerable<ICourierKind> kinds,
    CourierAlarm alarm, TimeProvider time, ILogger<MessageDispatch> log) : BackgroundService
{
    private const int AtOnce = 8;

    // Longer than the slowest courier may take (60 s). What is in a courier's hands when the process is told to stop has a moment to come to its end.
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(90), Slowest = TimeSpan.FromSeconds(60), LastMoment = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, ICourierKind> _kinds = kinds.ToDictionary(k => k.Kind, StringComparer.Ordinal);
    private readonly Nudge _nudge = new();

    /// <summary>Something new waits.</summary>
    public void Wake() => _nudge.Give();

    /// <summary>The courier that a message of this channel goes to first; null when nobody could take it.</summary>
    public CourierEntry? First(string channel) => couriers.Of(channel).FirstOrDefault(c => _kinds.ContainsKey(c.Kind));

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // A data folder has one server: what was being sent when it ended is nobody's now and need not wait for the claim to run out.
        if (!database.IsPostgres)
        {
            var now = time.GetUtcNow();
            await writer.WriteAsync(db => db.Set<Message>().Where(m => m.State == MessageState.Sending && m.NextTryAt > now)
                .ExecuteUpdateAsync(m => m.SetProperty(x => x.NextTryAt, now), cancellationToken), cancellationToken);
        }
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lanes = new Dictionary<string, Task>(StringComparer.Ordinal);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await _nudge.WaitAsync(TimeSpan.FromSeconds(1), stoppingToken);
                foreach (var channel in Channels().Where(c => lanes.GetValueOrDefault(c) is null or { IsCompleted: true })) lanes[channel] = LaneAsync(channel, stoppingToken);
                if (lanes.GetValueOrDefault("") is null or { IsCompleted: true }) lanes[""] = LaneAsync("", stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: what is in hand comes to its end below.
        }
        await Task.WhenAll(lanes.Values);
    }

    /// <summary>Sends what is due now; returns how many messages it took in hand.</summary>
    public async Task<int> RoundAsync(CancellationToken cancel)
    {
        if (_kinds.Count == 0) return 0;
        var rounds = await Task.WhenAll(Channels().Select(c => RoundAsync(c, cancel)));
        return rounds.Sum() + await ExpireAsync(cancel);
    }

    private List<string> Channels() => [.. couriers.Channels.Where(c => First(c) is not null)];

    /// <summary>One channel's messages, until none is due; the lane "" is for what nobody can carry.</summary>
    private async Task LaneAsync(string channel, CancellationToken cancel)
    {
        try
        {
            if (channel.Length == 0) await ExpireAsync(cancel);
            else while (await RoundAsync(channel, cancel) > 0) { }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Stopping.
        }
        catch (Exception error)
        {
            CouldNotSend(log, error);
            await Task.Delay(TimeSpan.FromSeconds(2), time, cancel).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private async Task<int> RoundAsync(string channel, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        List<Message> due;
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            var open = db.Set<Message>().Where(m => m.State == MessageState.Waiting || m.State == MessageState.Sending);
            due = await open.AsNoTracking().Where(m => m.Channel == channel && m.NextTryAt <= now && (m.Thread == null || !open.Any(o => o.Thread == m.Thread && o.Id < m.Id)))
                .OrderBy(m => m.NextTryAt).ThenBy(m => m.Id).Take(AtOnce).ToListAsync(cancel);
        }
        await Task.WhenAll(due.Select(m => CarryAsync(m, cancel)));
        return due.Count;
    }

    /// <summary>What no courier of this process can carry is left to another process until it is too late.</summary>
    private async Task<int> ExpireAsync(CancellationToken cancel)
    {
        var (now, carried) = (time.GetUtcNow(), Channels());
        List<long> late;
        await using (var db = await databases.CreateDbContextAsync(cancel))
            late = await db.Set<Message>().Where(m => (m.State == MessageState.Waiting || m.State == MessageState.Sending) && m.NextTryAt <= now && m.ExpiresAt <= now && !carried.Contains(m.Channel))
                .OrderBy(m => m.Id).Select(m => m.Id).Take(100).ToListAsync(cancel);
        foreach (var id in late) await FinishAsync(id, MessageState.Expired, "no courier took it in time", null, null);
        return late.Count;
    }

    private async Task CarryAsync(Message seen, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        // Read again once it is ours: what waits may have been given another text.
        var message = await writer.WriteAsync(async db => await db.Set<Message>().Where(m => m.Id == seen.Id && m.State == seen.State && m.NextTryAt == seen.NextTryAt)
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.State, MessageState.Sending).SetProperty(x => x.NextTryAt, now + Claim)
                .SetProperty(x => x.Uncertain, x => x.Uncertain || x.State == MessageState.Sending), cancel) == 0
            ? null : await db.Set<Message>().AsNoTracking().SingleAsync(m => m.Id == seen.Id, cancel), cancel);
        if (message is null) return;
        if (message.ExpiresAt <= now || message.TextSealed is null)
        {
            await FinishAsync(message.Id, MessageState.Expired, message.Answer ?? "no courier took it in time", null, null);
            return;
        }
        var envelope = await OpenAsync(message, cancel);
        var (answer, last, refused, unknown, pause) = ("", (CourierEntry?)null, true, (CourierEntry?)null, (TimeSpan?)null);
        foreach (var courier in couriers.Of(message.Channel))
        {
            if (!_kinds.TryGetValue(courier.Kind, out var kind)) continue;
            last = courier;
            var outcome = await HandOverAsync(kind, courier, envelope, cancel);
            if (outcome.Result == HandOverResult.Later)
            {
                await LaterAsync(message.Id, outcome.Pause ?? TimeSpan.FromSeconds(1));
                return;
            }
            answer = $"{courier.Name}: {outcome.Answer}";
            CourierMeter.HandedOver(courier.Name, outcome.Result);
            if (outcome.Result == HandOverResult.Taken)
            {
                await FinishAsync(message.Id, MessageState.Sent, answer, courier, outcome.Reference);
                await alarm.NoteAsync(courier.Name, outcome, CancellationToken.None);
                return;
            }
            await alarm.NoteAsync(courier.Name, outcome, CancellationToken.None);
            NotTaken(log, message.Id, courier.Name, outcome.Result, outcome.Answer);
            if (outcome.Result == HandOverResult.Unknown)
            {
                // It may have gone out, and be paid for; a second courier at once would perhaps send it twice.
                (refused, unknown) = (false, courier);
                break;
            }
            if (outcome.Pause is { } wanted && (pause is null || wanted < pause)) pause = wanted;
            refused &= outcome.Result == HandOverResult.Refused;
        }
        if (refused) await FinishAsync(message.Id, MessageState.Failed, answer, last, null);
        else await AgainAsync(message, answer, last, unknown, pause);
    }

    private async Task<Envelope> OpenAsync(Message message, CancellationToken cancel)
    {
        (string, string)? earlier = null;
        if (message.Thread is { } thread)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            var references = await db.Set<Message>().Where(m => m.Thread == thread && m.Id < message.Id && m.Reference != null && m.SentAt != null).OrderBy(m => m.Id).Select(m => m.Reference!).ToListAsync(cancel);
            if (references.Count > 0) earlier = (references[0], references[^1]);
        }
        return new Envelope(message.Id, secrets.OpenText(SecretPurpose.MessageRecipient, message.RecipientSealed), secrets.OpenText(SecretPurpose.MessageText, message.TextSealed!))
        {
            Once = message.Once,
            Thread = message.Thread,
            Earlier = earlier,
            MayBeOut = message.Uncertain,
            Extras = MessageExtras.Open(secrets, message.ExtrasSealed),
        };
    }

    private async Task<HandOver> HandOverAsync(ICourierKind kind, CourierEntry courier, Envelope envelope, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(courier.Settings.TimeoutSeconds) is var own && own < Slowest ? own : Slowest);
        await using var stop = cancel.Register(() => limit.CancelAfter(LastMoment));
        try
        {
            return await kind.SendAsync(courier, envelope, limit.Token);
        }
        catch (OperationCanceledException)
        {
            return new HandOver(HandOverResult.Unknown, $"no answer within {courier.Settings.TimeoutSeconds} s");
        }
    }

    private Task AgainAsync(Message message, string answer, CourierEntry? courier, CourierEntry? unknown, TimeSpan? pause) => writer.WriteAsync(async db =>
    {
        var row = await db.Set<Message>().SingleAsync(m => m.Id == message.Id);
        row.Tries++;
        (row.State, row.Answer, row.Courier) = (MessageState.Waiting, answer, courier?.Name);
        row.Rupiah += unknown?.RupiahEach ?? 0;
        row.Uncertain |= unknown is not null;
        row.NextTryAt = time.GetUtcNow() + (pause ?? TimeSpan.FromSeconds(Math.Min(60, 1 << Math.Min(6, row.Tries))));
    }, CancellationToken.None);

    private Task LaterAsync(long id, TimeSpan pause) => writer.WriteAsync(db => db.Set<Message>().Where(m => m.Id == id)
        .ExecuteUpdateAsync(m => m.SetProperty(x => x.State, MessageState.Waiting).SetProperty(x => x.NextTryAt, time.GetUtcNow() + pause), CancellationToken.None), CancellationToken.None);

    private Task FinishAsync(long id, string state, string answer, CourierEntry? courier, string? reference) => writer.WriteAsync(async db =>
    {
        var row = await db.Set<Message>().SingleAsync(m => m.Id == id);
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
        (row.TextSealed, row.ExtrasSealed) = (null, null);
    }, CancellationToken.None);

    [LoggerMessage(Level = LogLevel.Error, Message = "Messages could not be sent; trying again")]
    private static partial void CouldNotSend(ILogger log, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {Id} was not taken by courier {Courier}: {Result}, {Answer}")]
    private static partial void NotTaken(ILogger log, long id, string courier, HandOverResult result, string answer);
}
