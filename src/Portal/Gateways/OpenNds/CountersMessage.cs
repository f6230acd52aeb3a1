using System.Globalization;

namespace HotspotManager.Portal.Gateways.OpenNds;

/// <summary>
/// What our script on the router tells of one session: <c>c1.METHOD.GRANT.MAC.TOKEN.DOWN.UP.START.END</c>, several with <c>~</c> between them, under one seal.
/// METHOD is openNDS's own word (<c>client_auth</c>, <c>timeout_deauth</c>, …) or <c>interim</c>. DOWN and UP are octets to and from the phone; START and END are the
/// router's clock in unix seconds, which may be wrong: only their difference is used. GRANT and TOKEN name the session, so the same message again changes nothing.
/// </summary>
public readonly record struct CountersMessage(string Method, string Grant, string Mac, string Token, long DownOctets, long UpOctets, long Start, long End)
{
    /// <summary>Messages in one post; a router has at most a few hundred phones.</summary>
    public const int Most = 512;

    public bool Ends => Method.EndsWith("_deauth", StringComparison.Ordinal);

    /// <summary>Seconds of the session so far; 0 when the clock was set in between, and for methods that tell of its planned end (client_auth).</summary>
    public long Seconds => (Ends || Method == "interim") && End >= Start && End - Start < 366 * 86_400L ? End - Start : 0;

    /// <summary>Reads all messages of a post, or null when one of them is not whole.</summary>
    public static IReadOnlyList<CountersMessage>? Read(string text)
    {
        if (text.Length == 0) return [];
        var parts = text.Split('~');
        if (parts.Length > Most) return null;
        var read = new List<CountersMessage>(parts.Length);
        foreach (var part in parts)
        {
            if (ReadOne(part) is not { } one) return null;
            read.Add(one);
        }
        return read;
    }

    private static CountersMessage? ReadOne(string text)
    {
        var f = text.Split('.');
        if (f.Length != 9 || f[0] != "c1") return null;
        if (f[1].Length is 0 or > 32 || !f[1].All(c => char.IsAsciiLetterLower(c) || c == '_')) return null;
        if (f[2].Length is 0 or > 40 || !f[2].All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) return null;
        if (!PhoneAddress.TryReadMac(f[3], out var mac)) return null;
        if (f[4].Length is 0 or > 64 || !f[4].All(char.IsAsciiHexDigitLower)) return null;
        Span<long> n = stackalloc long[4];
        for (var i = 0; i < 4; i++)
            if (!long.TryParse(f[5 + i], NumberStyles.None, CultureInfo.InvariantCulture, out n[i])) return null;
        return new CountersMessage(f[1], f[2], mac, f[4], n[0], n[1], n[2], n[3]);
    }
}
