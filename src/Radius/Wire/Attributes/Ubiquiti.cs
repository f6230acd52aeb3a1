namespace HotspotManager.Radius.Wire;

/// <summary>Ubiquiti (community.ui.com, "RADIUS Dictionary"): rates in bit/s.</summary>
public static class Ubiquiti
{
    /// <summary>SMI private enterprise number.</summary>
    public const uint Vendor = 41112;

    public static readonly Integer64Attribute DataRateDL = new("UBNT-Data-Rate-DL", Vendor, 1);
    public static readonly Integer64Attribute DataRateDLBurst = new("UBNT-Data-Rate-DL-Burst", Vendor, 2);
    public static readonly Integer64Attribute DataRateUL = new("UBNT-Data-Rate-UL", Vendor, 3);
    public static readonly Integer64Attribute DataRateULBurst = new("UBNT-Data-Rate-UL-Burst", Vendor, 4);
    public static readonly OctetsAttribute TunnelPasswordEntry = new("UBNT-Tunnel-Password-Entry", Vendor, 5) { IsSecret = true };
    public static readonly SaltedAttribute StationKeyid = new("UBNT-Station-Keyid", Vendor, 6);
}
