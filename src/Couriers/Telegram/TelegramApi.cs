using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using HotspotManager.Core.Messages;

namespace HotspotManager.Couriers.Telegram;

/// <summary>What the Bot API answered.</summary>
/// <param name="Failure">Nothing was answered, or not by it.</param>
/// <param name="Result">With <c>ok</c>.</param>
/// <param name="Code">Without: the error's code.</param>
/// <param name="Description">Without: why, in its words.</param>
/// <param name="RetryAfter">It wants to be left alone for so long.</param>
/// <param name="MovedTo">The group is a supergroup now and has this number.</param>
internal sealed record TelegramAnswer(HandOver? Failure, JsonElement Result, int Code, string Description, TimeSpan? RetryAfter, string? MovedTo)
{
    public bool IsOk => Failure is null && Code == 0;

    public bool Says(string words) => Description.Contains(words, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The Telegram Bot API ("Making requests"): POST of JSON to <c>/botTOKEN/METHOD</c>, an object with <c>ok</c> back. The token stands in the address, so addresses are never shown.</summary>
internal sealed class TelegramApi(CourierHttp http)
{
    private const int LargestAnswer = 256 * 1024;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public async Task<TelegramAnswer> AskAsync<T>(CourierEntry courier, string method, T arguments, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{courier.Settings.Url.TrimEnd('/')}/bot{courier.Settings.Password}/{method}");
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(arguments, Json));
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        var reply = await http.SendAsync(request, null, cancel, LargestAnswer);
        return reply.Failure is { } failure ? Failed(failure) : Read(reply);
    }

    private static TelegramAnswer Read(CourierReply reply)
    {
        try
        {
            var root = JsonSerializer.Deserialize<JsonElement>(reply.Text);
            if (root.TryGetProperty("ok", out var ok) && ok.ValueKind == JsonValueKind.True && root.TryGetProperty("result", out var result)) return new TelegramAnswer(null, result, 0, "", null, null);
            var code = root.TryGetProperty("error_code", out var number) && number.TryGetInt32(out var given) ? given : (int)reply.Status;
            var description = root.TryGetProperty("description", out var words) ? words.GetString() ?? "" : "";
            var parameters = root.TryGetProperty("parameters", out var p) && p.ValueKind == JsonValueKind.Object ? p : default;
            var has = parameters.ValueKind == JsonValueKind.Object;
            TimeSpan? pause = has && parameters.TryGetProperty("retry_after", out var after) && after.TryGetInt32(out var seconds) ? TimeSpan.FromSeconds(Math.Clamp(seconds, 1, 3600)) : null;
            var moved = has && parameters.TryGetProperty("migrate_to_chat_id", out var to) && to.ValueKind == JsonValueKind.Number ? to.GetRawText() : null;
            return new TelegramAnswer(null, default, code == 0 ? 500 : code, Shown(description), pause, moved);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // A proxy's page, or half an answer. If it said "fine", the message may be out.
            return Failed(new HandOver((int)reply.Status is >= 200 and < 300 ? HandOverResult.Unknown : CourierHttp.IsForNow(reply.Status) ? HandOverResult.NotNow : HandOverResult.Refused,
                $"{(int)reply.Status}: not an answer of the Bot API"));
        }
    }

    private static TelegramAnswer Failed(HandOver failure) => new(failure, default, 0, failure.Answer, null, null);

    private static string Shown(string text) => string.Concat((text.Length > 160 ? text[..160] : text).Select(c => char.IsControl(c) ? ' ' : c));
}
