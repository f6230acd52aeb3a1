namespace HotspotManager.Radius.Wire;

/// <summary>Ruckus (docs.commscope.com, SmartZone: RADIUS attributes).</summary>
public static class Ruckus
{
    /// <summary>SMI private enterprise number.</summary>
    public const uint Vendor = 25053;

    public static readonly TextAttribute UserGroups = new("Ruckus-User-Groups", Vendor, 1);
    public static readonly IntegerAttribute StaRssi = new("Ruckus-Sta-RSSI", Vendor, 2);
    public static readonly TextAttribute Ssid = new("Ruckus-SSID", Vendor, 3);
    public static readonly IntegerAttribute WlanId = new("Ruckus-Wlan-Id", Vendor, 4);
    public static readonly TextAttribute Location = new("Ruckus-Location", Vendor, 5);
    public static readonly IntegerAttribute GracePeriod = new("Ruckus-Grace-Period", Vendor, 6);
    public static readonly IntegerAttribute ScgCBladeIP = new("Ruckus-SCG-CBlade-IP", Vendor, 7);
    public static readonly IntegerAttribute ScgDBladeIP = new("Ruckus-SCG-DBlade-IP", Vendor, 8);
    public static readonly IntegerAttribute VlanID = new("Ruckus-VLAN-ID", Vendor, 9);
    public static readonly TextAttribute WsgUser = new("Ruckus-WSG-User", Vendor, 10);
    public static readonly TextAttribute StaUuid = new("Ruckus-Sta-UUID", Vendor, 11);
    public static readonly IntegerAttribute AcceptEnhancementReason = new("Ruckus-Accept-Enhancement-Reason", Vendor, 12);
    public static readonly TextAttribute StaInnerId = new("Ruckus-Sta-Inner-Id", Vendor, 13);
    public static readonly OctetsAttribute Bssid = new("Ruckus-BSSID", Vendor, 14);
    public static readonly TextAttribute FlexAuthAvp = new("Ruckus-FlexAuth-AVP", Vendor, 20);
    public static readonly OctetsAttribute Triplets = new("Ruckus-Triplets", Vendor, 101) { IsSecret = true };
    public static readonly OctetsAttribute Imsi = new("Ruckus-IMSI", Vendor, 102);
    public static readonly OctetsAttribute Msisdn = new("Ruckus-MSISDN", Vendor, 103);
    public static readonly TextAttribute ApnNI = new("Ruckus-APN-NI", Vendor, 104);
    public static readonly OctetsAttribute Qos = new("Ruckus-QoS", Vendor, 105);
    public static readonly IntegerAttribute SelectionMode = new("Ruckus-Selection-Mode", Vendor, 106);
    public static readonly IntegerAttribute ApnResolutionReq = new("Ruckus-APN-Resolution-Req", Vendor, 107);
    public static readonly OctetsAttribute StartTime = new("Ruckus-Start-Time", Vendor, 108);
    public static readonly IntegerAttribute NasType = new("Ruckus-NAS-Type", Vendor, 109);
    public static readonly IntegerAttribute Status = new("Ruckus-Status", Vendor, 110);
    public static readonly TextAttribute ApnOI = new("Ruckus-APN-OI", Vendor, 111);
    public static readonly IntegerAttribute AuthType = new("Ruckus-Auth-Type", Vendor, 112);
    public static readonly TextAttribute GnUserName = new("Ruckus-Gn-User-Name", Vendor, 113);
    public static readonly TextAttribute BrandCode = new("Ruckus-Brand-Code", Vendor, 114);
    public static readonly TextAttribute PolicyName = new("Ruckus-Policy-Name", Vendor, 115);
    public static readonly AddressAttribute ClientLocalIP = new("Ruckus-Client-Local-IP", Vendor, 116);
    public static readonly AddressAttribute SgsnIP = new("Ruckus-SGSN-IP", Vendor, 117);
    public static readonly OctetsAttribute ChargingCharac = new("Ruckus-Charging-Charac", Vendor, 118);
    public static readonly OctetsAttribute PdpType = new("Ruckus-PDP-Type", Vendor, 119);
    public static readonly OctetsAttribute DynamicAddressFlag = new("Ruckus-Dynamic-Address-Flag", Vendor, 120);
    public static readonly OctetsAttribute ChChSelectionMode = new("Ruckus-ChCh-Selection-Mode", Vendor, 121);
    public static readonly AddressAttribute AaaIP = new("Ruckus-AAA-IP", Vendor, 122);
    public static readonly IntegerAttribute CdrType = new("Ruckus-CDR-TYPE", Vendor, 123);
    public static readonly OctetsAttribute SgsnNumber = new("Ruckus-SGSN-Number", Vendor, 124);
    public static readonly IntegerAttribute SessionType = new("Ruckus-Session-Type", Vendor, 125);
    public static readonly IntegerAttribute AccountingStatus = new("Ruckus-Accounting-Status", Vendor, 126);
    public static readonly TextAttribute ZoneId = new("Ruckus-Zone-Id", Vendor, 127);
    public static readonly TextAttribute AuthServerId = new("Ruckus-Auth-Server-Id", Vendor, 128);
    public static readonly TextAttribute UtpId = new("Ruckus-Utp-Id", Vendor, 129);
    public static readonly OctetsAttribute AreaCode = new("Ruckus-Area-Code", Vendor, 130);
    public static readonly OctetsAttribute CellIdentifier = new("Ruckus-Cell-Identifier", Vendor, 131);
    public static readonly TextAttribute WisprRedirectPolicy = new("Ruckus-Wispr-Redirect-Policy", Vendor, 132);
    public static readonly IntegerAttribute EthProfileId = new("Ruckus-Eth-Profile-Id", Vendor, 133);
    public static readonly TextAttribute ZoneName = new("Ruckus-Zone-Name", Vendor, 134);
    public static readonly TextAttribute WlanName = new("Ruckus-Wlan-Name", Vendor, 135);
    public static readonly IntegerAttribute APRoamed = new("Ruckus-AP-Roamed", Vendor, 136);
    public static readonly OctetsAttribute ReadPreference = new("Ruckus-Read-Preference", Vendor, 137);
    public static readonly TextAttribute ClientHostName = new("Ruckus-Client-Host-Name", Vendor, 138);
    public static readonly TextAttribute ClientOsType = new("Ruckus-Client-Os-Type", Vendor, 139);
    public static readonly TextAttribute ClientOsClass = new("Ruckus-Client-Os-Class", Vendor, 140);
    public static readonly TextAttribute VlanPool = new("Ruckus-Vlan-Pool", Vendor, 141);
    public static readonly OctetsAttribute Dpsk = new("Ruckus-Dpsk", Vendor, 142) { IsSecret = true };
    public static readonly TextAttribute CPToken = new("Ruckus-CP-Token", Vendor, 143) { IsSecret = true };
    public static readonly IntegerAttribute MaxDLULQuota = new("Ruckus-Max-DL-UL-Quota", Vendor, 144);
    public static readonly TextAttribute TrafficClassAttributeIds = new("Ruckus-Traffic-Class-Attribute-Ids", Vendor, 145);
    public static readonly TlvAttribute TCAttrIdsWithQuota = new("Ruckus-TC-Attr-Ids-With-Quota", Vendor, 146,
    [
        new TextAttribute("Ruckus-TC-Name-Quota", Vendor, 1),
        new OctetsAttribute("Ruckus-TC-Quota", Vendor, 2),
    ]);
    public static readonly TextAttribute NatPoolName = new("Ruckus-Nat-Pool-Name", Vendor, 147);
    public static readonly IntegerAttribute StaSVlanId = new("Ruckus-Sta-SVlan-Id", Vendor, 148);
    public static readonly TlvAttribute TCAcctCtrs = new("Ruckus-TC-Acct-Ctrs", Vendor, 149,
    [
        new TextAttribute("Ruckus-Acct-Ctrs_TC-Name", Vendor, 1),
        new IntegerAttribute("Ruckus-Acct-Ctrs_Input-Octets", Vendor, 2),
        new IntegerAttribute("Ruckus-Acct-Ctrs_Output-Octets", Vendor, 3),
        new IntegerAttribute("Ruckus-Acct-Ctrs_Input-Packets", Vendor, 4),
        new IntegerAttribute("Ruckus-Acct-Ctrs_Output-Packets", Vendor, 5),
    ]);
    public static readonly TextAttribute AaaId = new("Ruckus-AAA-Id", Vendor, 152);
    public static readonly TlvAttribute DpskParams = new("Ruckus-DPSK-Params", Vendor, 153,
    [
        new OctetsAttribute("Ruckus-DPSK-AKM-Suite", Vendor, 1),
        new SmallAttribute("Ruckus-DPSK-Cipher", Vendor, 2, 1),
        new OctetsAttribute("Ruckus-DPSK-Anonce", Vendor, 3),
        new OctetsAttribute("Ruckus-DPSK-EAPOL-Key-Frame", Vendor, 4),
    ])
    { IsSecret = true };
    public static readonly TextAttribute SciRole = new("Ruckus-SCI-Role", Vendor, 200);
    public static readonly TextAttribute SciResourceGroup = new("Ruckus-SCI-Resource-Group", Vendor, 201);
}
