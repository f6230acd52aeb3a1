namespace HotspotManager.Radius.Replies.Brands;

/// <summary>
/// For a NAS nobody said more of: what RFC 2865, 2866 and 2869 define (every brand gets that), and WISPr's rates, which many understand and the others ignore
/// (RFC 2865 section 5.26). It knows no octets.
/// </summary>
internal static class Ietf
{
    public static readonly ReplyBrand Table = new("ietf",
        "RFC 2865, RFC 2869, WISPr 1.0 annex C",
        KnowsOctets: false, MacSeparator: '-', Row.Wispr);
}
