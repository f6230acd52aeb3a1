namespace HotspotManager.Radius.Wire;

/// <summary>Cambium Networks (docs.cambiumnetworks.com, cnMaestro and ePMP: RADIUS attributes).</summary>
public static class Cambium
{
    /// <summary>SMI private enterprise number.</summary>
    public const uint Vendor = 17713;

    public static readonly IntegerAttribute AuthRole = new("Cambium-Auth-Role", Vendor, 1);
    public static readonly IntegerAttribute EPMPDataVlanId = new("Cambium-ePMP-Data-VLAN-Id", Vendor, 21);
    public static readonly IntegerAttribute EPMPManagementVlanId = new("Cambium-ePMP-Management-VLAN-Id", Vendor, 22);
    public static readonly IntegerAttribute EPMPMaxBurstUplinkRate = new("Cambium-ePMP-Max-Burst-Uplink-Rate", Vendor, 26);
    public static readonly IntegerAttribute EPMPMaxBurstDownlinkRate = new("Cambium-ePMP-Max-Burst-Downlink-Rate", Vendor, 27);
    public static readonly IntegerAttribute EPMPUserLevel = new("Cambium-ePMP-UserLevel", Vendor, 50);
    public static readonly IntegerAttribute EPMPSMPriority = new("Cambium-ePMP-SM-Priority", Vendor, 51);
    public static readonly IntegerAttribute EPMPVlanMembersipSet = new("Cambium-ePMP-VLAN-Membersip-Set", Vendor, 52);
    public static readonly IntegerAttribute EPMPManagementVlanPriority = new("Cambium-ePMP-Management-VLAN-Priority", Vendor, 53);
    public static readonly IntegerAttribute EPMPDataVlanPriority = new("Cambium-ePMP-Data-VLAN-Priority", Vendor, 54);
    public static readonly IntegerAttribute EPMPSeparateManagementVlanId = new("Cambium-ePMP-Separate-Management-VLAN-Id", Vendor, 55);
    public static readonly IntegerAttribute EPMPSeparateManagementVlanPriority = new("Cambium-ePMP-Separate-Management-VLAN-Priority", Vendor, 56);
    public static readonly IntegerAttribute EPMPMulticastVlanId = new("Cambium-ePMP-Multicast-VLAN-Id", Vendor, 57);
    public static readonly IntegerAttribute EPMPVlanMapping = new("Cambium-ePMP-VLAN-Mapping", Vendor, 58);
    public static readonly IntegerAttribute TrafficQuotaLimitUp = new("Cambium-Traffic-Quota-Limit-Up", Vendor, 151);
    public static readonly IntegerAttribute TrafficQuotaLimitDown = new("Cambium-Traffic-Quota-Limit-Down", Vendor, 152);
    public static readonly IntegerAttribute TrafficQuotaLimitUpGigwords = new("Cambium-Traffic-Quota-Limit-Up-Gigwords", Vendor, 153);
    public static readonly IntegerAttribute TrafficQuotaLimitDownGigwords = new("Cambium-Traffic-Quota-Limit-Down-Gigwords", Vendor, 154);
    public static readonly IntegerAttribute TrafficQuotaLimitTotal = new("Cambium-Traffic-Quota-Limit-Total", Vendor, 155);
    public static readonly IntegerAttribute TrafficQuotaLimitTotalGigwords = new("Cambium-Traffic-Quota-Limit-Total-Gigwords", Vendor, 156);
    public static readonly TextAttribute VlanPoolId = new("Cambium-VLAN-Pool-Id", Vendor, 157);
    public static readonly TlvAttribute AuthorizeClasses = new("Cambium-Authorize-Classes", Vendor, 158,
    [
        new TextAttribute("Cambium-Authorize-Class-Name", Vendor, 1),
        new Integer64Attribute("Cambium-Authorize-Bytes-Left", Vendor, 2),
    ]);
    public static readonly TlvAttribute TrafficClassesAcct = new("Cambium-Traffic-Classes-Acct", Vendor, 159,
    [
        new TextAttribute("Cambium-Acct-Class-Name", Vendor, 1),
        new IntegerAttribute("Cambium-Acct-Input-Octets", Vendor, 2),
        new IntegerAttribute("Cambium-Acct-Output-Octets", Vendor, 3),
        new IntegerAttribute("Cambium-Acct-Input-Packets", Vendor, 4),
        new IntegerAttribute("Cambium-Acct-Output-Packets", Vendor, 5),
    ]);
    public static readonly IntegerAttribute WalledGardenState = new("Cambium-Walled-Garden-State", Vendor, 160);
}
