namespace HotspotManager.Radius.Wire;

/// <summary>Cisco wireless controllers (Airespace).</summary>
public static class Airespace
{
    /// <summary>SMI private enterprise number.</summary>
    public const uint Vendor = 14179;

    /// <summary>Airespace-Wlan-Id.</summary>
    public static readonly IntegerAttribute WlanId = new("Airespace-Wlan-Id", Vendor, 1);
    /// <summary>Airespace-QOS-Level.</summary>
    public static readonly IntegerAttribute QosLevel = new("Airespace-QOS-Level", Vendor, 2);
    /// <summary>Airespace-DSCP.</summary>
    public static readonly IntegerAttribute Dscp = new("Airespace-DSCP", Vendor, 3);
    /// <summary>Airespace-8021p-Tag.</summary>
    public static readonly IntegerAttribute Dot1pTag = new("Airespace-8021p-Tag", Vendor, 4);
    /// <summary>Airespace-Interface-Name.</summary>
    public static readonly TextAttribute InterfaceName = new("Airespace-Interface-Name", Vendor, 5);
    /// <summary>Airespace-ACL-Name.</summary>
    public static readonly TextAttribute AclName = new("Airespace-ACL-Name", Vendor, 6);
    /// <summary>Airespace-Data-Bandwidth-Average-Contract.</summary>
    public static readonly IntegerAttribute DataBandwidthAverageContract = new("Airespace-Data-Bandwidth-Average-Contract", Vendor, 7);
    /// <summary>Airespace-Real-Time-Bandwidth-Average-Contract.</summary>
    public static readonly IntegerAttribute RealTimeBandwidthAverageContract = new("Airespace-Real-Time-Bandwidth-Average-Contract", Vendor, 8);
    /// <summary>Airespace-Data-Bandwidth-Burst-Contract.</summary>
    public static readonly IntegerAttribute DataBandwidthBurstContract = new("Airespace-Data-Bandwidth-Burst-Contract", Vendor, 9);
    /// <summary>Airespace-Real-Time-Bandwidth-Burst-Contract.</summary>
    public static readonly IntegerAttribute RealTimeBandwidthBurstContract = new("Airespace-Real-Time-Bandwidth-Burst-Contract", Vendor, 10);
    /// <summary>Airespace-Guest-Role-Name.</summary>
    public static readonly TextAttribute GuestRoleName = new("Airespace-Guest-Role-Name", Vendor, 11);
    /// <summary>Airespace-Data-Bandwidth-Average-Contract-Upstream.</summary>
    public static readonly IntegerAttribute DataBandwidthAverageContractUpstream = new("Airespace-Data-Bandwidth-Average-Contract-Upstream", Vendor, 13);
    /// <summary>Airespace-Real-Time-Bandwidth-Average-Contract-Upstream.</summary>
    public static readonly IntegerAttribute RealTimeBandwidthAverageContractUpstream = new("Airespace-Real-Time-Bandwidth-Average-Contract-Upstream", Vendor, 14);
    /// <summary>Airespace-Data-Bandwidth-Burst-Contract-Upstream.</summary>
    public static readonly IntegerAttribute DataBandwidthBurstContractUpstream = new("Airespace-Data-Bandwidth-Burst-Contract-Upstream", Vendor, 15);
    /// <summary>Airespace-Real-Time-Bandwidth-Burst-Contract-Upstream.</summary>
    public static readonly IntegerAttribute RealTimeBandwidthBurstContractUpstream = new("Airespace-Real-Time-Bandwidth-Burst-Contract-Upstream", Vendor, 16);
}
