using System.Globalization;

namespace HotspotManager.Portal.Gateways.OpenNds;

/// <summary>
/// What a router tells of one session, in a line of our script <c>METHOD GRANT MAC TOKEN DOWN UP START END</c>, or in openNDS's own <c>deauthed</c>.
/// METHOD is openNDS's word (<c>client_auth</c>, <c>timeout_deauth</c>, …) or <c>interim</c>. DOWN and UP are octets to and from the phone; START and END are the
/// router's clock in unix seconds, which may be wrong: only their difference is used. GRANT and TOKEN name the session, so the same message again changes nothing.
/// </summary>
public readonly record struct CountersMessage(string Method, string Grant, string Mac, string Token, long DownOctets, long UpOctets, long Start, long End)
{
    public bool Ends => Method.EndsWith("_deauth", StringComparison.Ordinal);

    /// <summary>Seconds of the session so far; 0 when the clock was set in between, and for methods that tell of its planned end (client_auth).</summary>
    public long Seconds => (Ends || Method == "interim") && End >= Start && End - Start < 366 * 86_400L ? End - Start : 0;

    /// <summary>Reads the eight words of a message; null when one of them is not what it should be.</summary>
    public static CountersMessage? ReadOne(ReadOnlySpan<string> f)
    {
        if (f.Length != 8) return null;
        if (f[0].Length is 0 or > 32 || !f[0].All(c => char.IsAsciiLetterLower(c) || c == '_')) return null;
        if (f[1].Length is 0 or > 40 || !f[1].All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) return null;
        if (!PhoneAddress.TryReadMac(f[2], out var mac)) return null;
        if (f[3].Length is 0 or > 64 || !f[3].All(char.IsAsciiHexDigitLower)) return null;
        Span<long> n = stackalloc long[4];
        for (var i = 0; i < 4; i++)
            if (!long.TryParse(f[4 + i], NumberStyles.None, CultureInfo.InvariantCulture, out n[i])) return null;
        return new CountersMessage(f[0], f[1], mac, f[3], n[0], n[1], n[2], n[3]);
    }
}

/// <summary>
/// A post of our script: a first line <c>hm2 NONCE CLOCK all|some</c>, then a <see cref="CountersMessage"/> in each line. NONCE is what the portal gave with its last answer
/// ("-" when there was none), CLOCK the router's time in unix seconds; <c>all</c> says that the lines name everyone who is online.
/// </summary>
public sealed record CountersPost(string Nonce, long Clock, bool NamesAll, IReadOnlyList<CountersMessage> Messages)
{
    /// <summary>Messages in one post; a router has at most a few hundred phones.</summary>
    public const int Most = 1000;

    public static CountersPost? Read(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length is 0 or > Most + 1) return null;
        if (lines[0].Split(' ') is not ["hm2", var nonce, var time, var reach] || reach is not ("all" or "some")) return null;
        if (nonce.Length > 64 || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var clock)) return null;
        var messages = new List<CountersMessage>(lines.Length - 1);
        foreach (var line in lines.AsSpan(1))
        {
            if (CountersMessage.ReadOne(line.Split(' ')) is not { } message) return null;
            messages.Add(message);
        }
        return new CountersPost(nonce, clock, reach == "all", messages);
    }
}
