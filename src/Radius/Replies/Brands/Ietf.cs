namespace HotspotManager.Radius.Replies.Brands;

/// <summary>Only what RFC 2865, 2866 and 2869 define: Session-Timeout, Idle-Timeout and Acct-Interim-Interval, which every brand gets. They know no rate and no octets.</summary>
internal static class Ietf
{
    public static readonly ReplyBrand Table = new("ietf",
        "RFC 2865, RFC 2869",
        KnowsOctets: false, MacSeparator: '-');
}
