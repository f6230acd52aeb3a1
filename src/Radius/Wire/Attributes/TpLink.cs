namespace HotspotManager.Radius.Wire;

/// <summary>TP-Link Omada (tp-link.com, Omada: RADIUS attributes).</summary>
public static class TpLink
{
    /// <summary>SMI private enterprise number.</summary>
    public const uint Vendor = 11863;

    public static readonly IntegerAttribute RecvLimit = new("TPLink-Recv-limit", Vendor, 1);
    public static readonly IntegerAttribute XmitLimit = new("TPLink-Xmit-limit", Vendor, 2);
    public static readonly OctetsAttribute AuthenticationFindKey = new("TPLink-Authentication-FindKey", Vendor, 3) { IsSecret = true };
    public static readonly OctetsAttribute AuthenticationFoundKey = new("TPLink-Authentication-FoundKey", Vendor, 4) { IsSecret = true };
    public static readonly TextAttribute UserCommand = new("TPLink-User-Command", Vendor, 5);
    public static readonly TextAttribute Site = new("TPLink-Site", Vendor, 6);
    public static readonly TextAttribute Omada = new("TPLink-Omada", Vendor, 7);
    public static readonly TextAttribute RedirectUrl = new("TPLink-Redirect-Url", Vendor, 8);
    public static readonly IntegerAttribute PortalAccessStatus = new("TPLink-Portal-Access-Status", Vendor, 9);
}
