using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using HotspotManager.Core.Messages;

namespace HotspotManager.Couriers;

/// <summary>How a value is written where its placeholder stands, so that no message can break out of its place.</summary>
internal enum Writing
{
    /// <summary>Percent-encoded: address and form body.</summary>
    Url,

    /// <summary>Within a JSON string.</summary>
    Json,

    /// <summary>Within XML text or an attribute.</summary>
    Xml,

    /// <summary>As it is, without line ends: headers and plain bodies.</summary>
    Plain,
}

/// <summary>
/// Fills an operator's template: <c>{text}</c>; <c>{to}</c> the number as 62812…, <c>{+to}</c> as +62812…, <c>{local}</c> as 0812…; <c>{id}</c> our number of the message, the
/// same at every try; <c>{from}</c>, <c>{user}</c>, <c>{password}</c>. Other braces stay as they are: JSON is full of them.
/// </summary>
internal static class Template
{
    public static string Fill(string template, Writing writing, CourierEntry courier, Envelope message)
    {
        var result = new StringBuilder(template.Length + message.Text.Length);
        var rest = template.AsSpan();
        while (rest.IndexOf('{') is >= 0 and var open)
        {
            result.Append(rest[..open]);
            rest = rest[open..];
            var close = rest.IndexOf('}');
            if (close > 0 && Value(rest[1..close], courier, message) is { } value)
            {
                result.Append(Write(value, writing));
                rest = rest[(close + 1)..];
            }
            else
            {
                result.Append('{');
                rest = rest[1..];
            }
        }
        return result.Append(rest).ToString();
    }

    /// <summary>What a body of this type needs.</summary>
    public static Writing Of(string contentType) =>
        contentType.Contains("json", StringComparison.OrdinalIgnoreCase) ? Writing.Json
        : contentType.Contains("xml", StringComparison.OrdinalIgnoreCase) ? Writing.Xml
        : contentType.Contains("form-urlencoded", StringComparison.OrdinalIgnoreCase) ? Writing.Url : Writing.Plain;

    private static string? Value(ReadOnlySpan<char> name, CourierEntry courier, Envelope message) => name switch
    {
        "text" => message.Text,
        "to" => message.Recipient.TrimStart('+'),
        "+to" => message.Recipient,
        "local" => message.Recipient.StartsWith("+62", StringComparison.Ordinal) ? "0" + message.Recipient[3..] : message.Recipient,
        "id" => message.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
        "from" => courier.Settings.From ?? "",
        "user" => courier.Settings.User ?? "",
        "password" => courier.Settings.Password ?? "",
        _ => null,
    };

    private static string Write(string value, Writing writing) => writing switch
    {
        Writing.Url => Uri.EscapeDataString(value),
        Writing.Json => JavaScriptEncoder.Default.Encode(value),
        Writing.Xml => WebUtility.HtmlEncode(value),
        _ => value.ReplaceLineEndings(" "),
    };
}
