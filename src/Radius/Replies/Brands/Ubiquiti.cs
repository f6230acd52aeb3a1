namespace HotspotManager.Radius.Replies.Brands;

/// <summary>UniFi hotspots (WISPr).</summary>
internal static class Ubiquiti
{
    public static readonly ReplyBrand Table = new("ubiquiti",
        "help.ui.com, UniFi: RADIUS and hotspot",
        KnowsOctets: false, MacSeparator: '-', Row.Wispr);
}
