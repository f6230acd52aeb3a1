namespace HotspotManager.Radius.Replies.Brands;

/// <summary>Aruba: rates belong to the role on the controller; WISPr's are ignored where it does not know them (RFC 2865 section 5).</summary>
internal static class Aruba
{
    public static readonly ReplyBrand Table = new("aruba",
        "arubanetworks.com, AOS: RADIUS vendor-specific attributes",
        KnowsOctets: false, MacSeparator: '-', Row.Wispr);
}
