namespace HotspotManager.Radius.Wire;

/// <summary>Ruckus.</summary>
public static class Ruckus
{
    /// <summary>SMI private enterprise number.</summary>
    public const uint Vendor = 25053;

    /// <summary>Ruckus-User-Groups.</summary>
    public static readonly TextAttribute UserGroups = new("Ruckus-User-Groups", Vendor, 1);
    /// <summary>Ruckus-Sta-RSSI.</summary>
    public static readonly IntegerAttribute StaRssi = new("Ruckus-Sta-RSSI", Vendor, 2);
    /// <summary>Ruckus-SSID.</summary>
    public static readonly TextAttribute Ssid = new("Ruckus-SSID", Vendor, 3);
    /// <summary>Ruckus-Wlan-Id.</summary>
    public static readonly IntegerAttribute WlanId = new("Ruckus-Wlan-Id", Vendor, 4);
    /// <summary>Ruckus-Location.</summary>
    public static readonly TextAttribute Location = new("Ruckus-Location", Vendor, 5);
    /// <summary>Ruckus-Grace-Period.</summary>
    public static readonly IntegerAttribute GracePeriod = new("Ruckus-Grace-Period", Vendor, 6);
    /// <summary>Ruckus-VLAN-ID.</summary>
    public static readonly IntegerAttribute VlanID = new("Ruckus-VLAN-ID", Vendor, 9);
    /// <summary>Ruckus-BSSID.</summary>
    public static readonly OctetsAttribute Bssid = new("Ruckus-BSSID", Vendor, 14);
    /// <summary>Ruckus-Zone-Id.</summary>
    public static readonly TextAttribute ZoneId = new("Ruckus-Zone-Id", Vendor, 127);
    /// <summary>Ruckus-Zone-Name.</summary>
    public static readonly TextAttribute ZoneName = new("Ruckus-Zone-Name", Vendor, 134);
    /// <summary>Ruckus-Wlan-Name.</summary>
    public static readonly TextAttribute WlanName = new("Ruckus-Wlan-Name", Vendor, 135);
    /// <summary>Ruckus-Max-DL-UL-Quota.</summary>
    public static readonly IntegerAttribute MaxDLULQuota = new("Ruckus-Max-DL-UL-Quota", Vendor, 144);
}
