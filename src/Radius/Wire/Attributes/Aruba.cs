namespace HotspotManager.Radius.Wire;

/// <summary>Aruba.</summary>
public static class Aruba
{
    /// <summary>SMI private enterprise number.</summary>
    public const uint Vendor = 14823;

    /// <summary>Aruba-User-Role.</summary>
    public static readonly TextAttribute UserRole = new("Aruba-User-Role", Vendor, 1);
    /// <summary>Aruba-User-Vlan.</summary>
    public static readonly IntegerAttribute UserVlan = new("Aruba-User-Vlan", Vendor, 2);
    /// <summary>Aruba-Essid-Name.</summary>
    public static readonly TextAttribute EssidName = new("Aruba-Essid-Name", Vendor, 5);
    /// <summary>Aruba-Location-Id.</summary>
    public static readonly TextAttribute LocationId = new("Aruba-Location-Id", Vendor, 6);
    /// <summary>Aruba-Named-User-Vlan.</summary>
    public static readonly TextAttribute NamedUserVlan = new("Aruba-Named-User-Vlan", Vendor, 9);
    /// <summary>Aruba-AP-Group.</summary>
    public static readonly TextAttribute APGroup = new("Aruba-AP-Group", Vendor, 10);
    /// <summary>Aruba-Device-Type.</summary>
    public static readonly TextAttribute DeviceType = new("Aruba-Device-Type", Vendor, 12);
    /// <summary>Aruba-Captive-Portal-URL.</summary>
    public static readonly TextAttribute CaptivePortalUrl = new("Aruba-Captive-Portal-URL", Vendor, 43);
    /// <summary>Aruba-AP-MAC-Address.</summary>
    public static readonly TextAttribute APMacAddress = new("Aruba-AP-MAC-Address", Vendor, 60);
    /// <summary>Aruba-Device-MAC-Address.</summary>
    public static readonly TextAttribute DeviceMacAddress = new("Aruba-Device-MAC-Address", Vendor, 61);
}
