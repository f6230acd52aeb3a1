using System.Globalization;

namespace HotspotManager.Portal.Gateways.OpenNds;

/// <summary>
/// The limits of one grant on their way to the router, in openNDS's <c>custom</c>: <c>hm2.GRANT.MAC.ENTRY.SECONDS.UPKBPS.DOWNKBPS.UPKIB.DOWNKIB.SEAL</c>.
/// Our BinAuth script checks the seal, that the phone is this one, and that the ticket was made for this very client entry, so an old or another phone's ticket opens
/// nothing. ENTRY is the beginning of <see cref="FasAnswer.ReturnToken"/>: the token alone has 32 bits and could be tried out from a plain hash of it.
/// MAC is twelve zeros where openNDS told none (level 0). Only unreserved characters: it passes percent-encoding and shells unchanged.
/// Rates are kbit/s, quotas KiB as openNDS counts them (rounded down, at least 1); 0 is no limit.
/// </summary>
public readonly record struct LimitsTicket(string Grant, string? Mac, string Entry, long Seconds, long UpKbps, long DownKbps, long UpKiB, long DownKiB)
{
    private const string NoMac = "000000000000";

    /// <summary>The sealed text; at most 255 characters.</summary>
    public string Write(string fasKey)
    {
        var mac = Mac is null ? NoMac : PhoneAddress.Bare(Mac);
        var text = string.Create(CultureInfo.InvariantCulture, $"hm2.{Grant}.{mac}.{Entry}.{Seconds}.{UpKbps}.{DownKbps}.{UpKiB}.{DownKiB}");
        // 128 of its 256 bits are enough (RFC 2104 section 5), and authmon's list is short.
        return text + "." + RouterSeal.Of(text, fasKey)[..32];
    }

    /// <summary>The ticket in a text, if this key made it; null otherwise.</summary>
    public static LimitsTicket? Read(string? text, string fasKey)
    {
        if (text is null || text.Length > FasAnswer.LongestCustom || text.LastIndexOf('.') is not (> 0 and var cut)) return null;
        var f = text[..cut].Split('.');
        if (f.Length != 9 || f[0] != "hm2" || !RouterSeal.Holds(text[..cut], fasKey, text[(cut + 1)..])) return null;
        Span<long> n = stackalloc long[5];
        for (var i = 0; i < n.Length; i++)
            if (!long.TryParse(f[4 + i], NumberStyles.None, CultureInfo.InvariantCulture, out n[i])) return null;
        string? mac = null;
        if (f[2] != NoMac && !PhoneAddress.TryReadMac(f[2], out mac)) return null;
        return new LimitsTicket(f[1], mac, f[3], n[0], n[1], n[2], n[3], n[4]);
    }

    /// <summary>What names a client entry: 16 characters that only the two who share the key can make.</summary>
    public static string EntryOf(string hid, string fasKey) => FasAnswer.ReturnToken(hid, fasKey)[..16];

    /// <summary>Octets as openNDS limits them. It counts up and down apart, so each gets the whole of what remains; the script's minute-by-minute counters end the
    /// session when both together have used it.</summary>
    public static long KiB(long? octets) => octets is { } some ? Math.Max(1, some / 1024) : 0;
}
