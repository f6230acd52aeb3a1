using System.Text.Json;
using HotspotManager.Core.Alerts;
using HotspotManager.Core.Messages;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Couriers.Telegram;

/// <summary>
/// Hears of pressed buttons by <c>getUpdates</c> (long polling: no address of ours need be reachable from outside), one loop for each bot. An update counts as heard only once it was
/// acted on; acted on twice it does nothing more.
/// </summary>
internal sealed partial class TelegramListener(CourierTable couriers, TelegramApi api, AlertPress press, TimeProvider time, ILogger<TelegramListener> log) : BackgroundService
{
    private const int WaitSeconds = 25, AtOnce = 20, LongestAnswer = 190;

    private readonly Dictionary<string, (CourierEntry Courier, CancellationTokenSource Stop, Task Loop)> _bots = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await FollowAsync(stoppingToken);
                await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
        foreach (var bot in _bots.Values) await EndAsync(bot.Stop, bot.Loop);
    }

    /// <summary>Begins with new bots and ends with those that were removed or changed.</summary>
    private async Task FollowAsync(CancellationToken stopping)
    {
        var wanted = couriers.Channels.SelectMany(couriers.Of).Where(c => c.Kind == "telegram").ToDictionary(c => c.Name, StringComparer.Ordinal);
        foreach (var (name, bot) in _bots.Where(b => !wanted.TryGetValue(b.Key, out var c) || !IsSame(c, b.Value.Courier)).ToList())
        {
            _bots.Remove(name);
            await EndAsync(bot.Stop, bot.Loop);
        }
        foreach (var (name, courier) in wanted.Where(w => !_bots.ContainsKey(w.Key)))
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            _bots[name] = (courier, stop, Task.Run(() => HearAsync(courier, stop.Token), CancellationToken.None));
        }
    }

    private static bool IsSame(CourierEntry a, CourierEntry b) => a.Settings.Url == b.Settings.Url && a.Settings.Password == b.Settings.Password && a.Channel == b.Channel;

    private static async Task EndAsync(CancellationTokenSource stop, Task loop)
    {
        await stop.CancelAsync();
        await loop;
        stop.Dispose();
    }

    private async Task HearAsync(CourierEntry courier, CancellationToken cancel)
    {
        long? offset = null;
        var pause = TimeSpan.Zero;
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                if (pause > TimeSpan.Zero) await Task.Delay(pause, time, cancel);
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                limit.CancelAfter(TimeSpan.FromSeconds(WaitSeconds + 15));
                var answer = await api.AskAsync(courier, "getUpdates", new Updates(offset, WaitSeconds, AtOnce, ["callback_query"]), limit.Token);
                if (!answer.IsOk)
                {
                    // 409: another program asks for this bot's updates, or a webhook is set.
                    pause = answer.RetryAfter ?? Longer(pause);
                    CouldNotHear(log, courier.Name, answer.Code, answer.Description, (int)pause.TotalSeconds);
                    continue;
                }
                pause = TimeSpan.Zero;
                foreach (var update in answer.Result.EnumerateArray())
                {
                    if (update.TryGetProperty("callback_query", out var query)) await HeardAsync(courier, query, cancel);
                    offset = update.GetProperty("update_id").GetInt64() + 1;
                }
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                pause = Longer(pause);
                Failed(log, error, courier.Name);
            }
        }
    }

    private async Task HeardAsync(CourierEntry courier, JsonElement query, CancellationToken cancel)
    {
        try
        {
            await AnswerAsync(courier, query, cancel);
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // Not shaped as documented: asked for again it would be the same.
            Failed(log, error, courier.Name);
        }
    }

    private async Task AnswerAsync(CourierEntry courier, JsonElement query, CancellationToken cancel)
    {
        var id = query.GetProperty("id").GetString();
        var user = query.GetProperty("from").GetProperty("id").GetRawText();
        var data = query.TryGetProperty("data", out var given) ? given.GetString() : null;
        var chat = query.TryGetProperty("message", out var message) && message.TryGetProperty("chat", out var of) ? of.GetProperty("id").GetRawText() : "";
        var answer = await press.PressAsync(courier.Channel, chat, user, data, cancel);
        if (answer?.Length > LongestAnswer) answer = answer[..LongestAnswer];
        // Telegram shows a running clock on the button until it is answered; an old query can no longer be, which harms nobody.
        await api.AskAsync(courier, "answerCallbackQuery", new Answered(id, answer, answer?.Length > 60 ? true : null), cancel);
    }

    private static TimeSpan Longer(TimeSpan pause) => pause < TimeSpan.FromSeconds(2) ? TimeSpan.FromSeconds(2) : pause * 2 is var twice && twice < TimeSpan.FromSeconds(60) ? twice : TimeSpan.FromSeconds(60);

    private sealed record Updates(long? Offset, int Timeout, int Limit, IReadOnlyList<string> AllowedUpdates);

    private sealed record Answered(string? CallbackQueryId, string? Text, bool? ShowAlert);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Bot {Courier} does not hear of pressed buttons: {Code} {Description}; again in {Seconds} s")]
    private static partial void CouldNotHear(ILogger log, string courier, int code, string description, int seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "What bot {Courier} heard could not be acted on; trying again")]
    private static partial void Failed(ILogger log, Exception error, string courier);
}
