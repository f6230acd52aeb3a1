using System.Globalization;
using System.Text;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Secrets;

namespace HotspotManager.Couriers;

/// <summary>
/// A Kannel gateway by its <c>sendsms</c> interface, with delivery reports to our portal when <c>--report-url</c> is set. Kannel's user guide, chapter 6 "Using SMS services":
/// a GET with username, password, from, to, text, coding and charset; 202 is taken, the text of any other answer says why not; dlr-mask 1 delivered, 2 not, 16 refused by the SMSC.
/// </summary>
public sealed class KannelCourier(CourierHttp http, SecretBox secrets) : ICourierKind
{
    private const int ReportMask = 1 | 2 | 16;

    public string Kind => "kannel";

    public async Task<HandOver> SendAsync(CourierEntry courier, Envelope message, CancellationToken cancel)
    {
        var settings = courier.Settings;
        var url = new StringBuilder(settings.Url).Append(settings.Url.Contains('?', StringComparison.Ordinal) ? '&' : '?')
            .Append(CultureInfo.InvariantCulture, $"username={Escape(settings.User)}&password={Escape(settings.Password)}&to={Escape(message.Recipient)}&text={Escape(message.Text)}&charset=UTF-8");
        if (settings.From is { } from) url.Append("&from=").Append(Escape(from));
        // The seven-bit alphabet of GSM holds 160 characters in one message; what it cannot say goes as UCS-2 with 70.
        url.Append(message.Text.All(c => c is >= ' ' and < '\x7f' and not '`' || c == '\n') ? "&coding=0" : "&coding=2");
        if (settings.ReportUrl is { } report)
        {
            var back = $"{report}/messages/{message.Id.ToString(CultureInfo.InvariantCulture)}?k={ReportKey.Of(secrets, message.Id)}&s=%d&a=%A";
            url.Append(CultureInfo.InvariantCulture, $"&dlr-mask={ReportMask}&dlr-url={Escape(back)}");
        }
        using var request = new HttpRequestMessage(HttpMethod.Get, url.ToString());
        var reply = await http.SendAsync(request, message, cancel);
        if (reply.Failure is { } failure) return failure;
        var said = $"{(int)reply.Status} {reply.Shown}".Trim();
        if ((int)reply.Status is >= 200 and < 300) return new HandOver(HandOverResult.Taken, said);
        return new HandOver(CourierHttp.IsForNow(reply.Status) ? HandOverResult.NotNow : HandOverResult.Refused, said);
    }

    private static string Escape(string? text) => Uri.EscapeDataString(text ?? "");
}
