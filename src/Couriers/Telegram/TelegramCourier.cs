using System.Globalization;
using HotspotManager.Core.Alerts;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;

namespace HotspotManager.Couriers.Telegram;

/// <summary>
/// Telegram by a bot: the first message of a thread is sent, the later ones change it (<c>editMessageText</c>), so that an incident is one message. Plain text, no preview of
/// links. A group that became a supergroup is followed there; a topic that is gone falls back to the chat itself; a message that somebody deleted is sent anew.
/// </summary>
internal sealed class TelegramCourier(TelegramApi api, TelegramPace pace, StoreWriter writer, SecretBox secrets) : ICourierKind
{
    public string Kind => "telegram";

    public async Task<HandOver> SendAsync(CourierEntry courier, Envelope message, CancellationToken cancel)
    {
        var parts = message.Recipient.Split('/');
        var (chat, topic) = (parts[0], parts.Length > 1 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null);
        if (pace.Take(courier.Name, chat) is { } wait) return new HandOver(HandOverResult.Later, "within Telegram's limits", Pause: wait);

        if (message.Earlier is { } earlier && earlier.Last.Split(':') is [var where, var id] && where == chat && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var known))
        {
            var edited = await api.AskAsync(courier, "editMessageText", new Edit(chat, known, message.Text, new Preview(true), Keyboard(message)), cancel);
            if (edited.IsOk || edited.Says("message is not modified")) return new HandOver(HandOverResult.Taken, "changed", earlier.Last);
            if (!edited.Says("message to edit not found") && !edited.Says("message can't be edited") && !edited.Says("MESSAGE_ID_INVALID") && edited.MovedTo is null) return Outcome(courier, chat, edited);
            // It is gone: told anew below.
        }
        var sent = await SendAsync(courier, message, chat, topic, cancel);
        if (topic is not null && sent.Says("message thread not found")) sent = await SendAsync(courier, message, chat, topic = null, cancel);
        if (sent.MovedTo is { } moved)
        {
            await writer.ChangeAsync(db => AlertList.MoveAsync(db, secrets, courier.Channel, chat, moved, cancel), cancel);
            sent = await SendAsync(courier, message, chat = moved, topic, cancel);
        }
        if (!sent.IsOk) return Outcome(courier, chat, sent);
        var reference = sent.Result.TryGetProperty("message_id", out var given) && given.TryGetInt64(out var messageId)
            ? string.Create(CultureInfo.InvariantCulture, $"{chat}:{messageId}") : null;
        return new HandOver(HandOverResult.Taken, "sent", reference);
    }

    private Task<TelegramAnswer> SendAsync(CourierEntry courier, Envelope message, string chat, int? topic, CancellationToken cancel) => api.AskAsync(
        courier, "sendMessage", new Send(chat, topic, message.Text, new Preview(true), message.Extras.Quiet ? true : null, Keyboard(message)), cancel);

    private HandOver Outcome(CourierEntry courier, string chat, TelegramAnswer answer)
    {
        if (answer.Failure is { } failure) return failure;
        var said = string.Create(CultureInfo.InvariantCulture, $"{answer.Code} {answer.Description}");
        if (answer.RetryAfter is { } pause)
        {
            pace.Block(courier.Name, chat, pause);
            return new HandOver(HandOverResult.NotNow, said, Pause: pause);
        }
        // A wrong token (401, 404) may be put right; a chat that is gone or has thrown the bot out (400, 403) will not come back by itself.
        return new HandOver(answer.Code is 400 or 403 ? HandOverResult.Refused : HandOverResult.NotNow, said);
    }

    private static Markup Keyboard(Envelope message) => new(message.Extras.Buttons.Count == 0 ? [] : [[.. message.Extras.Buttons.Select(b => new Button(b.Text, b.Data))]]);

    // Field names are the Bot API's in snake case. An empty keyboard takes the buttons away.
    private sealed record Send(string ChatId, int? MessageThreadId, string Text, Preview LinkPreviewOptions, bool? DisableNotification, Markup ReplyMarkup);

    private sealed record Edit(string ChatId, long MessageId, string Text, Preview LinkPreviewOptions, Markup ReplyMarkup);

    private sealed record Preview(bool IsDisabled);

    private sealed record Markup(IReadOnlyList<IReadOnlyList<Button>> InlineKeyboard);

    private sealed record Button(string Text, string CallbackData);
}
