using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Store;

namespace HotspotManager.Couriers;

/// <summary>
/// Posts an alert as JSON to a program, signed as the Standard Webhooks specification has it: <c>webhook-signature: v1,BASE64</c> is HMAC-SHA256 of
/// <c>webhook-id.webhook-timestamp.body</c> under the shared secret (after <c>whsec_</c> it is base64, else the text itself). <c>webhook-id</c> and <c>Idempotency-Key</c> are the
/// message's own name and the same at every try, so that a receiver can tell a copy; the timestamp (unix seconds) is each try's own.
/// </summary>
public sealed class WebhookCourier(CourierHttp http, TimeProvider time) : ICourierKind
{
    private const string SecretPrefix = "whsec_";

    public string Kind => "webhook";

    public async Task<HandOver> SendAsync(CourierEntry courier, Envelope message, CancellationToken cancel)
    {
        try
        {
            CourierList.CheckUrl(message.Recipient, "The address");
        }
        catch (RefusedException refused)
        {
            return new HandOver(HandOverResult.Refused, refused.Message);
        }
        var body = Encoding.UTF8.GetBytes(message.Extras.Data ?? "{}");
        var stamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, message.Recipient) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TryAddWithoutValidation("webhook-id", message.Once);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", stamp);
        request.Headers.TryAddWithoutValidation("webhook-signature", "v1," + Sign(courier.Settings.Password ?? "", message.Once, stamp, body));
        request.Headers.TryAddWithoutValidation("Idempotency-Key", message.Once);
        request.Headers.TryAddWithoutValidation("User-Agent", "HotspotManager");
        var reply = await http.SendAsync(request, message, cancel);
        if (reply.Failure is { } failure) return failure;
        var said = $"{(int)reply.Status} {reply.Shown}".Trim();
        if ((int)reply.Status is >= 200 and < 300) return new HandOver(HandOverResult.Taken, said, message.Once);
        // 409: a copy it has already.
        if (reply.Status == HttpStatusCode.Conflict && message.MayBeOut) return new HandOver(HandOverResult.Taken, said, message.Once);
        return new HandOver(CourierHttp.IsForNow(reply.Status) ? HandOverResult.NotNow : HandOverResult.Refused, said);
    }

    /// <summary>Base64 of the signature.</summary>
    internal static string Sign(string secret, string id, string stamp, ReadOnlySpan<byte> body)
    {
        var key = Encoding.UTF8.GetBytes(secret);
        if (secret.StartsWith(SecretPrefix, StringComparison.Ordinal))
        {
            var decoded = new byte[secret.Length];
            if (Convert.TryFromBase64String(secret[SecretPrefix.Length..], decoded, out var length)) key = decoded[..length];
        }
        return Convert.ToBase64String(HMACSHA256.HashData(key, (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{stamp}."), .. body]));
    }
}
