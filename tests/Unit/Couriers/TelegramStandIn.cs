using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Unit.Couriers;

/// <summary>
/// A Bot API of our own that keeps the documented rules: 401 without the token, 400 for chats, topics and messages it does not know, "message is not modified", 429 with
/// <c>retry_after</c>, a group that moved with <c>migrate_to_chat_id</c>, button data of at most 64 octets, texts of at most 4096 characters, updates until they are confirmed by a
/// higher offset, 409 when two ask for them at once, and an error for a query answered twice.
/// </summary>
internal sealed class TelegramStandIn : IAsyncDisposable
{
    public const string Token = "12345:secret-token-of-the-bot";

    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly List<JsonObject> _updates = [];
    private readonly HashSet<string> _answered = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _message = 100, _update = 500;
    private int _asking;

    private TelegramStandIn(WebApplication app) => _app = app;

    public string Url => _app.Services.GetService(typeof(Microsoft.AspNetCore.Hosting.Server.IServer)) is Microsoft.AspNetCore.Hosting.Server.IServer server
        ? server.Features.Get<IServerAddressesFeature>()!.Addresses.First() : "";

    /// <summary>Messages by chat and number, as they read now.</summary>
    public Dictionary<(string Chat, long Id), (string Text, int? Topic, string Buttons, bool Quiet)> Messages { get; } = [];

    /// <summary>Chats it knows; topics of each.</summary>
    public Dictionary<string, HashSet<int>> Chats { get; } = new() { ["-1001"] = [17], ["777"] = [] };

    public Dictionary<string, string> Moved { get; } = [];

    public List<string> Calls { get; } = [];

    /// <summary>What was shown to those who pressed a button.</summary>
    public List<string> Toasts { get; } = [];

    /// <summary>So many calls are told 429 with this many seconds.</summary>
    public (int Times, int Seconds) Flood { get; set; }

    /// <summary>So many times it does what it is asked, but its answer gets lost.</summary>
    public int Silent { get; set; }

