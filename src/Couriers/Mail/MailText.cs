using System.Globalization;
using System.Net.Mail;
using System.Text;

namespace HotspotManager.Couriers.Mail;

/// <summary>One e-mail as octets (RFC 5322, MIME): a plain text in UTF-8, base64 so that no line is too long and none begins with a dot.</summary>
/// <param name="MessageId">Without angle brackets.</param>
/// <param name="Earlier">The first and the last message-id of its thread; null: it begins one.</param>
internal sealed record MailText(MailAddress From, string To, string Subject, string Text, string MessageId, (string First, string Last)? Earlier, DateTimeOffset At)
{
    // RFC 2047, 2: a line with an encoded word has at most 76 characters; 39 octets become 52 of base64, and the header's name stands before the first.
    private const int WordOctets = 39, LineOctets = 57;

    public byte[] Write()
    {
        var mail = new StringBuilder();
        void Line(string text) => mail.Append(text).Append("\r\n");
        Line("Date: " + At.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture));
        Line("From: " + (From.DisplayName.Length > 0 ? $"{Encoded(From.DisplayName)} <{From.Address}>" : From.Address));
        Line($"To: {To}");
        Line("Subject: " + Encoded(Subject));
        Line($"Message-ID: <{MessageId}>");
        if (Earlier is { } earlier)
        {
            // RFC 5322, 3.6.4: programs that show conversations go by these.
            Line($"In-Reply-To: <{earlier.Last}>");
            Line(earlier.First == earlier.Last ? $"References: <{earlier.First}>" : $"References: <{earlier.First}>\r\n <{earlier.Last}>");
        }
        // RFC 3834: no automatic answer, please.
        Line("Auto-Submitted: auto-generated");
        Line("MIME-Version: 1.0");
        Line("Content-Type: text/plain; charset=utf-8");
        Line("Content-Transfer-Encoding: base64");
        Line("");
        var body = Encoding.UTF8.GetBytes(Text.ReplaceLineEndings("\r\n") + "\r\n");
        for (var at = 0; at < body.Length; at += LineOctets) Line(Convert.ToBase64String(body, at, Math.Min(LineOctets, body.Length - at)));
        return Encoding.ASCII.GetBytes(mail.ToString());
    }

    /// <summary>A header's text, in encoded words when it is more than plain ASCII; no character is cut in two.</summary>
    internal static string Encoded(string text)
    {
        var plain = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        if (plain.All(c => c is >= ' ' and < '\x7f' and not ('"' or '<' or '>' or ',' or '@' or '\\' or '=')) && plain.Length <= 60) return plain;
        var words = new List<string>();
        var word = new List<byte>();
        foreach (var rune in plain.EnumerateRunes())
        {
            var octets = Encoding.UTF8.GetBytes(rune.ToString());
            if (word.Count + octets.Length > WordOctets)
            {
                words.Add($"=?utf-8?B?{Convert.ToBase64String([.. word])}?=");
                word.Clear();
            }
            word.AddRange(octets);
        }
        words.Add($"=?utf-8?B?{Convert.ToBase64String([.. word])}?=");
        return string.Join("\r\n ", words);
    }
}
