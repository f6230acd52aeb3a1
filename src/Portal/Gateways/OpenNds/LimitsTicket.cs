using System.Globalization;

namespace HotspotManager.Portal.Gateways.OpenNds;

/// <summary>
/// The limits of one grant on their way to the router, in openNDS's <c>custom</c>: <c>hm1.GRANT.MAC.HID16.SECONDS.UPKBPS.DOWNKBPS.UPKIB.DOWNKIB.SEAL</c>.
/// Our BinAuth script checks the seal, that the phone is this one, and that the ticket was made for this very client entry (first 16 digits of the hid, which is
/// the hash of the token the script is given), so an old or another phone's ticket opens nothing. Only unreserved characters: it passes percent-encoding unchanged.
/// Rates are kbit/s, quotas KiB as openNDS counts them (rounded down, at least 1); 0 is no limit.
/// </summary>
public readonly record struct LimitsTicket(string Grant, string Mac, string Hid, long Seconds, long UpKbps, long DownKbps, long UpKiB, long DownKiB)
{
    /// <summary>The sealed text; at most 255 characters.</summary>
    public string Write(string fasKey)
    {
        var text = string.Create(CultureInfo.InvariantCulture,
            $"hm1.{Grant}.{PhoneAddress.Bare(Mac)}.{Hid[..16]}.{Seconds}.{UpKbps}.{DownKbps}.{UpKiB}.{DownKiB}");
        return text + "." + RouterSeal.Of(text, fasKey);
    }

    /// <summary>Octets as openNDS limits them. It counts up and down apart, so each gets the whole of what remains; the script's minute-by-minute counters end the
    /// session when both together have used it.</summary>
    public static long KiB(long? octets) => octets is { } some ? Math.Max(1, some / 1024) : 0;
}
