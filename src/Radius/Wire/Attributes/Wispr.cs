namespace HotspotManager.Radius.Wire;

/// <summary>Wi-Fi Alliance, WISPr 1.0 annex C.</summary>
public static class Wispr
{
    /// <summary>SMI private enterprise number.</summary>
    public const uint Vendor = 14122;

    public static readonly TextAttribute LocationID = new("WISPr-Location-ID", Vendor, 1);
    public static readonly TextAttribute LocationName = new("WISPr-Location-Name", Vendor, 2);
    public static readonly TextAttribute LogoffUrl = new("WISPr-Logoff-URL", Vendor, 3);
    public static readonly TextAttribute RedirectionUrl = new("WISPr-Redirection-URL", Vendor, 4);
    public static readonly IntegerAttribute BandwidthMinUp = new("WISPr-Bandwidth-Min-Up", Vendor, 5);
    public static readonly IntegerAttribute BandwidthMinDown = new("WISPr-Bandwidth-Min-Down", Vendor, 6);
    public static readonly IntegerAttribute BandwidthMaxUp = new("WISPr-Bandwidth-Max-Up", Vendor, 7);
    public static readonly IntegerAttribute BandwidthMaxDown = new("WISPr-Bandwidth-Max-Down", Vendor, 8);
    public static readonly TextAttribute SessionTerminateTime = new("WISPr-Session-Terminate-Time", Vendor, 9);
    public static readonly TextAttribute SessionTerminateEndOfDay = new("WISPr-Session-Terminate-End-Of-Day", Vendor, 10);
    public static readonly TextAttribute BillingClassOfService = new("WISPr-Billing-Class-Of-Service", Vendor, 11);
}
