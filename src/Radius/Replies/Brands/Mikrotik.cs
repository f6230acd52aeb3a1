using HotspotManager.Core.Admission;
using Wire = HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.Replies.Brands;

/// <summary>RouterOS hotspot. Rate limit as rx/tx from the router's side: rx is what the phone sends; k is 1,000 bit/s.</summary>
internal static class Mikrotik
{
    public static readonly ReplyBrand Table = new("mikrotik",
        "help.mikrotik.com, RouterOS, RADIUS: supported attributes, MikroTik specific",
        KnowsOctets: true, MacSeparator: ':',
        Row.Text(Wire.Mikrotik.RateLimit, (in Limits limits, Span<char> text) => text.TryWrite($"{limits.UpKbps}k/{limits.DownKbps}k", out var length) ? length : 0),
        Row.Octets(Wire.Mikrotik.TotalLimit, Wire.Mikrotik.TotalLimitGigawords))
    {
        CountsFromStart = true,
    };
}
