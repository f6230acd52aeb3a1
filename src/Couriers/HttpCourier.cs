using System.Net;
using System.Text;
using HotspotManager.Core.Messages;

namespace HotspotManager.Couriers;

/// <summary>Any provider with an HTTP interface, by templates for address, headers and body: SMS and WhatsApp gateways differ in little else.</summary>
public sealed class HttpCourier(CourierHttp http) : ICourierKind
{
    public string Kind => "http";

    public async Task<HandOver> SendAsync(CourierEntry courier, Envelope message, CancellationToken cancel)
    {
        var settings = courier.Settings;
        using var request = new HttpRequestMessage(new HttpMethod(settings.Method), Template.Fill(settings.Url, Writing.Url, courier, message));
        if (settings.Body is { } body)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Template.Fill(body, Template.Of(settings.ContentType), courier, message)));
        request.Content?.Headers.TryAddWithoutValidation("Content-Type", settings.ContentType);
        foreach (var header in settings.Headers)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            request.Headers.TryAddWithoutValidation(header[..colon].Trim(), Template.Fill(header[(colon + 1)..].Trim(), Writing.Plain, courier, message));
        }
        var reply = await http.SendAsync(request, message, cancel);
        if (reply.Failure is { } failure) return failure;
        var said = $"{(int)reply.Status} {reply.Shown}".Trim();
        if ((int)reply.Status is >= 200 and < 300)
        {
            // Many providers say "no" with 200.
            return settings.Expect is null || reply.Text.Contains(settings.Expect, StringComparison.OrdinalIgnoreCase)
                ? new HandOver(HandOverResult.Taken, said)
                : new HandOver(HandOverResult.Refused, $"'{settings.Expect}' is not in the reply: {said}");
        }
        return new HandOver(CourierHttp.IsForNow(reply.Status) ? HandOverResult.NotNow : HandOverResult.Refused, said);
    }
}
