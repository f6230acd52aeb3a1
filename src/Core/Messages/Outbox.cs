using HotspotManager.Core.Areas;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Messages;

/// <summary>A message to write.</summary>
/// <param name="Once">Unique name of this message: posted again it is the same one.</param>
/// <param name="Shown">The recipient as operators may see it.</param>
/// <param name="Rupiah">What it will cost.</param>
public sealed record NewMessage(string Once, string Purpose, string Channel, string Recipient, string Shown, string Text, string? AreaCode, DateTimeOffset ExpiresAt, long Rupiah)
{
    /// <summary>What it belongs to; null: it stands alone.</summary>
    public string? Thread { get; init; }

    public MessageExtras? Extras { get; init; }
}

/// <summary>The verbs on messages.</summary>
public static class Outbox
{
    /// <summary>Writes a message in the caller's transaction; one that was written already under the same name is returned as it is.</summary>
    public static async Task<Message> PostAsync(HotspotDb db, SecretBox secrets, NewMessage message, DateTimeOffset now, CancellationToken cancel = default)
    {
        if (await db.Set<Message>().FirstOrDefaultAsync(m => m.Once == message.Once, cancel) is { } known) return known;
        var row = new Message
        {
            Purpose = message.Purpose,
            Channel = message.Channel,
            RecipientSealed = secrets.Seal(SecretPurpose.MessageRecipient, message.Recipient),
            RecipientShown = message.Shown,
            TextSealed = secrets.Seal(SecretPurpose.MessageText, message.Text),
            Once = message.Once,
            AreaCode = message.AreaCode,
            CreatedAt = now,
            NextTryAt = now,
            ExpiresAt = message.ExpiresAt,
            SetAside = message.Rupiah,
            Thread = message.Thread,
            ExtrasSealed = message.Extras?.Seal(secrets),
        };
        db.Add(row);
        await db.SaveChangesAsync(cancel);
        return row;
    }

    /// <summary>Gives the message of this thread that still waits another text: who gets it late gets what is true then. False when none waits.</summary>
    public static async Task<bool> ReplaceAsync(HotspotDb db, SecretBox secrets, string thread, string text, MessageExtras extras, DateTimeOffset expiresAt, CancellationToken cancel = default)
    {
        var (sealedText, sealedExtras) = (secrets.Seal(SecretPurpose.MessageText, text), extras.Seal(secrets));
        return await db.Set<Message>().Where(m => m.Thread == thread && m.State == MessageState.Waiting).ExecuteUpdateAsync(
            m => m.SetProperty(x => x.TextSealed, sealedText).SetProperty(x => x.ExtrasSealed, sealedExtras).SetProperty(x => x.ExpiresAt, expiresAt), cancel) > 0;
    }

    /// <summary>Takes back what waits in this thread and has certainly not gone out; true when with it nobody was told anything.</summary>
    public static async Task<bool> WithdrawAsync(HotspotDb db, string thread, string why, CancellationToken cancel = default)
    {
        await db.Set<Message>().Where(m => m.Thread == thread && m.State == MessageState.Waiting && !m.Uncertain).ExecuteUpdateAsync(
            m => m.SetProperty(x => x.State, MessageState.Withdrawn).SetProperty(x => x.Answer, why).SetProperty(x => x.SetAside, 0L)
                .SetProperty(x => x.TextSealed, (byte[]?)null).SetProperty(x => x.ExtrasSealed, (byte[]?)null), cancel);
        return !await db.Set<Message>().AnyAsync(m => m.Thread == thread && m.State != MessageState.Withdrawn
            && (m.State != MessageState.Failed && m.State != MessageState.Expired || m.Uncertain), cancel);
    }

    /// <summary>What messages for an area and all in it ("" is the city) cost since an instant, and will when they go out.</summary>
    public static async Task<long> SpentAsync(HotspotDb db, string area, DateTimeOffset since, CancellationToken cancel = default)
    {
        var rows = db.Set<Message>().Where(m => m.CreatedAt >= since && m.AreaCode != null);
        if (area.Length > 0) rows = rows.Where(m => m.AreaCode == area || m.AreaCode!.StartsWith(area + ".") || m.AreaCode.StartsWith(area + "/"));
        return await rows.SumAsync(m => m.Rupiah + m.SetAside, cancel);
    }

    /// <summary>When the city's month began.</summary>
    public static DateTimeOffset MonthOf(CityClock clock, DateTimeOffset now)
    {
        var local = clock.Local(now);
        var first = new DateTime(local.Year, local.Month, 1, 0, 0, 0, DateTimeKind.Unspecified);
        return new DateTimeOffset(first, clock.Zone.GetUtcOffset(first)).ToUniversalTime();
    }

    /// <summary>What a courier tells later of a message it took over; true when there was such a message. A late "sent" does not undo a "delivered".</summary>
    public static async Task<bool> ReportAsync(HotspotDb db, long id, bool delivered, string answer, DateTimeOffset now, CancellationToken cancel = default)
    {
        var row = await db.Set<Message>().FirstOrDefaultAsync(m => m.Id == id, cancel);
        if (row is null) return false;
        if (row.State is not (MessageState.Sent or MessageState.Sending or MessageState.Failed)) return true;
        (row.State, row.Answer) = (delivered ? MessageState.Delivered : MessageState.Failed, answer.Length > 300 ? answer[..300] : answer);
        if (delivered) row.DeliveredAt = now;
        (row.TextSealed, row.ExtrasSealed) = (null, null);
        return true;
    }

    /// <summary>How many messages written since an instant stand in each state.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> CountsAsync(HotspotDb db, DateTimeOffset since, string? area = null, CancellationToken cancel = default) =>
        await Within(db.Set<Message>().Where(m => m.CreatedAt >= since), area).GroupBy(m => m.State).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, StringComparer.Ordinal, cancel);

    /// <summary>Newest first.</summary>
    public static Task<MessageView[]> ListAsync(HotspotDb db, string? state = null, string? area = null, int take = 200, CancellationToken cancel = default)
    {
        var rows = Within(db.Set<Message>().AsNoTracking(), area);
        if (state is not null) rows = rows.Where(m => m.State == state);
        return rows.OrderByDescending(m => m.Id).Take(take).Select(m => new MessageView(
            m.Id, m.CreatedAt, m.Purpose, m.RecipientShown, m.State, m.Tries, m.Courier, m.SentAt, m.DeliveredAt, m.Rupiah, m.AreaCode, m.Answer)).ToArrayAsync(cancel);
    }

    private static IQueryable<Message> Within(IQueryable<Message> rows, string? area) => area is null ? rows
        : rows.Where(m => m.AreaCode != null && (m.AreaCode == area || m.AreaCode.StartsWith(area + ".") || m.AreaCode.StartsWith(area + "/")));
}