    public static async Task<TelegramStandIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var stand = new TelegramStandIn(app);
        app.MapPost("/bot{token}/{method}", stand.AnswerAsync);
        await app.StartAsync();
        return stand;
    }

    /// <summary>Somebody presses a button.</summary>
    public void Press(string chat, long user, string data)
    {
        lock (_gate)
        {
            var id = ++_update;
            _updates.Add(new JsonObject
            {
                ["update_id"] = id,
                ["callback_query"] = new JsonObject
                {
                    ["id"] = "q" + id.ToString(CultureInfo.InvariantCulture),
                    ["from"] = new JsonObject { ["id"] = user, ["is_bot"] = false, ["first_name"] = "Sari" },
                    ["message"] = new JsonObject { ["message_id"] = 101, ["chat"] = new JsonObject { ["id"] = long.Parse(chat, CultureInfo.InvariantCulture), ["type"] = "supergroup" } },
                    ["data"] = data,
                },
            });
            _news.TrySetResult();
            _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http, string token, string method)
    {
        var body = (await JsonNode.ParseAsync(http.Request.Body))!.AsObject();
        var answer = token != Token ? Error(401, "Unauthorized") : method == "getUpdates" ? await UpdatesAsync(body, http.RequestAborted) : Do(method, body);
        if (Silent > 0 && method != "getUpdates")
        {
            Silent--;
            http.Abort();
            return;
        }
        http.Response.StatusCode = answer["error_code"]?.GetValue<int>() ?? 200;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(answer.ToJsonString());
    }

    private JsonObject Do(string method, JsonObject body)
    {
        lock (_gate)
        {
            Calls.Add(method);
            if (Flood.Times > 0)
            {
                Flood = (Flood.Times - 1, Flood.Seconds);
                return Error(429, $"Too Many Requests: retry after {Flood.Seconds}", new JsonObject { ["retry_after"] = Flood.Seconds });
            }
            if (method == "answerCallbackQuery")
            {
                var query = body["callback_query_id"]!.GetValue<string>();
                if (!_answered.Add(query)) return Error(400, "Bad Request: query is too old and response timeout expired or query ID is invalid");
                var toast = body["text"]?.GetValue<string>() ?? "";
                if (toast.Length > 200) return Error(400, "Bad Request: MESSAGE_TOO_LONG");
                Toasts.Add(toast);
                return Ok(true);
            }
            var chat = body["chat_id"]!.GetValue<string>();
            if (Moved.TryGetValue(chat, out var to))
                return Error(400, "Bad Request: group chat was upgraded to a supergroup chat", new JsonObject { ["migrate_to_chat_id"] = long.Parse(to, CultureInfo.InvariantCulture) });
            if (!Chats.TryGetValue(chat, out var topics)) return Error(400, "Bad Request: chat not found");
            var text = body["text"]!.GetValue<string>();
            if (text.Length is 0 or > 4096) return Error(400, "Bad Request: message text is empty");
            var buttons = body["reply_markup"]?["inline_keyboard"]?.AsArray().SelectMany(r => r!.AsArray()).ToList() ?? [];
            if (buttons.Exists(b => System.Text.Encoding.UTF8.GetByteCount(b!["callback_data"]!.GetValue<string>()) > 64)) return Error(400, "Bad Request: BUTTON_DATA_INVALID");
            var shown = string.Join(' ', buttons.Select(b => b!["callback_data"]!.GetValue<string>()));
            return method == "sendMessage" ? Send(body, chat, topics, text, shown) : method == "editMessageText" ? Edit(body, chat, text, shown) : Error(404, "Not Found");
        }
    }

    private JsonObject Send(JsonObject body, string chat, HashSet<int> topics, string text, string buttons)
    {
        var topic = body["message_thread_id"]?.GetValue<int>();
        if (topic is { } t && !topics.Contains(t)) return Error(400, "Bad Request: message thread not found");
        Messages[(chat, ++_message)] = (text, topic, buttons, body["disable_notification"]?.GetValue<bool>() ?? false);
        return Ok(new JsonObject { ["message_id"] = _message, ["chat"] = new JsonObject { ["id"] = long.Parse(chat, CultureInfo.InvariantCulture) }, ["text"] = text });
    }

    private JsonObject Edit(JsonObject body, string chat, string text, string buttons)
    {
        var key = (chat, body["message_id"]!.GetValue<long>());
        if (!Messages.TryGetValue(key, out var known)) return Error(400, "Bad Request: message to edit not found");
        if (known.Text == text && known.Buttons == buttons)
            return Error(400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message");
        Messages[key] = known with { Text = text, Buttons = buttons };
        return Ok(new JsonObject { ["message_id"] = key.Item2 });
    }

    private async Task<JsonObject> UpdatesAsync(JsonObject body, CancellationToken cancel)
    {
        if (Interlocked.Increment(ref _asking) > 1)
        {
            Interlocked.Decrement(ref _asking);
            return Error(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running");
        }
        try
        {
            var offset = body["offset"]?.GetValue<long>() ?? 0;
            for (var looks = 0; ; looks++)
            {
                Task news;
                lock (_gate)
                {
                    _updates.RemoveAll(u => u["update_id"]!.GetValue<long>() < offset);
                    news = _news.Task;
                    if (_updates.Count > 0 || looks > 0) return Ok(new JsonArray([.. _updates.Select(u => u.DeepClone())]));
                }
                await Task.WhenAny(news, Task.Delay(TimeSpan.FromSeconds(body["timeout"]!.GetValue<int>()), cancel));
                cancel.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException)
        {
            return Ok(new JsonArray());
        }
        finally
        {
            Interlocked.Decrement(ref _asking);
        }
    }

    private static JsonObject Ok(JsonNode result) => new() { ["ok"] = true, ["result"] = result };

    private static JsonObject Error(int code, string description, JsonObject? parameters = null)
    {
        var error = new JsonObject { ["ok"] = false, ["error_code"] = code, ["description"] = description };
        if (parameters is not null) error["parameters"] = parameters;
        return error;
    }
}
