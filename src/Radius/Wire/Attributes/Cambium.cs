namespace HotspotManager.Radius.Wire;

/// <summary>Cambium Networks.</summary>
public static class Cambium
{
    /// <summary>SMI private enterprise number.</summary>
    public const uint Vendor = 17713;

    /// <summary>Cambium-Auth-Role.</summary>
    public static readonly IntegerAttribute AuthRole = new("Cambium-Auth-Role", Vendor, 1);
    /// <summary>Cambium-ePMP-Data-VLAN-Id.</summary>
    public static readonly IntegerAttribute EPMPDataVlanId = new("Cambium-ePMP-Data-VLAN-Id", Vendor, 21);
    /// <summary>Cambium-ePMP-Management-VLAN-Id.</summary>
    public static readonly IntegerAttribute EPMPManagementVlanId = new("Cambium-ePMP-Management-VLAN-Id", Vendor, 22);
    /// <summary>Cambium-ePMP-Max-Burst-Uplink-Rate.</summary>
    public static readonly IntegerAttribute EPMPMaxBurstUplinkRate = new("Cambium-ePMP-Max-Burst-Uplink-Rate", Vendor, 26);
    /// <summary>Cambium-ePMP-Max-Burst-Downlink-Rate.</summary>
    public static readonly IntegerAttribute EPMPMaxBurstDownlinkRate = new("Cambium-ePMP-Max-Burst-Downlink-Rate", Vendor, 27);
    /// <summary>Cambium-ePMP-UserLevel.</summary>
    public static readonly IntegerAttribute EPMPUserLevel = new("Cambium-ePMP-UserLevel", Vendor, 50);
    /// <summary>Cambium-ePMP-SM-Priority.</summary>
    public static readonly IntegerAttribute EPMPSMPriority = new("Cambium-ePMP-SM-Priority", Vendor, 51);
    /// <summary>Cambium-ePMP-VLAN-Membersip-Set.</summary>
    public static readonly IntegerAttribute EPMPVlanMembersipSet = new("Cambium-ePMP-VLAN-Membersip-Set", Vendor, 52);
    /// <summary>Cambium-ePMP-Management-VLAN-Priority.</summary>
    public static readonly IntegerAttribute EPMPManagementVlanPriority = new("Cambium-ePMP-Management-VLAN-Priority", Vendor, 53);
    /// <summary>Cambium-ePMP-Data-VLAN-Priority.</summary>
    public static readonly IntegerAttribute EPMPDataVlanPriority = new("Cambium-ePMP-Data-VLAN-Priority", Vendor, 54);
    /// <summary>Cambium-ePMP-Separate-Management-VLAN-Id.</summary>
    public static readonly IntegerAttribute EPMPSeparateManagementVlanId = new("Cambium-ePMP-Separate-Management-VLAN-Id", Vendor, 55);
    /// <summary>Cambium-ePMP-Separate-Management-VLAN-Priority.</summary>
    public static readonly IntegerAttribute EPMPSeparateManagementVlanPriority = new("Cambium-ePMP-Separate-Management-VLAN-Priority", Vendor, 56);
    /// <summary>Cambium-ePMP-Multicast-VLAN-Id.</summary>
    public static readonly IntegerAttribute EPMPMulticastVlanId = new("Cambium-ePMP-Multicast-VLAN-Id", Vendor, 57);
    /// <summary>Cambium-ePMP-VLAN-Mapping.</summary>
    public static readonly IntegerAttribute EPMPVlanMapping = new("Cambium-ePMP-VLAN-Mapping", Vendor, 58);
    /// <summary>Cambium-Traffic-Quota-Limit-Up.</summary>
    public static readonly IntegerAttribute TrafficQuotaLimitUp = new("Cambium-Traffic-Quota-Limit-Up", Vendor, 151);
    /// <summary>Cambium-Traffic-Quota-Limit-Down.</summary>
    public static readonly IntegerAttribute TrafficQuotaLimitDown = new("Cambium-Traffic-Quota-Limit-Down", Vendor, 152);
    /// <summary>Cambium-Traffic-Quota-Limit-Up-Gigwords.</summary>
    public static readonly IntegerAttribute TrafficQuotaLimitUpGigwords = new("Cambium-Traffic-Quota-Limit-Up-Gigwords", Vendor, 153);
    /// <summary>Cambium-Traffic-Quota-Limit-Down-Gigwords.</summary>
    public static readonly IntegerAttribute TrafficQuotaLimitDownGigwords = new("Cambium-Traffic-Quota-Limit-Down-Gigwords", Vendor, 154);
    /// <summary>Cambium-Traffic-Quota-Limit-Total.</summary>
    public static readonly IntegerAttribute TrafficQuotaLimitTotal = new("Cambium-Traffic-Quota-Limit-Total", Vendor, 155);
    /// <summary>Cambium-Traffic-Quota-Limit-Total-Gigwords.</summary>
    public static readonly IntegerAttribute TrafficQuotaLimitTotalGigwords = new("Cambium-Traffic-Quota-Limit-Total-Gigwords", Vendor, 156);
    /// <summary>Cambium-VLAN-Pool-Id.</summary>
    public static readonly TextAttribute VlanPoolId = new("Cambium-VLAN-Pool-Id", Vendor, 157);
    /// <summary>Cambium-Walled-Garden-State.</summary>
    public static readonly IntegerAttribute WalledGardenState = new("Cambium-Walled-Garden-State", Vendor, 160);
}
