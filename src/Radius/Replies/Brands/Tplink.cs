namespace HotspotManager.Radius.Replies.Brands;

/// <summary>TP-Link Omada (WISPr).</summary>
internal static class Tplink
{
    public static readonly ReplyBrand Table = new("tplink",
        "tp-link.com, Omada: external RADIUS server",
        KnowsOctets: false, MacSeparator: '-', Row.Wispr);
}
