namespace HotspotManager.Radius.Wire;

/// <summary>Wi-Fi Alliance, WISPr 1.0 annex C.</summary>
public static class Wispr
{
    /// <summary>SMI private enterprise number.</summary>
    public const uint Vendor = 14122;

    /// <summary>WISPr-Location-ID.</summary>
    public static readonly TextAttribute LocationID = new("WISPr-Location-ID", Vendor, 1);
    /// <summary>WISPr-Location-Name.</summary>
    public static readonly TextAttribute LocationName = new("WISPr-Location-Name", Vendor, 2);
    /// <summary>WISPr-Logoff-URL.</summary>
    public static readonly TextAttribute LogoffUrl = new("WISPr-Logoff-URL", Vendor, 3);
    /// <summary>WISPr-Redirection-URL.</summary>
    public static readonly TextAttribute RedirectionUrl = new("WISPr-Redirection-URL", Vendor, 4);
    /// <summary>WISPr-Bandwidth-Min-Up.</summary>
    public static readonly IntegerAttribute BandwidthMinUp = new("WISPr-Bandwidth-Min-Up", Vendor, 5);
    /// <summary>WISPr-Bandwidth-Min-Down.</summary>
    public static readonly IntegerAttribute BandwidthMinDown = new("WISPr-Bandwidth-Min-Down", Vendor, 6);
    /// <summary>WISPr-Bandwidth-Max-Up.</summary>
    public static readonly IntegerAttribute BandwidthMaxUp = new("WISPr-Bandwidth-Max-Up", Vendor, 7);
    /// <summary>WISPr-Bandwidth-Max-Down.</summary>
    public static readonly IntegerAttribute BandwidthMaxDown = new("WISPr-Bandwidth-Max-Down", Vendor, 8);
    /// <summary>WISPr-Session-Terminate-Time.</summary>
    public static readonly TextAttribute SessionTerminateTime = new("WISPr-Session-Terminate-Time", Vendor, 9);
    /// <summary>WISPr-Session-Terminate-End-Of-Day.</summary>
    public static readonly TextAttribute SessionTerminateEndOfDay = new("WISPr-Session-Terminate-End-Of-Day", Vendor, 10);
    /// <summary>WISPr-Billing-Class-Of-Service.</summary>
    public static readonly TextAttribute BillingClassOfService = new("WISPr-Billing-Class-Of-Service", Vendor, 11);
}
