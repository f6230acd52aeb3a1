namespace HotspotManager.Radius.Replies.Brands;

/// <summary>Ruckus SmartZone and ZoneDirector hotspots (WISPr).</summary>
internal static class Ruckus
{
    public static readonly ReplyBrand Table = new("ruckus",
        "docs.commscope.com, SmartZone: Hotspot WISPr, RADIUS attributes",
        KnowsOctets: false, MacSeparator: '-', Row.Wispr);
}
