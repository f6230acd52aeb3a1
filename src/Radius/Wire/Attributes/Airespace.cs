namespace HotspotManager.Radius.Wire;

/// <summary>Cisco wireless controllers (Airespace).</summary>
public static class Airespace
{
    /// <summary>SMI private enterprise number.</summary>
    public const uint Vendor = 14179;

    public static readonly IntegerAttribute WlanId = new("Airespace-Wlan-Id", Vendor, 1);
    public static readonly IntegerAttribute QosLevel = new("Airespace-QOS-Level", Vendor, 2);
    public static readonly IntegerAttribute Dscp = new("Airespace-DSCP", Vendor, 3);
    public static readonly IntegerAttribute Dot1pTag = new("Airespace-8021p-Tag", Vendor, 4);
    public static readonly TextAttribute InterfaceName = new("Airespace-Interface-Name", Vendor, 5);
    public static readonly TextAttribute AclName = new("Airespace-ACL-Name", Vendor, 6);
    public static readonly IntegerAttribute DataBandwidthAverageContract = new("Airespace-Data-Bandwidth-Average-Contract", Vendor, 7);
    public static readonly IntegerAttribute RealTimeBandwidthAverageContract = new("Airespace-Real-Time-Bandwidth-Average-Contract", Vendor, 8);
    public static readonly IntegerAttribute DataBandwidthBurstContract = new("Airespace-Data-Bandwidth-Burst-Contract", Vendor, 9);
    public static readonly IntegerAttribute RealTimeBandwidthBurstContract = new("Airespace-Real-Time-Bandwidth-Burst-Contract", Vendor, 10);
    public static readonly TextAttribute GuestRoleName = new("Airespace-Guest-Role-Name", Vendor, 11);
    public static readonly IntegerAttribute DataBandwidthAverageContractUpstream = new("Airespace-Data-Bandwidth-Average-Contract-Upstream", Vendor, 13);
    public static readonly IntegerAttribute RealTimeBandwidthAverageContractUpstream = new("Airespace-Real-Time-Bandwidth-Average-Contract-Upstream", Vendor, 14);
    public static readonly IntegerAttribute DataBandwidthBurstContractUpstream = new("Airespace-Data-Bandwidth-Burst-Contract-Upstream", Vendor, 15);
    public static readonly IntegerAttribute RealTimeBandwidthBurstContractUpstream = new("Airespace-Real-Time-Bandwidth-Burst-Contract-Upstream", Vendor, 16);
}
