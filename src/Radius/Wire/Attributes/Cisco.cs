namespace HotspotManager.Radius.Wire;

/// <summary>Cisco: AV pairs as text.</summary>
public static class Cisco
{
    /// <summary>SMI private enterprise number.</summary>
    public const uint Vendor = 9;

    /// <summary>Cisco-AVPair.</summary>
    public static readonly TextAttribute AVPair = new("Cisco-AVPair", Vendor, 1);
    /// <summary>Cisco-NAS-Port.</summary>
    public static readonly TextAttribute NasPort = new("Cisco-NAS-Port", Vendor, 2);
}
