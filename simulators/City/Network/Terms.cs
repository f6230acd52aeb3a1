using System.Globalization;
using HotspotManager.Radius.Wire;

namespace HotspotManager.City.Network;

/// <summary>What a phone may do, as its gateway was told; null: no such limit. Rates in bit/s, octets as the phone sees them.</summary>
public sealed record Terms
{
    public long? SessionSeconds { get; init; }
    public long? IdleSeconds { get; init; }
    public long? InterimSeconds { get; init; }
    public double? DownRate { get; init; }
    public double? UpRate { get; init; }
    public ulong? DownOctets { get; init; }
    public ulong? UpOctets { get; init; }
    public ulong? TotalOctets { get; init; }
    public byte[]? Class { get; init; }

    /// <summary>The limits of an Access-Accept, or of a CoA-Request on top of what was granted before.</summary>
    public static Terms Read(in RadiusPacket packet, Terms? before = null)
    {
        var terms = before ?? new Terms();
        var (rateUp, rateDown) = RateLimit(packet.Text(Mikrotik.RateLimit));
        return terms with
        {
            SessionSeconds = packet.Number(Ietf.SessionTimeout) ?? terms.SessionSeconds,
            IdleSeconds = packet.Number(Ietf.IdleTimeout) ?? terms.IdleSeconds,
            InterimSeconds = packet.Number(Ietf.AcctInterimInterval) ?? terms.InterimSeconds,
            // RouterOS: its own limit wins over WISPr's; CoovaChilli: its own, in kbit/s, over WISPr's in bit/s.
            DownRate = rateDown ?? packet.Number(Chillispot.BandwidthMaxDown) * 1000.0 ?? packet.Number(Wispr.BandwidthMaxDown) ?? terms.DownRate,
            UpRate = rateUp ?? packet.Number(Chillispot.BandwidthMaxUp) * 1000.0 ?? packet.Number(Wispr.BandwidthMaxUp) ?? terms.UpRate,
            TotalOctets = Octets(packet, Mikrotik.TotalLimit, Mikrotik.TotalLimitGigawords)
                ?? Octets(packet, Chillispot.MaxTotalOctets, Chillispot.MaxTotalGigawords) ?? terms.TotalOctets,
            // RouterOS receives what the phone sends; CoovaChilli's input is the phone's.
            UpOctets = Octets(packet, Mikrotik.RecvLimit, Mikrotik.RecvLimitGigawords)
                ?? Octets(packet, Chillispot.MaxOutputOctets, Chillispot.MaxOutputGigawords) ?? terms.UpOctets,
            DownOctets = Octets(packet, Mikrotik.XmitLimit, Mikrotik.XmitLimitGigawords)
                ?? Octets(packet, Chillispot.MaxInputOctets, Chillispot.MaxInputGigawords) ?? terms.DownOctets,
            Class = packet.TryGet(Ietf.Class, out var octets) ? octets.ToArray() : terms.Class,
        };
    }

    /// <summary>The first word of Mikrotik-Rate-Limit, <c>rx[/tx]</c> from the router's side: rx is what the phone sends (RouterOS manual, RADIUS client).</summary>
    public static (double? Up, double? Down) RateLimit(string text)
    {
        var parts = text.Split(' ')[0].Split('/');
        var up = Rate(parts[0]);
        return (up, parts.Length > 1 ? Rate(parts[1]) : up);
    }

    private static double? Rate(string text)
    {
        var factor = text.Length == 0 ? 1 : text[^1] switch { 'k' or 'K' => 1e3, 'M' => 1e6, 'G' => 1e9, _ => 1 };
        var number = factor > 1 ? text.AsSpan(0, text.Length - 1) : text;
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value > 0 ? value * factor : null;
    }

    private static ulong? Octets(in RadiusPacket packet, IntegerAttribute octets, IntegerAttribute gigawords)
    {
        var (low, high) = (packet.Number(octets), packet.Number(gigawords));
        return low is null && high is null ? null : Gigawords.Join(low, high);
    }
}
